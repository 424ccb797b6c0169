import { answer, api } from '../api/client.js';
import { ApiError, isUnreachable } from '../api/problem.js';
import { sessionState } from '../api/session.js';
import type { ContentToSend, ConversationView, MessageView } from '../api/types.js';
import { uuid } from '../lib/uuid.js';
import { deskState, updateDesk, withoutPending, withPending, withSent, type PendingSend } from '../store/desk.js';

/** Sends of one conversation go out one after another, in the order they were written. */
const lines = new Map<string, Promise<void>>();
const RETRY_MS = 5_000;

/** Whom to tell when the server opened another episode for an answer to a past one. */
const moved = new Map<string, (conversationId: string) => void>();

export function send(
  conversation: ConversationView,
  content: ContentToSend,
  replyTo: string | null,
  onMoved: (conversationId: string) => void,
): void {
  const session = sessionState();
  const user = 'user' in session ? session.user : null;
  const pending: PendingSend = {
    clientId: uuid(),
    conversationId: conversation.id,
    chatId: conversation.chatId,
    content,
    author: { kind: 'user', id: user?.id ?? null, name: user?.name ?? null },
    replyTo,
    at: new Date().toISOString(),
    state: 'sending',
    problem: null,
  };
  updateDesk((state) => withPending(state, pending));
  moved.set(pending.clientId, onMoved);
  enqueue(pending);
}

function enqueue(pending: PendingSend): void {
  const line = lines.get(pending.conversationId) ?? Promise.resolve();
  lines.set(
    pending.conversationId,
    line.then(() => attempt(pending.clientId)),
  );
}

async function attempt(clientId: string): Promise<void> {
  const pending = deskState().pending.get(clientId);
  if (!pending) return; // discarded, or its row came by socket
  const change = (part: Partial<PendingSend>): void =>
    updateDesk((state) =>
      state.pending.has(clientId) ? withPending(state, { ...state.pending.get(clientId)!, ...part }) : state,
    );
  // An earlier one still waits for the connection: this one keeps its place behind it.
  for (const earlier of deskState().pending.values()) {
    if (earlier.clientId === clientId) break;
    if (earlier.conversationId === pending.conversationId && earlier.state === 'waiting') {
      change({ state: 'waiting' });
      return;
    }
  }
  try {
    const message = await post(pending);
    updateDesk((state) => withoutPending(withSent(state, message), clientId));
    if (message.conversationId !== pending.conversationId) moved.get(clientId)?.(message.conversationId);
    moved.delete(clientId);
  } catch (error) {
    const ended = error instanceof ApiError && error.problem.status === 401;
    const busy = error instanceof ApiError && (error.problem.status === 429 || error.problem.status >= 502);
    if (isUnreachable(error) || ended || busy) {
      change({ state: 'waiting' });
      const wait = error instanceof ApiError && error.retryAfter ? error.retryAfter * 1000 : RETRY_MS;
      setTimeout(flushOutbox, wait);
    } else {
      const problem = error instanceof ApiError ? error.problem : { status: 0, code: 'unexpected' };
      change({ state: 'refused', problem });
    }
  }
}

function post(pending: PendingSend): Promise<MessageView> {
  const { content, clientId, replyTo } = pending;
  const params = { path: { id: pending.conversationId }, header: { 'Idempotency-Key': clientId } };
  if (content.type === 'note') {
    const body = { text: content.text, mentions: content.mentions, clientId };
    return answer(api.POST('/conversations/{id}/notes', { params, body }));
  }
  const body = { content, clientId, ...(replyTo ? { replyTo } : {}) };
  return answer(api.POST('/conversations/{id}/messages', { params, body }));
}

/** The connection is back: what waited here goes out, in order. */
export function flushOutbox(): void {
  for (const pending of deskState().pending.values()) {
    if (pending.state !== 'waiting') continue;
    updateDesk((state) => withPending(state, { ...pending, state: 'sending' }));
    enqueue(pending);
  }
}

export function sendAgain(clientId: string): void {
  const pending = deskState().pending.get(clientId);
  if (!pending) return;
  updateDesk((state) => withPending(state, { ...pending, state: 'sending', problem: null }));
  enqueue(pending);
}

export function discard(clientId: string): void {
  moved.delete(clientId);
  updateDesk((state) => withoutPending(state, clientId));
}
