import type { MessageContent, ProviderAddress, SendFailure } from '../channels/index.js';
import { statusRank } from '../common/delivery-status.js';
import type { Sql } from '../common/sql.js';

/** The next message a chat has queued, with all that sending it takes. */
export interface QueuedMessage {
  id: string;
  chatId: string;
  conversationId: string;
  channelId: string;
  authorKind: 'user' | 'automation' | 'flow' | 'system';
  content: MessageContent;
  address: ProviderAddress;
  replyToProviderId: string | null;
  sentAt: Date;
  lastInboundAt: Date | null;
  attemptId: string;
  /** what it is sent for; null: sent before there were traces */
  traceId: string | null;
  /** of those that were asked for together, 1 for the first; against QUEUE_TRIES */
  try: number;
  /** how often it was put off at no cost */
  waits: number;
  /** business time somebody asked for it */
  askedAt: Date;
  /** what it was put off for */
  waitsFor: SendFailure | null;
  /** milliseconds until the attempt may run, 0 or less: now */
  waitMs: number;
  /** milliseconds until the number may send again after an outage or a limit of the provider's */
  pausedMs: number;
  outage: boolean;
  /** milliseconds for which the guest's allowance is used up; 0 or less: not at all */
  pairUsedMs: number;
}

const CLAIM_CHAT = `
  UPDATE chat SET sending_fence = sending_fence + 1, sending_until = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE hotel_id = $1 AND id = $2 AND (sending_until IS NULL OR sending_until < clock_timestamp())
  RETURNING sending_fence AS fence`;

/** Of a claim that is still held: what was released, or is another worker's by now, stays so. */
const RENEW_CHAT = `
  UPDATE chat SET sending_until = clock_timestamp() + $4 * interval '1 millisecond'
  WHERE hotel_id = $1 AND id = $2 AND sending_fence = $3 AND sending_until IS NOT NULL`;

/** With it the guest's allowance is charged for what was sent meanwhile: one statement for any number of messages. */
const RELEASE_CHAT = `
  UPDATE chat SET sending_until = NULL,
    pair_used_until = CASE WHEN $4 > 0 THEN greatest(pair_used_until, clock_timestamp()) + $4 * interval '1 millisecond' ELSE pair_used_until END
  WHERE hotel_id = $1 AND id = $2 AND sending_fence = $3`;

/** An outage is over when nothing has paused the number for two minutes: the longest pause is one. */
export const OUTAGE_ON = `(n.outage_since IS NOT NULL AND n.paused_until > clock_timestamp() - interval '2 minutes')`;

const milliseconds = (time: string): string =>
  `coalesce(extract(epoch FROM ${time} - clock_timestamp()) * 1000, 0)::float8`;

const oldestQueued = (where: string): string => `
  (SELECT m.id, m.chat_id AS "chatId", m.conversation_id AS "conversationId", m.channel_id AS "channelId",
          m.author_kind AS "authorKind", m.content, c.address, m.sent_at AS "sentAt", c.last_inbound_at AS "lastInboundAt",
          q.provider_id AS "replyToProviderId", a.id AS "attemptId", a.trace_id AS "traceId", a.try, a.waits, coalesce(a.asked_at, a.created_at) AS "askedAt",
          a.failure AS "waitsFor", ${milliseconds('a.next_try_at')} AS "waitMs", ${milliseconds('n.paused_until')} AS "pausedMs",
          coalesce(${OUTAGE_ON}, false) AS outage, ${milliseconds('c.pair_used_until')} AS "pairUsedMs"
   FROM message m
   JOIN chat c ON c.hotel_id = m.hotel_id AND c.id = m.chat_id
   JOIN channel n ON n.hotel_id = m.hotel_id AND n.id = m.channel_id
   JOIN send_attempt a ON a.hotel_id = m.hotel_id AND a.message_id = m.id AND a.status = 0
   LEFT JOIN message q ON q.hotel_id = m.hotel_id AND q.id = m.reply_to_id
   WHERE m.hotel_id = $1 AND m.chat_id = $2 AND m.status = 0 AND ${where}
   ORDER BY m.seq LIMIT 1)`;

/**
 * Messages go out in the order they were written, and one that waits for its next try holds those behind it: only one
 * that stepped aside does not, until its time has come. The second half is looked at when the first finds nothing.
 */
const NEXT = `${oldestQueued('NOT (a.aside AND a.next_try_at > clock_timestamp())')} UNION ALL ${oldestQueued('a.aside')} LIMIT 1`;

/** Committed before the provider is called: whatever happens then, nobody takes this attempt a second time (promise 8). */
const CLAIM = `
  WITH claimed AS (
    UPDATE send_attempt a SET status = ${statusRank('sending')}, lease_until = clock_timestamp() + $4 * interval '1 millisecond'
    FROM chat c
    WHERE a.hotel_id = $1 AND a.id = $2 AND a.status = 0 AND c.hotel_id = $1 AND c.id = $3 AND c.sending_fence = $5
    RETURNING a.message_id
  ), shown AS (
    UPDATE message m SET status = ${statusRank('sending')}, version = version + 1
    FROM claimed WHERE m.hotel_id = $1 AND m.id = claimed.message_id AND m.status = 0
    RETURNING m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $6 FROM shown RETURNING message_id`;

/** Real time throughout: a lease that a moved clock could end would let two workers send one message. */
export async function claimChat(sql: Sql, hotelId: string, chatId: string, leaseMs: number): Promise<number | null> {
  const [row] = await sql.query<{ fence: number }>(CLAIM_CHAT, [hotelId, chatId, leaseMs]);
  return row?.fence ?? null;
}

export async function renewChat(
  sql: Sql,
  hotelId: string,
  chatId: string,
  fence: number,
  leaseMs: number,
): Promise<void> {
  await sql.query(RENEW_CHAT, [hotelId, chatId, fence, leaseMs]);
}

/** `usedMs`: how much of the guest's allowance was used. */
export async function releaseChat(sql: Sql, hotelId: string, chatId: string, fence: number, usedMs = 0): Promise<void> {
  await sql.query(RELEASE_CHAT, [hotelId, chatId, fence, usedMs]);
}

export async function nextQueued(sql: Sql, hotelId: string, chatId: string): Promise<QueuedMessage | null> {
  const [row] = await sql.query<QueuedMessage>(NEXT, [hotelId, chatId]);
  return row ?? null;
}

/** False: somebody else's by now. */
export async function claimAttempt(
  sql: Sql,
  hotelId: string,
  message: Pick<QueuedMessage, 'attemptId' | 'chatId'>,
  leaseMs: number,
  fence: number,
  now: Date,
): Promise<boolean> {
  const rows = await sql.query(CLAIM, [hotelId, message.attemptId, message.chatId, leaseMs, fence, now]);
  return rows.length > 0;
}

/** Attempts whose worker is gone: whether they went out is not known. */
export function abandoned(sql: Sql): Promise<{ hotelId: string; chatId: string; attemptId: string }[]> {
  return sql.query(
    `SELECT a.hotel_id AS "hotelId", m.chat_id AS "chatId", a.id AS "attemptId"
     FROM send_attempt a JOIN message m ON m.hotel_id = a.hotel_id AND m.id = a.message_id
     WHERE a.status = ${statusRank('sending')} AND a.lease_until < clock_timestamp() LIMIT 500`,
  );
}

const TO_SEND = `
  SELECT m.hotel_id AS "hotelId", m.chat_id AS "chatId", bool_or(m.author_kind = 'user') AS "byStaff"
  FROM message m
  JOIN chat c ON c.hotel_id = m.hotel_id AND c.id = m.chat_id
  JOIN channel n ON n.hotel_id = m.hotel_id AND n.id = m.channel_id
  JOIN send_attempt a ON a.hotel_id = m.hotel_id AND a.message_id = m.id AND a.status = 0
  WHERE m.status = 0 AND m.status < 20 AND (c.sending_until IS NULL OR c.sending_until < clock_timestamp())
    AND ((coalesce(a.next_try_at, '-infinity') <= clock_timestamp() AND coalesce(n.paused_until, '-infinity') <= clock_timestamp())
         OR coalesce(a.asked_at, a.created_at) < $1 OR c.last_inbound_at < $2)
  GROUP BY m.hotel_id, m.chat_id
  ORDER BY bool_or(m.author_kind = 'user') DESC, min(m.created_at)
  LIMIT 1000`;

/**
 * Chats with something to send that no job may know of, those of staff first. What waits for its time is left out, but
 * for what has waited since before `asked`, or whose guest has not written since before `wrote`: its time may be up.
 */
export function chatsToSend(
  sql: Sql,
  since: { asked: Date; wrote: Date },
): Promise<{ hotelId: string; chatId: string; byStaff: boolean }[]> {
  return sql.query(TO_SEND, [since.asked, since.wrote]);
}
