import { useTranslation } from '../i18n/use-translation.js';
import { useSession } from '../api/use-session.js';
import { LoginForm } from '../screens/login-form.js';
import { Modal } from '../ui/modal.js';
import { CloseSheet } from './close-sheet.js';
import { HandOverSheet } from './hand-over-sheet.js';
import { useInbox, type Sheet } from './inbox-context.js';
import { KeyList } from './key-list.js';

/** What lies over the inbox, loaded when the first sheet is opened. */
export default function Sheets({ sheet }: { sheet: Sheet | 'sign-in' }) {
  const { selected, show } = useInbox();
  if (sheet === 'sign-in') return <SignInSheet />;
  if (sheet === 'keys') return <KeyList onClose={() => show(null)} />;
  if (!selected) return null;
  return sheet === 'close' ? <CloseSheet conversation={selected} /> : <HandOverSheet conversation={selected} />;
}

/** The session is over; the screen and its drafts are still there. */
function SignInSheet() {
  const { t } = useTranslation();
  const session = useSession();
  return (
    <Modal must title={t('login.again')} onClose={() => undefined}>
      <p className="mb-4 text-14 text-ink-2">{t('login.againLead')}</p>
      <LoginForm email={'user' in session ? session.user.email : undefined} />
    </Modal>
  );
}
