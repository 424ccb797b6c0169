import type { SendFailure } from '../channels/index.js';
import { statusRank } from '../common/delivery-status.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { takeOverEchoes, type KnownSend } from './echoes.repository.js';

const SENDING = statusRank('sending');
const UNCONFIRMED = statusRank('unconfirmed');
const SENT = statusRank('sent');
const FAILED = statusRank('failed');

/** A try whose outcome is open; its answer may also come when it was given up already. */
const OPEN = `status IN (${SENDING}, ${UNCONFIRMED})`;
/** Nobody has asked anew meanwhile. */
const NEWEST = `NOT EXISTS (SELECT 1 FROM send_attempt l WHERE l.hotel_id = a.hotel_id AND l.message_id = a.message_id AND l.number > a.number)`;

/** A status may have come before the answer, also that it failed: nothing moves backwards, and the reason stays. */
const ACCEPTED = `
  WITH tried AS (
    UPDATE send_attempt SET status = greatest(status, ${SENT}), provider_id = coalesce(provider_id, $3),
           failure = CASE WHEN status = ${FAILED} THEN failure END, finished_at = coalesce(finished_at, $4), lease_until = NULL
    WHERE hotel_id = $1 AND id = $2 RETURNING message_id, provider_id, status, failure
  ), shown AS (
    UPDATE message m SET status = greatest(m.status, t.status), provider_id = t.provider_id, version = m.version + 1,
           failure = CASE WHEN greatest(m.status, t.status) = ${FAILED} THEN coalesce(m.failure, t.failure) END
    FROM tried t WHERE m.hotel_id = $1 AND m.id = t.message_id
    RETURNING m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $4 FROM shown`;

/** Ends an attempt below `sent`, or only one nobody has begun; one that a status has moved on meanwhile is left as it is. */
const END = `
  WITH tried AS (
    UPDATE send_attempt SET status = $3, failure = $4, finished_at = $5, lease_until = NULL
    WHERE hotel_id = $1 AND id = $2 AND status < $3 AND (status = 0 OR NOT $6) RETURNING message_id, number
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

/** The same message waits for its next try. */
const NEXT_ATTEMPT = `
  WITH ended AS (
    UPDATE send_attempt a SET status = ${FAILED}, failure = $4, finished_at = $5, lease_until = NULL
    WHERE hotel_id = $1 AND id = $2 AND ${OPEN} AND ${NEWEST}
    RETURNING message_id, channel_id, number, try, coalesce(asked_at, created_at) AS asked_at, trace_id
  ), tried AS (
    INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, try, status, created_at, asked_at, next_try_at, aside, trace_id)
    SELECT $1, $3, message_id, channel_id, number + 1, try + 1, 0, $5, asked_at, clock_timestamp() + $6 * interval '1 millisecond', $7, trace_id FROM ended
    RETURNING message_id
  ), shown AS (
    UPDATE message m SET status = 0, failure = NULL, version = m.version + 1 FROM tried t
    WHERE m.hotel_id = $1 AND m.id = t.message_id AND m.${OPEN}
    RETURNING m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $5 FROM shown`;

/** Nothing went out and no try is spent: the same attempt waits. */
const PUT_OFF = `
  WITH waiting AS (
    UPDATE send_attempt a SET status = 0, lease_until = NULL, waits = waits + 1, failure = $5, finished_at = NULL,
           next_try_at = clock_timestamp() + $3 * interval '1 millisecond'
    WHERE hotel_id = $1 AND id = $2 AND ${OPEN} AND ${NEWEST} RETURNING message_id
  ), shown AS (
    UPDATE message m SET status = 0, failure = NULL, version = m.version + 1 FROM waiting w
    WHERE m.hotel_id = $1 AND m.id = w.message_id AND m.${OPEN}
    RETURNING m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $4 FROM shown`;

/** In a transaction of the caller's. An echo of it that came first gives way to our row. */
export async function markAccepted(sql: Sql, send: KnownSend & { attemptId: string }, now: Date): Promise<void> {
  await takeOverEchoes(sql, [send], now);
  await sql.query(ACCEPTED, [send.hotelId, send.attemptId, send.providerId, now]);
}

export interface EndedSend {
  channelId: string;
  conversationId: string;
  messageId: string;
}

export function markUnconfirmed(sql: Sql, hotelId: string, attemptId: string, now: Date): Promise<EndedSend[]> {
  return sql.query<EndedSend>(END, [hotelId, attemptId, UNCONFIRMED, null, now, false]);
}

export function markFailed(
  sql: Sql,
  hotelId: string,
  attemptId: string,
  failure: SendFailure,
  now: Date,
  onlyQueued = false,
): Promise<EndedSend[]> {
  return sql.query<EndedSend>(END, [hotelId, attemptId, FAILED, JSON.stringify(failure), now, onlyQueued]);
}

/** `aside`: what was written after it does not wait for it. */
export async function tryAgain(
  sql: Sql,
  hotelId: string,
  attemptId: string,
  { failure, delayMs, aside }: { failure: SendFailure; delayMs: number; aside: boolean },
  now: Date,
): Promise<void> {
  const reason = JSON.stringify(failure);
  await sql.query(NEXT_ATTEMPT, [hotelId, attemptId, newId(), reason, now, delayMs, aside]);
}

export async function putOff(
  sql: Sql,
  hotelId: string,
  attemptId: string,
  { failure, delayMs }: { failure: SendFailure; delayMs: number },
  now: Date,
): Promise<void> {
  await sql.query(PUT_OFF, [hotelId, attemptId, delayMs, now, JSON.stringify(failure)]);
}

/** Real time. Each pause is as long as the outage has lasted, within bounds; a pause that is longer already stays. */
const PAUSE = `
  UPDATE channel n SET
    outage_since = CASE WHEN n.paused_until > clock_timestamp() - interval '2 minutes' THEN coalesce(n.outage_since, clock_timestamp()) ELSE clock_timestamp() END,
    paused_until = greatest(n.paused_until, clock_timestamp() + $4 * greatest($3::float8, least($6::float8, $5 + CASE
      WHEN n.paused_until > clock_timestamp() - interval '2 minutes' THEN coalesce(extract(epoch FROM clock_timestamp() - n.outage_since) * 1000, 0) ELSE 0 END))
      * interval '1 millisecond')
  WHERE n.hotel_id = $1 AND n.id = $2`;

const LONGEST_PAUSE_MS = 60_000;
const FIRST_PAUSE_MS = 2_000;

/** The whole number waits: at least as long as the provider asks, up to a quarter longer by chance. */
export async function pauseChannel(
  sql: Sql,
  hotelId: string,
  channelId: string,
  askedMs: number,
  firstMs = FIRST_PAUSE_MS,
): Promise<void> {
  await sql.query(PAUSE, [hotelId, channelId, askedMs, 1 + Math.random() / 4, firstMs, LONGEST_PAUSE_MS]);
}

/** The provider answers again. */
export async function endOutage(sql: Sql, hotelId: string, channelId: string): Promise<void> {
  await sql.query(
    `UPDATE channel SET outage_since = NULL, paused_until = NULL
     WHERE hotel_id = $1 AND id = $2 AND outage_since IS NOT NULL AND (paused_until IS NULL OR paused_until <= clock_timestamp())`,
    [hotelId, channelId],
  );
}

/** What nobody confirmed since `before` is offered to staff: the message says so, on every screen. */
const OFFER_AGAIN = `
  WITH doubtful AS (
    UPDATE send_attempt a SET failure = $2 FROM (
      SELECT hotel_id, id FROM send_attempt WHERE status = ${UNCONFIRMED} AND failure IS NULL AND finished_at <= $1
      ORDER BY finished_at LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED) d
    WHERE a.hotel_id = d.hotel_id AND a.id = d.id RETURNING a.hotel_id, a.message_id
  ), shown AS (
    UPDATE message m SET failure = $2, version = m.version + 1 FROM doubtful d
    WHERE m.hotel_id = d.hotel_id AND m.id = d.message_id AND m.status = ${UNCONFIRMED}
    RETURNING m.hotel_id, m.conversation_id, m.id
  ), logged AS (
    INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
    SELECT hotel_id, 'message.updated', conversation_id, id, $3 FROM shown
  )
  SELECT id FROM shown`;

export async function offerUnconfirmed(
  sql: Sql,
  { before, failure, now }: { before: Date; failure: SendFailure; now: Date },
): Promise<number> {
  return (await sql.query(OFFER_AGAIN, [before, JSON.stringify(failure), now])).length;
}
