import { NAME_RANK } from '../attendees/index.js';
import { NotFoundError } from '../common/errors.js';
import type { Tx } from '../database/transaction.js';
import { GuestMergedError } from './errors.js';

/** What of a guest's row staff and merging change; times as PostgreSQL writes them, so that nothing is rounded. */
export interface GuestFacts {
  name: string | null;
  name_rank: number;
  name_at: string;
  name_folded: string;
  phone: string | null;
  country: string | null;
  language: string | null;
  language_source: string | null;
  lifecycle: string;
  vip: string | null;
  notes: string | null;
  automation_off_at: string | null;
}

export interface LockedGuest extends GuestFacts {
  id: string;
  merged_into_id: string | null;
  version: number;
}

const COLUMNS: Record<keyof GuestFacts, string> = {
  name: 'text',
  name_rank: 'smallint',
  name_at: 'timestamptz',
  name_folded: 'text',
  phone: 'text',
  country: 'text',
  language: 'text',
  language_source: 'text',
  lifecycle: 'text',
  vip: 'text',
  notes: 'text',
  automation_off_at: 'timestamptz',
};

/**
 * Locks guests in order (first of all locks: guest, chat, conversation, message). `FOR UPDATE` also holds back
 * whoever is about to give them a chat or an identity.
 */
export async function lockGuests(
  tx: Tx,
  hotelId: string,
  ids: readonly string[],
  strength: 'FOR UPDATE' | 'FOR NO KEY UPDATE',
): Promise<Map<string, LockedGuest>> {
  const rows = await tx.query<LockedGuest>(
    `SELECT id, merged_into_id, version, name, name_rank, name_at::text AS name_at, name_folded, phone, country, language,
            language_source, lifecycle, vip, notes, automation_off_at::text AS automation_off_at
     FROM guest WHERE hotel_id = $1 AND id = ANY($2::uuid[]) ORDER BY id ${strength}`,
    [hotelId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** One of them, who stands alone. */
export function standing(guests: Map<string, LockedGuest>, id: string): LockedGuest {
  const guest = guests.get(id);
  if (!guest) throw new NotFoundError('guest');
  if (guest.merged_into_id !== null) throw new GuestMergedError(guest.merged_into_id);
  return guest;
}

/** Writes what differs; answers with it, or null when nothing does. The version grows only then. */
export async function writeFacts(
  tx: Tx,
  hotelId: string,
  guest: LockedGuest,
  facts: Partial<GuestFacts>,
  now: Date,
): Promise<{ before: Partial<GuestFacts>; after: Partial<GuestFacts> } | null> {
  const changed = (Object.keys(COLUMNS) as (keyof GuestFacts)[]).filter(
    (column) => facts[column] !== undefined && facts[column] !== guest[column],
  );
  if (changed.length === 0) return null;
  const params: unknown[] = [hotelId, guest.id, now];
  const sets = changed.map((column) => `${column} = $${params.push(facts[column])}::${COLUMNS[column]}`);
  await tx.query(
    `UPDATE guest SET ${sets.join(', ')}, updated_at = $3, version = version + 1 WHERE hotel_id = $1 AND id = $2`,
    params,
  );
  const pick = (from: Partial<GuestFacts>): Partial<GuestFacts> =>
    Object.fromEntries(changed.map((column) => [column, from[column]]));
  return { before: pick(guest), after: pick(facts) };
}

/** What providers and the address book call the guest, for when staff take their own name back (A2). */
export async function toldName(
  tx: Tx,
  hotelId: string,
  guestId: string,
): Promise<Pick<GuestFacts, 'name' | 'name_rank' | 'name_at'>> {
  const [told] = await tx.query<Pick<GuestFacts, 'name' | 'name_rank' | 'name_at'>>(
    `SELECT * FROM (
       SELECT b.name, ${NAME_RANK.contact} AS name_rank, b.at::text AS name_at
       FROM guest_identity i JOIN address_book b ON b.hotel_id = i.hotel_id AND b.phone = i.value
       WHERE i.hotel_id = $1 AND i.guest_id = $2 AND i.kind = 'phone' AND i.retired_at IS NULL
       UNION ALL
       SELECT a.name, ${NAME_RANK.profile}, a.name_at::text FROM attendee a
       WHERE a.hotel_id = $1 AND a.guest_id = $2 AND a.name IS NOT NULL
     ) told ORDER BY name_rank, name_at::timestamptz DESC, name COLLATE "C" DESC LIMIT 1`,
    [hotelId, guestId],
  );
  return told ?? { name: null, name_rank: NAME_RANK.none, name_at: '-infinity' };
}

/** Every card of these guests is drawn anew: a line in the change log for each of their conversations. */
export async function tellConversations(
  tx: Tx,
  hotelId: string,
  guestIds: readonly string[],
  now: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO change (hotel_id, kind, conversation_id, at)
     SELECT v.hotel_id, 'conversation.updated', v.id, $3
     FROM chat c JOIN conversation v ON v.hotel_id = c.hotel_id AND v.chat_id = c.id
     WHERE c.hotel_id = $1 AND c.guest_id = ANY($2::uuid[])`,
    [hotelId, guestIds, now],
  );
}
