import { fold } from '../common/text.js';
import type { Sql } from '../common/sql.js';
import { betterName, NAME_RANK, type NameRank } from './naming.js';

/** A name a provider or address book gave a guest. */
export interface ToldName {
  hotelId: string;
  guestId: string;
  /** the channel whose attendee has this name; null: the address book, attendees keep theirs */
  channelId: string | null;
  name: string;
  rank: NameRank;
  /** provider time */
  at: Date;
}

/**
 * `betterName` as SQL, row by row: rank, then time, then the text in byte order. Every message carries the
 * profile's name and the same name again is not written, so the guest's last message stands for it: what
 * was told before that one is old. Guests are locked in order.
 */
const RENAME_GUESTS = `
  WITH told AS (
    SELECT * FROM json_to_recordset($1::json) AS k(hotel_id uuid, guest_id uuid, name text, name_folded text, rank smallint, at timestamptz)
  ), locked AS MATERIALIZED (
    SELECT g.hotel_id, g.id, t.name, t.name_folded, t.rank, t.at, g.name IS DISTINCT FROM t.name AS renamed
    FROM told t JOIN guest g ON g.hotel_id = t.hotel_id AND g.id = t.guest_id
    WHERE g.name IS NULL OR g.name_rank > t.rank
       OR (g.name_rank = t.rank AND (g.name_at < t.at OR (g.name_at = t.at AND g.name COLLATE "C" < t.name COLLATE "C"))
           AND NOT (t.rank = ${NAME_RANK.profile} AND EXISTS (
             SELECT 1 FROM chat c WHERE c.hotel_id = g.hotel_id AND c.guest_id = g.id AND c.last_inbound_at > t.at)))
    ORDER BY g.hotel_id, g.id FOR NO KEY UPDATE OF g
  ), named AS (
    UPDATE guest g SET name = l.name, name_folded = l.name_folded, name_rank = l.rank, name_at = l.at, updated_at = $2,
           version = g.version + 1
    FROM locked l WHERE g.hotel_id = l.hotel_id AND g.id = l.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, at)
  SELECT l.hotel_id, 'conversation.updated', v.id, $2
  FROM locked l
  JOIN chat c ON c.hotel_id = l.hotel_id AND c.guest_id = l.id
  JOIN conversation v ON v.hotel_id = c.hotel_id AND v.chat_id = c.id
  WHERE l.renamed`;

const RENAME_ATTENDEES = `
  UPDATE attendee a SET name = k.name, name_at = k.at, updated_at = $2, version = a.version + 1
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, guest_id uuid, channel_id uuid, name text, at timestamptz)
  WHERE a.hotel_id = k.hotel_id AND a.guest_id = k.guest_id AND a.channel_id = k.channel_id
    AND (a.name IS NULL OR a.name_at < k.at OR (a.name_at = k.at AND a.name COLLATE "C" < k.name COLLATE "C"))`;

/**
 * A2: better knowledge renames live, whatever order it is told in; a name set by staff stays. Runs in a
 * transaction of its own: guests are locked before chats everywhere, so not inside one that holds chats.
 */
export async function recordToldNames(sql: Sql, told: ToldName[], now: Date): Promise<void> {
  if (told.length === 0) return;
  const row = (name: ToldName): Record<string, unknown> => ({
    hotel_id: name.hotelId,
    guest_id: name.guestId,
    channel_id: name.channelId,
    name: name.name,
    name_folded: fold(name.name),
    rank: name.rank,
    at: name.at,
  });
  const guests = bestOfEach(told, (name) => name.guestId);
  await sql.query(RENAME_GUESTS, [JSON.stringify(guests.map(row)), now]);
  const attendees = bestOfEach(
    told.filter((name) => name.channelId !== null),
    (name) => `${name.guestId}:${name.channelId}`,
  );
  if (attendees.length > 0) await sql.query(RENAME_ATTENDEES, [JSON.stringify(attendees.map(row)), now]);
}

/** One statement cannot touch a row twice. */
function bestOfEach(told: ToldName[], keyOf: (name: ToldName) => string): ToldName[] {
  const best = new Map<string, ToldName>();
  for (const name of told) {
    const key = `${name.hotelId}:${keyOf(name)}`;
    const before = best.get(key);
    if (!before || betterName(before, name) === name) best.set(key, name);
  }
  return [...best.values()];
}
