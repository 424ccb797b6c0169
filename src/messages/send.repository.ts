import type { MessageContent, ProviderAddress, SendFailure } from '../channels/index.js';
import { statusRank } from '../common/delivery-status.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';

/** The next message a chat has queued, with all that sending it takes. */
export interface QueuedMessage {
  id: string;
  chatId: string;
  conversationId: string;
  channelId: string;
  content: MessageContent;
  address: ProviderAddress;
  replyToProviderId: string | null;
  sentAt: Date;
  lastInboundAt: Date | null;
  attemptId: string;
  attemptNumber: number;
  /** milliseconds until the attempt may run, 0 or less: now */
  waitMs: number;
  pausedMs: number;
}

/** Real time throughout: a lease that a moved clock could end would let two workers send one message. */
const LEASE = `clock_timestamp() + $4 * interval '1 millisecond'`;

const CLAIM_CHAT = `
  UPDATE chat SET sending_fence = sending_fence + 1, sending_until = clock_timestamp() + $3 * interval '1 millisecond'
  WHERE hotel_id = $1 AND id = $2 AND (sending_until IS NULL OR sending_until < clock_timestamp())
  RETURNING sending_fence AS fence`;

/** Of a claim that is still held: what was released, or is another worker's by now, stays so. */
const RENEW_CHAT = `
  UPDATE chat SET sending_until = clock_timestamp() + $4 * interval '1 millisecond'
  WHERE hotel_id = $1 AND id = $2 AND sending_fence = $3 AND sending_until IS NOT NULL`;

const RELEASE_CHAT = `UPDATE chat SET sending_until = NULL WHERE hotel_id = $1 AND id = $2 AND sending_fence = $3`;

const NEXT = `
  SELECT m.id, m.chat_id AS "chatId", m.conversation_id AS "conversationId", m.channel_id AS "channelId", m.content,
         c.address, m.sent_at AS "sentAt", c.last_inbound_at AS "lastInboundAt",
         q.provider_id AS "replyToProviderId", a.id AS "attemptId", a.number AS "attemptNumber",
         coalesce(extract(epoch FROM a.next_try_at - clock_timestamp()) * 1000, 0)::float8 AS "waitMs",
         coalesce(extract(epoch FROM n.paused_until - clock_timestamp()) * 1000, 0)::float8 AS "pausedMs"
  FROM message m
  JOIN chat c ON c.hotel_id = m.hotel_id AND c.id = m.chat_id
  JOIN channel n ON n.hotel_id = m.hotel_id AND n.id = m.channel_id
  JOIN send_attempt a ON a.hotel_id = m.hotel_id AND a.message_id = m.id AND a.status = 0
  LEFT JOIN message q ON q.hotel_id = m.hotel_id AND q.id = m.reply_to_id
  WHERE m.hotel_id = $1 AND m.chat_id = $2 AND m.status = 0
  ORDER BY m.seq, a.number DESC LIMIT 1`;

/** Committed before the provider is called: whatever happens then, nobody takes this attempt a second time (promise 8). */
const CLAIM = `
  WITH claimed AS (
    UPDATE send_attempt a SET status = ${statusRank('sending')}, lease_until = ${LEASE}
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

/** Served by message_provider. */
const DROP_ECHO = `
  DELETE FROM message m USING send_attempt a
  WHERE a.hotel_id = $1 AND a.id = $2 AND m.hotel_id = $1 AND m.channel_id = a.channel_id AND m.provider_id = $3
    AND m.id <> a.message_id
  RETURNING m.id, m.chat_id AS "chatId", m.conversation_id AS "conversationId", a.message_id AS "oursId"`;

const POINT_TO_OURS = `
  WITH quoting AS (
    UPDATE message SET reply_to_id = $5 WHERE hotel_id = $1 AND chat_id = $3 AND reply_to_id = $2
  )
  UPDATE conversation SET last_message_id = $5, version = version + 1
  WHERE hotel_id = $1 AND id = $4 AND last_message_id = $2`;

/** A status may have come before the answer: nothing moves backwards. */
const ACCEPTED = `
  WITH tried AS (
    UPDATE send_attempt SET status = greatest(status, ${statusRank('sent')}), provider_id = coalesce(provider_id, $3),
           finished_at = coalesce(finished_at, $4), lease_until = NULL
    WHERE hotel_id = $1 AND id = $2 RETURNING message_id, provider_id, status
  ), shown AS (
    UPDATE message m SET status = greatest(m.status, t.status), provider_id = t.provider_id, failure = NULL, version = m.version + 1
    FROM tried t WHERE m.hotel_id = $1 AND m.id = t.message_id
    RETURNING m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $4 FROM shown`;

/** Ends an attempt below `sent`; one that a status has moved on meanwhile is left as it is. */
const END = `
  WITH tried AS (
    UPDATE send_attempt SET status = $3, failure = $4, finished_at = $5, lease_until = NULL
    WHERE hotel_id = $1 AND id = $2 AND status < $3 RETURNING message_id, number
  ), shown AS (
    UPDATE message m SET status = $3, failure = $4, version = m.version + 1
    FROM tried t WHERE m.hotel_id = $1 AND m.id = t.message_id AND m.status < $3
      AND t.number = (SELECT max(number) FROM send_attempt l WHERE l.hotel_id = $1 AND l.message_id = t.message_id)
    RETURNING m.channel_id, m.conversation_id, m.id
  ), logged AS (
    INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
    SELECT $1, 'message.updated', conversation_id, id, $5 FROM shown
  )
  SELECT channel_id AS "channelId", conversation_id AS "conversationId", id AS "messageId" FROM shown`;

/** The same message waits for its next attempt. */
const NEXT_ATTEMPT = `
  WITH ended AS (
    UPDATE send_attempt SET status = ${statusRank('failed')}, failure = $4, finished_at = $5, lease_until = NULL
    WHERE hotel_id = $1 AND id = $2 AND status < ${statusRank('sent')} RETURNING message_id, channel_id, number
  ), tried AS (
    INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, created_at, next_try_at)
    SELECT $1, $3, message_id, channel_id, number + 1, 0, $5, clock_timestamp() + $6 * interval '1 millisecond' FROM ended
    RETURNING message_id
  ), shown AS (
    UPDATE message m SET status = 0, version = m.version + 1 FROM tried t
    WHERE m.hotel_id = $1 AND m.id = t.message_id AND m.status = ${statusRank('sending')}
    RETURNING m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $5 FROM shown`;

/** Nothing went out: the attempt is not spent, it waits (an outage costs no try). */
const WAIT = `
  WITH waiting AS (
    UPDATE send_attempt SET status = 0, lease_until = NULL, next_try_at = clock_timestamp() + $3 * interval '1 millisecond'
    WHERE hotel_id = $1 AND id = $2 AND status = ${statusRank('sending')} RETURNING message_id
  ), shown AS (
    UPDATE message m SET status = 0, version = m.version + 1 FROM waiting w
    WHERE m.hotel_id = $1 AND m.id = w.message_id AND m.status = ${statusRank('sending')}
    RETURNING m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $4 FROM shown`;

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

export async function releaseChat(sql: Sql, hotelId: string, chatId: string, fence: number): Promise<void> {
  await sql.query(RELEASE_CHAT, [hotelId, chatId, fence]);
}

export async function nextQueued(sql: Sql, hotelId: string, chatId: string): Promise<QueuedMessage | null> {
  const [row] = await sql.query<QueuedMessage>(NEXT, [hotelId, chatId]);
  return row ?? null;
}

/** False: somebody else's by now. */
export async function claimAttempt(
  sql: Sql,
  hotelId: string,
  message: QueuedMessage,
  leaseMs: number,
  fence: number,
  now: Date,
): Promise<boolean> {
  const rows = await sql.query(CLAIM, [hotelId, message.attemptId, message.chatId, leaseMs, fence, now]);
  return rows.length > 0;
}

/** In a transaction of the caller's. */
export async function markAccepted(
  sql: Sql,
  hotelId: string,
  attemptId: string,
  providerId: string,
  now: Date,
): Promise<void> {
  await takeOverEcho(sql, hotelId, attemptId, providerId);
  await sql.query(ACCEPTED, [hotelId, attemptId, providerId, now]);
}

/**
 * A3: the provider's notice of this very message came before its answer and made a row of its own. Ours has the
 * author and the client's id, so it stays, and what pointed to the other one points to it.
 */
async function takeOverEcho(sql: Sql, hotelId: string, attemptId: string, providerId: string): Promise<void> {
  const [echo] = await sql.query<{ id: string; chatId: string; conversationId: string; oursId: string }>(DROP_ECHO, [
    hotelId,
    attemptId,
    providerId,
  ]);
  if (!echo) return;
  await sql.query(POINT_TO_OURS, [hotelId, echo.id, echo.chatId, echo.conversationId, echo.oursId]);
}

export interface EndedSend {
  channelId: string;
  conversationId: string;
  messageId: string;
}

export function markUnconfirmed(sql: Sql, hotelId: string, attemptId: string, now: Date): Promise<EndedSend[]> {
  return sql.query<EndedSend>(END, [hotelId, attemptId, statusRank('unconfirmed'), null, now]);
}

export function markFailed(
  sql: Sql,
  hotelId: string,
  attemptId: string,
  failure: SendFailure,
  now: Date,
): Promise<EndedSend[]> {
  return sql.query<EndedSend>(END, [hotelId, attemptId, statusRank('failed'), JSON.stringify(failure), now]);
}

export async function tryAgain(
  sql: Sql,
  hotelId: string,
  attemptId: string,
  failure: SendFailure,
  delayMs: number,
  now: Date,
): Promise<void> {
  await sql.query(NEXT_ATTEMPT, [hotelId, attemptId, newId(), JSON.stringify(failure), now, delayMs]);
}

export async function waitFor(sql: Sql, hotelId: string, attemptId: string, delayMs: number, now: Date): Promise<void> {
  await sql.query(WAIT, [hotelId, attemptId, delayMs, now]);
}

/** Attempts whose worker is gone: whether they went out is not known. */
export function abandoned(sql: Sql): Promise<{ hotelId: string; attemptId: string }[]> {
  return sql.query(
    `SELECT hotel_id AS "hotelId", id AS "attemptId" FROM send_attempt
     WHERE status = ${statusRank('sending')} AND lease_until < clock_timestamp() LIMIT 500`,
  );
}

/** Chats with something to send that no job may know of. */
export function chatsToSend(sql: Sql): Promise<{ hotelId: string; chatId: string }[]> {
  return sql.query(
    `SELECT DISTINCT m.hotel_id AS "hotelId", m.chat_id AS "chatId" FROM message m
     JOIN chat c ON c.hotel_id = m.hotel_id AND c.id = m.chat_id
     WHERE m.status = 0 AND m.status < 20 AND (c.sending_until IS NULL OR c.sending_until < clock_timestamp()) LIMIT 1000`,
  );
}
