import { answer, api } from '../api/client.js';
import type { MessageView, Reaction } from '../api/types.js';
import { sessionState } from '../api/session.js';
import { deskState, updateDesk, withMessages } from '../store/desk.js';

/** Shown at once; the server's answer, or what was there before, takes its place. Null takes back. */
export async function react(message: MessageView, emoji: string | null): Promise<void> {
  const theirs = message.reactions.filter(({ author }) => author.kind !== 'user');
  show({ ...message, reactions: emoji === null ? theirs : [...theirs, mine(emoji)] });
  const params = { path: { id: message.id } };
  try {
    const next = await answer(
      emoji === null
        ? api.DELETE('/messages/{id}/reaction', { params })
        : api.PUT('/messages/{id}/reaction', { params, body: { emoji } }),
    );
    show(next);
  } catch {
    const now = deskState().threads.get(message.chatId)?.messages.get(message.id);
    if (now?.version === message.version) show(message);
  }
}

function mine(emoji: string): Reaction {
  const session = sessionState();
  const user = 'user' in session ? session.user : null;
  const author = { kind: 'user' as const, id: user?.id ?? null, name: user?.name ?? null };
  return { emoji, author, status: 'queued', failure: null };
}

function show(message: MessageView): void {
  updateDesk((state) => withMessages(state, message.chatId, [message]));
}
