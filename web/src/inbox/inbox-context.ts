import { createContext, useContext } from 'react';
import type { ConversationView } from '../api/types.js';
import type { View } from '../store/views.js';

export type Sheet = 'hand-over' | 'close' | 'keys' | 'search' | 'guest';
export type Focus = 'composer' | 'note' | 'thread' | 'message' | 'none';

/** What the panes of the inbox ask of the screen they stand on. */
export interface Inbox {
  view: View;
  selected: ConversationView | null;
  /** walked past with J or K: shown, not read */
  previewing: boolean;
  /** `message`: at this one of its thread, which gets the focus */
  open: (id: string, options?: { focus?: Focus; preview?: boolean; replace?: boolean; message?: string }) => void;
  back: () => void;
  /** the conversation is done with: on to the next card */
  leave: (id: string) => void;
  showView: (view: View) => void;
  show: (sheet: Sheet | null) => void;
  act: Actions;
  panelOpen: boolean;
  togglePanel: () => void;
}
export interface Actions {
  take: () => void;
  reopen: () => void;
  /** the act that is under way, so that nobody presses twice */
  busy: boolean;
  /** the sentence for the last refusal */
  refused: string | null;
  forget: () => void;
}

export const InboxContext = createContext<Inbox | null>(null);
export function useInbox(): Inbox {
  const inbox = useContext(InboxContext);
  if (!inbox) throw new Error('useInbox outside the inbox.');
  return inbox;
}
