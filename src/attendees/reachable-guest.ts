import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { fold } from '../common/text.js';
import { NAME_RANK } from './naming.js';
import { phoneCountry, type E164 } from './phone-number.js';

/** How a provider is told whom to write to, where the guest never wrote on this channel. */
export interface FirstAddress {
  /** digits without `+` */
  phone?: string;
  userId?: string;
}

const IDENTITY = `SELECT guest_id AS "guestId" FROM guest_identity
  WHERE hotel_id = $1 AND kind = 'phone' AND value = $2 AND retired_at IS NULL`;

/** Named as the hotel's address book has it (A2). */
const ADD_GUEST = `
  INSERT INTO guest (hotel_id, id, phone, country, name, name_folded, name_rank, name_at, created_at, updated_at)
  SELECT $1, $2, $3, $4, b.name, $6, coalesce(CASE WHEN b.name IS NOT NULL THEN ${NAME_RANK.contact} END, ${NAME_RANK.none}),
         coalesce(b.at, '-infinity'), $5, $5
  FROM (SELECT 1) one LEFT JOIN address_book b ON b.hotel_id = $1 AND b.phone = $3`;

/** The guest of this number: known, or new. Of two who ask at once the unique key lets one be first. */
export async function guestOfPhone(sql: Sql, hotelId: string, phone: E164, now: Date): Promise<string> {
  const candidate = newId();
  const [known] = await sql.query<{ guestId: string }>(IDENTITY, [hotelId, phone]);
  if (known) return known.guestId;
  await sql.query(
    `INSERT INTO guest_identity (hotel_id, id, kind, value, guest_id, created_at) VALUES ($1, $2, 'phone', $3, $4, $5) ON CONFLICT DO NOTHING`,
    [hotelId, newId(), phone, candidate, now],
  );
  const [found] = await sql.query<{ guestId: string }>(IDENTITY, [hotelId, phone]);
  if (found && found.guestId !== candidate) return found.guestId;
  const [told] = await sql.query<{ name: string }>(`SELECT name FROM address_book WHERE hotel_id = $1 AND phone = $2`, [
    hotelId,
    phone,
  ]);
  await sql.query(ADD_GUEST, [hotelId, candidate, phone, phoneCountry(phone), now, fold(told?.name ?? '')]);
  return candidate;
}

/** Null: the hotel knows no name of theirs that a provider would. */
export async function firstAddress(sql: Sql, hotelId: string, guestId: string): Promise<FirstAddress | null> {
  const identities = await sql.query<{ kind: string; value: string }>(
    `SELECT kind, value FROM guest_identity WHERE hotel_id = $1 AND guest_id = $2 AND retired_at IS NULL ORDER BY created_at, id`,
    [hotelId, guestId],
  );
  const of = (...kinds: string[]): string | undefined => identities.find(({ kind }) => kinds.includes(kind))?.value;
  const [phone, userId] = [of('phone', 'meta-phone'), of('meta-user')];
  if (phone === undefined && userId === undefined) return null;
  return { ...(phone ? { phone: phone.replace('+', '') } : {}), ...(userId ? { userId } : {}) };
}
