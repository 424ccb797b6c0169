import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { recordTry, type TryFailure } from '../messages/index.js';
import type { RoutingScene } from './routing-scenes.repository.js';

const ADD_ITEM = `
  INSERT INTO review_item (hotel_id, id, kind, conversation_id, message_id, code, reason, tries, payload, stack, at)
  VALUES ($1, $2, 'job', $3, $4, $5, $6, $7, $8, $9, $10)`;

/** A message's try at being routed that failed. */
export interface FailedTry extends TryFailure {
  at: Date;
  tookMs: number;
}

export function failedTry(error: unknown, at: Date, tookMs: number): FailedTry {
  const [reason, stack] = error instanceof Error ? [error.message, error.stack ?? null] : [String(error), null];
  return { code: 'routing_failed', reason, stack, at, tookMs };
}

/** Every try is kept, also one that is followed by a better one (E25). */
export function recordFailedTry(sql: Sql, { hotelId, messageId }: RoutingScene, failed: FailedTry): Promise<void> {
  const { at, tookMs } = failed;
  const beganAt = new Date(+at - tookMs);
  return recordTry(sql, { hotelId, subjectId: messageId, beganAt, tookMs, failure: failed });
}

/** Nothing more will be tried by itself: the message waits for a person. */
export async function putBeforePerson(sql: Sql, scene: RoutingScene, tries: number, failed: FailedTry): Promise<void> {
  const { hotelId, chatId, conversationId, messageId } = scene;
  const { code, reason, stack, at } = failed;
  const payload = JSON.stringify({ job: 'chat.route', hotelId, chatId });
  await sql.query(ADD_ITEM, [hotelId, newId(), conversationId, messageId, code, reason, tries, payload, stack, at]);
}
