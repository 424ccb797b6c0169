import { useEffect } from 'react';
import { answer, api } from '../api/client.js';
import type { ConversationView } from '../api/types.js';
import { updateDesk, withConversations } from '../store/desk.js';
import type { Row } from '../store/timeline.js';
import { useInbox } from './inbox-context.js';

const LOOKED_MS = 1_000;

/** Read is what was on the screen, to its end, in a window somebody sits before, for a second. */
export function useReadMark(conversation: ConversationView, rows: Row[], atEnd: boolean): void {
  const { previewing } = useInbox();
  const { id, unreadCount } = conversation;
  const newest = rows.findLast(
    (row) => row.kind === 'message' && row.message.direction === 'inbound' && row.message.conversationId === id,
  );
  const messageId = newest?.kind === 'message' ? newest.message.id : null;

  useEffect(() => {
    if (unreadCount === 0 || messageId === null || !atEnd || previewing) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible' && document.hasFocus())
        timer = setTimeout(() => void mark().catch(() => undefined), LOOKED_MS);
    };
    const mark = async (): Promise<void> => {
      await answer(api.POST('/conversations/{id}/read', { params: { path: { id } }, body: { messageId } }));
      updateDesk((state) => {
        const known = state.conversations.get(id);
        return known ? withConversations(state, [{ ...known, unreadCount: 0 }]) : state;
      });
    };
    look();
    window.addEventListener('focus', look);
    window.addEventListener('blur', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', look);
      window.removeEventListener('blur', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [id, unreadCount, messageId, atEnd, previewing]);
}
