import type { ConversationView, MessageStatus, MessageView } from '../api/types.js';

/** How far a tick has come; `failed` only counts before `delivered`. */
const RANK: Record<MessageStatus, number> = {
  received: 0,
  queued: 0,
  sending: 10,
  unconfirmed: 20,
  sent: 30,
  failed: 40,
  delivered: 50,
  read: 60,
  played: 70,
};

/** The newer of two tellings of one conversation. Equal versions: the later telling, unread counts are per person. */
export function newerConversation(known: ConversationView | undefined, told: ConversationView): ConversationView {
  return known && known.version > told.version ? known : told;
}

/** The newer of two tellings of one message: by version, else ticks only move forward. */
export function newerMessage(known: MessageView | undefined, told: MessageView): MessageView {
  if (!known) return told;
  if (known.version !== undefined && told.version !== undefined) {
    return known.version > told.version ? known : told;
  }
  const triedAgain = known.status === 'failed' && RANK[told.status] < RANK.failed && told.failure === null;
  if (triedAgain || RANK[told.status] >= RANK[known.status]) return told;
  return { ...told, status: known.status, failure: known.failure };
}
