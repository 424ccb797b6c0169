import { GuestSheet } from '../guest/guest-sheet.js';
import { SignInSheet } from '../screens/sign-in-sheet.js';
import { SearchSheet } from '../search/search-sheet.js';
import { CloseSheet } from './close-sheet.js';
import { HandOverSheet } from './hand-over-sheet.js';
import { useInbox, type Sheet } from './inbox-context.js';
import { KeyList } from './key-list.js';

/** What lies over the inbox, loaded when the first sheet is opened. */
export default function Sheets({ sheet }: { sheet: Sheet | 'sign-in' }) {
  const { selected, show } = useInbox();
  if (sheet === 'sign-in') return <SignInSheet />;
  if (sheet === 'keys') return <KeyList onClose={() => show(null)} />;
  if (sheet === 'search') return <SearchSheet />;
  if (!selected) return null;
  if (sheet === 'guest') {
    return selected.guest && <GuestSheet guestId={selected.guest.id} onClose={() => show(null)} />;
  }
  return sheet === 'close' ? <CloseSheet conversation={selected} /> : <HandOverSheet conversation={selected} />;
}
