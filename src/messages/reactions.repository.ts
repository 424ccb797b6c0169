import type { ProviderAddress, SendFailure } from '../channels/index.js';
import { statusRank } from '../common/delivery-status.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import type { Tx } from '../database/transaction.js';
import { OUTAGE_ON } from './send.claims.js';

/** The hotel has one voice towards the guest: whoever of the staff reacts replaces what was there. */
export const HOTEL_AUTHOR = 'user';

const QUEUED = statusRank('queued');
const SENT = statusRank('sent');
const FAILED = statusRank('failed');

export interface ReactionKey {
  hotelId: string;
  channelId: string;
  /** the provider's id of the message it is put on */
  providerId: string;
}

export interface PresentReaction {
  id: string;
  emoji: string | null;
  phoneEmoji: string | null;
  status: number | null;
  failure: SendFailure | null;
}

/** What is on it of ours. The caller holds the chat's lock. */
export async function presentReaction(tx: Tx, key: ReactionKey): Promise<PresentReaction | null> {
  const [row] = await tx.query<PresentReaction>(
    `SELECT id, emoji, phone_emoji AS "phoneEmoji", send_status AS status, failure FROM reaction
     WHERE hotel_id = $1 AND channel_id = $2 AND target_provider_id = $3 AND author_key = '${HOTEL_AUTHOR}' FOR UPDATE`,
    [key.hotelId, key.channelId, key.providerId],
  );
  return row ?? null;
}

export interface Wish extends ReactionKey {
  userId: string;
  /** null: taken back */
  emoji: string | null;
  at: Date;
}

/** What a provider told is on the phone already; a wish of ours only once it was taken. */
const WISH = `
  INSERT INTO reaction AS r (hotel_id, id, channel_id, target_provider_id, author_key, author_kind, author_id, emoji, at, send_ref, send_status)
  VALUES ($1, $2, $3, $4, '${HOTEL_AUTHOR}', 'user', $5, $6, $7, $8, $9)
  ON CONFLICT (hotel_id, channel_id, target_provider_id, author_key) DO UPDATE
    SET author_id = excluded.author_id, emoji = excluded.emoji, at = greatest(r.at, excluded.at), send_ref = excluded.send_ref,
        send_status = excluded.send_status, phone_emoji = CASE WHEN r.send_status IS NULL THEN r.emoji ELSE r.phone_emoji END,
        failure = NULL, tries = 0, next_try_at = NULL
  RETURNING id`;

/** Stores what is wished now, to be sent unless a refused wish is only given up. Returns the row's id. */
export async function wishReaction(tx: Tx, wish: Wish, present: PresentReaction | null): Promise<string> {
  const there = present?.status === FAILED && present.phoneEmoji === wish.emoji;
  const [row] = await tx.query<{ id: string }>(WISH, [
    wish.hotelId,
    newId(),
    wish.channelId,
    wish.providerId,
    wish.userId,
    wish.emoji,
    wish.at,
    newId(),
    there ? SENT : QUEUED,
  ]);
  return row?.id ?? '';
}

/** A wish in a worker's hands, with all that sending it takes. */
export interface ClaimedReaction {
  id: string;
  channelId: string;
  providerId: string;
  emoji: string | null;
  ref: string;
  /** the try this is, 1 for the first */
  try: number;
  wishedAt: Date;
  address: ProviderAddress;
  /** whether the number is in an outage */
  outage: boolean;
  /** of this claim: who lost it neither renews nor ends another one's */
  fence: number;
}

/** Real time, as every lease. A worker that died leaves its lease; the same wish is sent again, which changes nothing. */
const CLAIM = `
  UPDATE reaction r SET lease_until = clock_timestamp() + $3 * interval '1 millisecond', tries = tries + 1, lease_fence = lease_fence + 1
  FROM message m JOIN chat c ON c.hotel_id = m.hotel_id AND c.id = m.chat_id JOIN channel n ON n.hotel_id = m.hotel_id AND n.id = m.channel_id
  WHERE r.hotel_id = $1 AND r.id = $2 AND r.send_status = ${QUEUED}
    AND (r.lease_until IS NULL OR r.lease_until < clock_timestamp()) AND (r.next_try_at IS NULL OR r.next_try_at <= clock_timestamp())
    AND m.hotel_id = r.hotel_id AND m.channel_id = r.channel_id AND m.provider_id = r.target_provider_id
    AND (n.paused_until IS NULL OR n.paused_until <= clock_timestamp())
  RETURNING r.id, r.channel_id AS "channelId", r.target_provider_id AS "providerId", r.emoji, r.send_ref AS ref, r.tries AS try,
            r.at AS "wishedAt", c.address, coalesce(${OUTAGE_ON}, false) AS outage, r.lease_fence AS fence`;

const RENEW = `
  UPDATE reaction SET lease_until = clock_timestamp() + $4 * interval '1 millisecond'
  WHERE hotel_id = $1 AND id = $2 AND lease_fence = $3 AND lease_until IS NOT NULL`;

/** Null: nothing to send, somebody else's by now, or not yet. */
export async function claimReaction(
  sql: Sql,
  hotelId: string,
  reactionId: string,
  leaseMs: number,
): Promise<ClaimedReaction | null> {
  const [row] = await sql.query<ClaimedReaction>(CLAIM, [hotelId, reactionId, leaseMs]);
  return row ?? null;
}

export async function renewReaction(
  sql: Sql,
  hotelId: string,
  { id, fence }: ClaimedReaction,
  leaseMs: number,
): Promise<void> {
  await sql.query(RENEW, [hotelId, id, fence, leaseMs]);
}

/**
 * One statement on the row: a wish that was replaced while this one waited for its lock is seen as it is now. Of one
 * that was replaced only what the phone shows is kept; the claim ends either way.
 */
const FINISH = `
  WITH ended AS (
    UPDATE reaction SET lease_until = CASE WHEN lease_fence = $9 THEN NULL ELSE lease_until END,
           send_status = CASE WHEN send_ref = $3 AND send_status = ${QUEUED} THEN $4::smallint ELSE send_status END,
           failure = CASE WHEN send_ref = $3 AND send_status = ${QUEUED} THEN $5::jsonb ELSE failure END,
           provider_id = CASE WHEN send_ref = $3 THEN coalesce($6, provider_id) ELSE provider_id END,
           phone_emoji = CASE WHEN $4::smallint = ${SENT} AND send_status < ${FAILED} THEN $7 ELSE phone_emoji END
    WHERE hotel_id = $1 AND id = $2
    RETURNING channel_id, target_provider_id
  ), shown AS (
    UPDATE message m SET version = m.version + 1 FROM ended e
    WHERE m.hotel_id = $1 AND m.channel_id = e.channel_id AND m.provider_id = e.target_provider_id
    RETURNING m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $8 FROM shown`;

/** The provider took it, or refused it for good. */
export async function finishReaction(
  sql: Sql,
  hotelId: string,
  claimed: ClaimedReaction,
  outcome: { providerId: string } | { failure: SendFailure },
  now: Date,
): Promise<void> {
  const failure = 'failure' in outcome ? JSON.stringify(outcome.failure) : null;
  await sql.query(FINISH, [
    hotelId,
    claimed.id,
    claimed.ref,
    failure === null ? SENT : FAILED,
    failure,
    'providerId' in outcome ? outcome.providerId : null,
    claimed.emoji,
    now,
    claimed.fence,
  ]);
}

/** Waits for its next try; one that a newer wish replaced is free at once. */
export async function deferReaction(
  sql: Sql,
  hotelId: string,
  { id, ref, fence }: ClaimedReaction,
  delayMs: number,
  costsTry: boolean,
): Promise<void> {
  await sql.query(
    `UPDATE reaction SET lease_until = CASE WHEN lease_fence = $6 THEN NULL ELSE lease_until END,
       next_try_at = CASE WHEN send_ref = $3 THEN clock_timestamp() + $4 * interval '1 millisecond' END,
       tries = CASE WHEN send_ref = $3 AND NOT $5 THEN tries - 1 ELSE tries END
     WHERE hotel_id = $1 AND id = $2`,
    [hotelId, id, ref, delayMs, costsTry, fence],
  );
}

/** Wishes nobody works on. */
export function openReactions(sql: Sql): Promise<{ hotelId: string; reactionId: string }[]> {
  return sql.query(
    `SELECT hotel_id AS "hotelId", id AS "reactionId" FROM reaction
     WHERE send_status = ${QUEUED} AND (lease_until IS NULL OR lease_until < clock_timestamp())
       AND (next_try_at IS NULL OR next_try_at <= clock_timestamp()) LIMIT 1000`,
  );
}

/** The provider took a wish and could not deliver it after all. */
const FAIL_LATER = `
  WITH failed AS (
    UPDATE reaction r SET send_status = ${FAILED}, failure = k.failure, phone_emoji = NULL
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, ref uuid, failure jsonb)
    WHERE r.hotel_id = k.hotel_id AND r.channel_id = k.channel_id AND r.send_ref = k.ref AND r.send_status < ${FAILED}
    RETURNING r.hotel_id, r.channel_id, r.target_provider_id
  ), shown AS (
    UPDATE message m SET version = m.version + 1 FROM failed f
    WHERE m.hotel_id = f.hotel_id AND m.channel_id = f.channel_id AND m.provider_id = f.target_provider_id
    RETURNING m.hotel_id, m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT hotel_id, 'message.updated', conversation_id, id, $2 FROM shown`;

export async function failReactions(
  sql: Sql,
  told: { hotelId: string; channelId: string; ref: string; failure: SendFailure | null }[],
  now: Date,
): Promise<void> {
  if (told.length === 0) return;
  const rows = told.map(({ hotelId, channelId, ref, failure }) => ({
    hotel_id: hotelId,
    channel_id: channelId,
    ref,
    failure,
  }));
  await sql.query(FAIL_LATER, [JSON.stringify(rows), now]);
}
