import { newId } from '../common/ids.js';
import type { Tx } from '../database/transaction.js';
import type { GuestFacts } from './guest-rows.js';

/** Every row that went from one guest to the other, and what the staying one took over: enough to give it all back. */
export interface Moved {
  identities: string[];
  attendees: string[];
  stays: string[];
  reactions: string[];
  /** guests who were joined with the one that now goes */
  guests: string[];
  /** with the key each had before: Meta's chats are keyed by their guest */
  chats: { id: string; externalId: string }[];
  facts: { before: Partial<GuestFacts>; after: Partial<GuestFacts> } | null;
}

export interface Merge {
  id: string;
  moved: Moved;
}

interface Pair {
  hotelId: string;
  /** whose it becomes */
  to: string;
  from: string;
}

/** Chats of both, locked in order and before anything below them; a chat's key changes, so whoever reads it by key waits too. */
export async function lockChatsOf(tx: Tx, hotelId: string, guestIds: readonly string[]): Promise<void> {
  await tx.query(
    `SELECT 1 FROM chat WHERE hotel_id = $1 AND guest_id = ANY($2::uuid[]) ORDER BY hotel_id, id FOR UPDATE`,
    [hotelId, guestIds],
  );
}

/** Everything of `from` becomes `to`'s. */
export async function moveEverything(tx: Tx, pair: Pair): Promise<Omit<Moved, 'facts'>> {
  const reactions = await moveReactions(tx, pair);
  return {
    identities: await moveRows(tx, 'guest_identity', pair),
    attendees: await moveRows(tx, 'attendee', pair),
    stays: await moveRows(tx, 'stay', pair),
    reactions,
    guests: await moveJoined(tx, pair),
    chats: await moveChats(tx, pair),
  };
}

type Owned = 'guest_identity' | 'attendee' | 'stay';

async function moveRows(tx: Tx, table: Owned, { hotelId, from, to }: Pair): Promise<string[]> {
  return idsOf(
    await tx.query(`UPDATE ${table} SET guest_id = $3 WHERE hotel_id = $1 AND guest_id = $2 RETURNING id`, [
      hotelId,
      from,
      to,
    ]),
  );
}

async function moveJoined(tx: Tx, { hotelId, from, to }: Pair): Promise<string[]> {
  return idsOf(
    await tx.query(
      `UPDATE guest SET merged_into_id = $3 WHERE hotel_id = $1 AND merged_into_id = $2 AND id <> $3 RETURNING id`,
      [hotelId, from, to],
    ),
  );
}

/**
 * The guest's reactions, found by the chats they hang in, so that taking one back later meets the same row. Where both
 * reacted to one message (a group) each keeps their own.
 */
async function moveReactions(tx: Tx, { hotelId, from, to }: Pair): Promise<string[]> {
  return idsOf(
    await tx.query(
      `UPDATE reaction r SET author_key = 'guest:' || $3::uuid, author_id = $3
       FROM chat c JOIN message m ON m.hotel_id = c.hotel_id AND m.chat_id = c.id AND m.provider_id IS NOT NULL
       WHERE c.hotel_id = $1 AND c.guest_id = $2 AND r.hotel_id = $1 AND r.channel_id = m.channel_id
         AND r.target_provider_id = m.provider_id AND r.author_key = 'guest:' || $2::uuid
         AND NOT EXISTS (SELECT 1 FROM reaction o WHERE o.hotel_id = r.hotel_id AND o.channel_id = r.channel_id
                           AND o.target_provider_id = r.target_provider_id AND o.author_key = 'guest:' || $3::uuid)
       RETURNING r.id`,
      [hotelId, from, to],
    ),
  );
}

/**
 * A chat that is keyed by its guest goes on under the other's key where that one has none on this channel: what is
 * written next lands in it. Where both have one, the other's goes on, and this one keeps its key and its address.
 */
async function moveChats(tx: Tx, { hotelId, from, to }: Pair): Promise<Moved['chats']> {
  return tx.query<{ id: string; externalId: string }>(
    `WITH theirs AS (
       SELECT c.id, c.external_id, c.external_id = $2::text AND NOT EXISTS (
                SELECT 1 FROM chat o WHERE o.hotel_id = c.hotel_id AND o.channel_id = c.channel_id AND o.external_id = $3::text) AS keyed
       FROM chat c WHERE c.hotel_id = $1 AND c.guest_id = $2::uuid
     )
     UPDATE chat c SET guest_id = $3::uuid, external_id = CASE WHEN t.keyed THEN $3::text ELSE c.external_id END
     FROM theirs t WHERE c.hotel_id = $1 AND c.id = t.id RETURNING c.id, t.external_id AS "externalId"`,
    [hotelId, from, to],
  );
}

/** The same rows back, as far as they are still `from`'s. What came after they were joined stays where it was said. */
export async function giveBack(tx: Tx, { hotelId, from, to }: Pair, moved: Moved): Promise<void> {
  const tables: [Owned, string[]][] = [
    ['guest_identity', moved.identities],
    ['attendee', moved.attendees],
    ['stay', moved.stays],
  ];
  for (const [table, ids] of tables) {
    await tx.query(`UPDATE ${table} SET guest_id = $3 WHERE hotel_id = $1 AND guest_id = $2 AND id = ANY($4::uuid[])`, [
      hotelId,
      from,
      to,
      ids,
    ]);
  }
  await tx.query(
    `UPDATE reaction SET author_key = 'guest:' || $3::uuid, author_id = $3
     WHERE hotel_id = $1 AND author_key = 'guest:' || $2::uuid AND id = ANY($4::uuid[])`,
    [hotelId, from, to, moved.reactions],
  );
  await tx.query(
    `UPDATE guest SET merged_into_id = $3 WHERE hotel_id = $1 AND merged_into_id = $2 AND id = ANY($4::uuid[])`,
    [hotelId, from, to, moved.guests],
  );
  await tx.query(
    `UPDATE chat c SET guest_id = $3, external_id = k."externalId"
     FROM json_to_recordset($4::json) AS k(id uuid, "externalId" text)
     WHERE c.hotel_id = $1 AND c.id = k.id AND c.guest_id = $2`,
    [hotelId, from, to, JSON.stringify(moved.chats)],
  );
}

export async function writeMerge(
  tx: Tx,
  { hotelId, from, to }: Pair,
  userId: string,
  moved: Moved,
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO guest_merge (hotel_id, id, guest_id, merged_guest_id, merged_by, merged_at, moved) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [hotelId, newId(), to, from, userId, now, JSON.stringify(moved)],
  );
  await tx.query(
    `UPDATE guest SET merged_into_id = $3, updated_at = $4, version = version + 1 WHERE hotel_id = $1 AND id = $2`,
    [hotelId, from, to, now],
  );
}

export async function openMerge(
  tx: Tx,
  hotelId: string,
  guestId: string,
  mergedGuestId: string,
): Promise<Merge | null> {
  const [merge] = await tx.query<Merge>(
    `SELECT id, moved FROM guest_merge WHERE hotel_id = $1 AND guest_id = $2 AND merged_guest_id = $3 AND unmerged_at IS NULL FOR UPDATE`,
    [hotelId, guestId, mergedGuestId],
  );
  return merge ?? null;
}

export async function closeMerge(
  tx: Tx,
  hotelId: string,
  merge: Merge,
  mergedGuestId: string,
  now: Date,
): Promise<void> {
  await tx.query(`UPDATE guest_merge SET unmerged_at = $3 WHERE hotel_id = $1 AND id = $2`, [hotelId, merge.id, now]);
  await tx.query(
    `UPDATE guest SET merged_into_id = NULL, updated_at = $3, version = version + 1 WHERE hotel_id = $1 AND id = $2`,
    [hotelId, mergedGuestId, now],
  );
}

function idsOf(rows: { id?: unknown }[]): string[] {
  return rows.map((row) => String(row.id));
}
