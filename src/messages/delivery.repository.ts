import { newId } from '../common/ids.js';
import type { SendFailure } from '../channels/index.js';
import { statusRank } from '../common/delivery-status.js';
import type { Sql } from '../common/sql.js';
import { takeOverEchoes, type KnownSend } from './echoes.repository.js';
import { failReactions } from './reactions.repository.js';

export interface ToldStatusRow {
  hotelId: string;
  channelId: string;
  providerId: string;
  /** our attempt's id where the provider carried it back; anything else is ignored */
  attemptRef: string | null;
  recipient: string;
  status: 'sent' | 'delivered' | 'read' | 'played' | 'failed';
  failure: SendFailure | null;
  at: Date;
}

export interface ProviderMessageKey {
  hotelId: string;
  channelId: string;
  providerId: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Each status once, also one whose message has not come yet: it waits here. */
const ADD_STATUSES = `
  INSERT INTO message_status (hotel_id, id, channel_id, provider_id, attempt_ref, recipient, status, failure, at, created_at)
  SELECT hotel_id, id, channel_id, provider_id, attempt_ref, recipient, status, failure, at, $2
  FROM json_to_recordset($1::json) AS s(hotel_id uuid, id uuid, channel_id uuid, provider_id text, attempt_ref text, recipient text,
                                        status smallint, failure jsonb, at timestamptz)
  ORDER BY hotel_id, channel_id, provider_id, status
  ON CONFLICT DO NOTHING`;

/** A status may know the attempt before our own call has returned (or when it never did): then it names it. */
const NAME_ATTEMPTS = `
  WITH named AS (
    UPDATE send_attempt a SET provider_id = k.provider_id
    FROM (SELECT DISTINCT ON (attempt_id) * FROM json_to_recordset($1::json)
            AS k(hotel_id uuid, channel_id uuid, provider_id text, attempt_id uuid, failed boolean) ORDER BY attempt_id, failed) k
    WHERE a.hotel_id = k.hotel_id AND a.id = k.attempt_id AND a.channel_id = k.channel_id AND a.provider_id IS NULL
    RETURNING a.hotel_id, a.channel_id, a.message_id, a.number, a.provider_id, k.failed
  )
  SELECT n.hotel_id AS "hotelId", n.channel_id AS "channelId", n.message_id AS "messageId", n.number, n.provider_id AS "providerId", n.failed,
         n.number = (SELECT max(number) FROM send_attempt l WHERE l.hotel_id = n.hotel_id AND l.message_id = n.message_id) AS newest
  FROM named n`;

/**
 * Staff asked to send it again, and now it turns out that it had gone out: what was not begun yet is taken back, so that
 * the guest has it once.
 */
const TAKE_BACK = `
  DELETE FROM send_attempt a USING json_to_recordset($1::json) AS k(hotel_id uuid, message_id uuid, number int)
  WHERE a.hotel_id = k.hotel_id AND a.message_id = k.message_id AND a.number > k.number AND a.status = 0
  RETURNING a.message_id AS "messageId"`;

const NAME_MESSAGES = `
  UPDATE message m SET provider_id = k.provider_id
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, message_id uuid, provider_id text)
  WHERE m.hotel_id = k.hotel_id AND m.id = k.message_id AND m.provider_id IS NULL`;

/** Attempts and messages move forward to the highest status told, never back (promise 7). Messages are locked in order. */
const ADVANCE = `
  WITH told AS MATERIALIZED (
    SELECT k.hotel_id, k.channel_id, k.provider_id, max(s.status) AS status,
           (array_agg(s.failure ORDER BY s.at DESC) FILTER (WHERE s.failure IS NOT NULL))[1] AS failure
    FROM (SELECT DISTINCT * FROM json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, provider_id text)) k
    JOIN message_status s ON s.hotel_id = k.hotel_id AND s.channel_id = k.channel_id AND s.provider_id = k.provider_id
    GROUP BY 1, 2, 3
  ), locked AS MATERIALIZED (
    SELECT m.hotel_id, m.id, t.status, t.failure
    FROM told t JOIN message m ON m.hotel_id = t.hotel_id AND m.channel_id = t.channel_id AND m.provider_id = t.provider_id
    WHERE m.status < t.status
    ORDER BY m.hotel_id, m.id FOR NO KEY UPDATE OF m
  ), tries AS (
    UPDATE send_attempt a SET status = t.status, failure = CASE WHEN t.status = $3 THEN t.failure END,
           finished_at = coalesce(a.finished_at, $2), lease_until = NULL
    FROM told t
    WHERE a.hotel_id = t.hotel_id AND a.channel_id = t.channel_id AND a.provider_id = t.provider_id AND a.status < t.status
  ), shown AS (
    UPDATE message m SET status = l.status, failure = CASE WHEN l.status = $3 THEN l.failure END, version = m.version + 1
    FROM locked l WHERE m.hotel_id = l.hotel_id AND m.id = l.id
    RETURNING m.hotel_id, m.channel_id, m.conversation_id, m.id, m.status, m.failure
  ), logged AS (
    INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
    SELECT hotel_id, 'message.updated', conversation_id, id, $2 FROM shown
  )
  SELECT hotel_id, channel_id, conversation_id, id, failure FROM shown WHERE status = $3`;

const REVIEW_SENDS = `
  INSERT INTO review_item (hotel_id, id, kind, channel_id, conversation_id, message_id, code, reason, at)
  SELECT hotel_id, id, 'send', channel_id, conversation_id, message_id, code, reason, $2
  FROM json_to_recordset($1::json) AS r(hotel_id uuid, id uuid, channel_id uuid, conversation_id uuid, message_id uuid, code text, reason text)`;

/** Records what a provider told of our messages and moves their ticks. Any order, any number of times. */
export async function recordStatuses(sql: Sql, told: ToldStatusRow[], now: Date): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map((status) => ({
    hotel_id: status.hotelId,
    id: newId(),
    channel_id: status.channelId,
    provider_id: status.providerId,
    attempt_ref: status.attemptRef,
    recipient: status.recipient,
    status: statusRank(status.status),
    failure: status.failure,
    at: status.at,
  }));
  await sql.query(ADD_STATUSES, [JSON.stringify(rows), now]);
  const named = told.filter((status) => status.attemptRef !== null && UUID.test(status.attemptRef));
  if (named.length > 0) await nameAttempts(sql, named, now);
  await advanceStatuses(sql, told, now);
  await failReactions(
    sql,
    named.flatMap(({ status, attemptRef, ...rest }) =>
      status === 'failed' && attemptRef !== null ? [{ ...rest, ref: attemptRef }] : [],
    ),
    now,
  );
}

/** Attempts that learn their provider's id from a status, and their messages with them. */
async function nameAttempts(sql: Sql, told: readonly ToldStatusRow[], now: Date): Promise<void> {
  const named = await sql.query<KnownSend & { number: number; newest: boolean; failed: boolean }>(NAME_ATTEMPTS, [
    JSON.stringify(
      told.map((status) => ({
        hotel_id: status.hotelId,
        channel_id: status.channelId,
        provider_id: status.providerId,
        attempt_id: status.attemptRef,
        failed: status.status === 'failed',
      })),
    ),
  ]);
  const asRow = ({ hotelId, messageId, providerId, number }: (typeof named)[number]): object => ({
    hotel_id: hotelId,
    message_id: messageId,
    provider_id: providerId,
    number,
  });
  const older = named.filter((send) => !send.newest && !send.failed);
  const back =
    older.length === 0 ? [] : await sql.query<{ messageId: string }>(TAKE_BACK, [JSON.stringify(older.map(asRow))]);
  const takenBack = new Set(back.map((row) => row.messageId));
  const shown = named.filter((send) => send.newest || (!send.failed && takenBack.has(send.messageId)));
  if (shown.length === 0) return;
  await takeOverEchoes(sql, shown, now);
  await sql.query(NAME_MESSAGES, [JSON.stringify(shown.map(asRow))]);
}

/** Applies the statuses that wait for these messages: a new echo, or a send that has just learnt its provider id. */
export async function advanceStatuses(sql: Sql, keys: ProviderMessageKey[], now: Date): Promise<void> {
  if (keys.length === 0) return;
  const failed = await sql.query<{
    hotel_id: string;
    channel_id: string;
    conversation_id: string;
    id: string;
    failure: SendFailure | null;
  }>(ADVANCE, [
    JSON.stringify(
      keys.map((key) => ({ hotel_id: key.hotelId, channel_id: key.channelId, provider_id: key.providerId })),
    ),
    now,
    statusRank('failed'),
  ]);
  await reviewFailedSends(
    sql,
    failed.map((row) => ({
      hotelId: row.hotel_id,
      channelId: row.channel_id,
      conversationId: row.conversation_id,
      messageId: row.id,
      failure: row.failure,
    })),
    now,
  );
}

export interface FailedSend {
  hotelId: string;
  channelId: string;
  conversationId: string;
  messageId: string;
  failure: SendFailure | null;
}

/** A send that failed for good waits for a person. */
export async function reviewFailedSends(sql: Sql, failed: FailedSend[], now: Date): Promise<void> {
  if (failed.length === 0) return;
  const rows = failed.map((send) => ({
    hotel_id: send.hotelId,
    id: newId(),
    channel_id: send.channelId,
    conversation_id: send.conversationId,
    message_id: send.messageId,
    code: send.failure?.code ?? 'unknown',
    reason: send.failure?.reason ?? 'The provider gave no reason.',
  }));
  await sql.query(REVIEW_SENDS, [JSON.stringify(rows), now]);
}
