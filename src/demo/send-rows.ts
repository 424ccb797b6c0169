import type { SendFailure } from '../channels/index.js';
import { statusRank } from '../common/delivery-status.js';
import type { HistoryPlace, HistoryRows } from './history.types.js';
import { idAt } from './rows.js';
import type { Tick } from './scenes/index.js';

interface HistoryMessage {
  id: string;
  providerId: string;
  conversationId: string;
  at: Date;
}

/** Why the one send of the week that failed did. */
export const FAILURE: SendFailure = {
  code: 'provider_unavailable',
  reason: 'WhatsApp had a problem with this message.',
  passes: true,
  retryAfterMs: null,
  scope: 'message',
  providerCode: '131000',
  providerDetail: 'Something went wrong.',
};

/** What WhatsApp told until the message had that tick. */
const TOLD: Record<Tick, ('sent' | 'delivered' | 'read' | 'failed')[]> = {
  unconfirmed: [],
  sent: ['sent'],
  delivered: ['sent', 'delivered'],
  read: ['sent', 'delivered', 'read'],
  failed: ['failed'],
};
const TOLD_AFTER_MS = { sent: 1_000, delivered: 2_000, read: 45_000, failed: 1_000 };

/** The one try of a message of the hotel, what was told of it, and the review where it failed. */
export function addSend(rows: HistoryRows, { ids, person }: HistoryPlace, message: HistoryMessage, tick: Tick): void {
  const { id: messageId, providerId, conversationId, at: sentAt } = message;
  const attemptId = idAt(sentAt);
  const failure = tick === 'failed' ? FAILURE : null;
  rows.send_attempt.push({
    hotel_id: ids.hotelId,
    id: attemptId,
    message_id: messageId,
    channel_id: ids.channelId,
    number: 1,
    status: statusRank(tick),
    provider_id: tick === 'unconfirmed' ? null : providerId,
    failure,
    created_at: sentAt,
    finished_at: sentAt,
  });
  for (const told of TOLD[tick]) {
    const at = new Date(sentAt.getTime() + TOLD_AFTER_MS[told]);
    rows.message_status.push({
      hotel_id: ids.hotelId,
      id: idAt(at),
      channel_id: ids.channelId,
      provider_id: providerId,
      attempt_ref: attemptId,
      recipient: person.waId,
      status: statusRank(told),
      failure,
      at,
      created_at: at,
    });
  }
  if (!failure) return;
  rows.review_item.push({
    hotel_id: ids.hotelId,
    id: idAt(sentAt),
    kind: 'send',
    channel_id: ids.channelId,
    conversation_id: conversationId,
    message_id: messageId,
    code: failure.code,
    reason: failure.reason,
    tries: 1,
    at: sentAt,
  });
}

export function addReaction(
  rows: HistoryRows,
  { ids, person }: HistoryPlace,
  message: HistoryMessage,
  emoji: string,
  by: 'guest' | 'user',
): void {
  const at = new Date(message.at.getTime() + 60_000);
  rows.reaction.push({
    hotel_id: ids.hotelId,
    id: idAt(at),
    channel_id: ids.channelId,
    target_provider_id: message.providerId,
    author_key: by === 'guest' ? `guest:${person.id}` : 'user',
    author_kind: by,
    author_id: by === 'guest' ? person.id : null,
    emoji,
    provider_id: '',
    at,
  });
}
