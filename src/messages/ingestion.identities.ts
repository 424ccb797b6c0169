import { phoneCountry } from '../attendees/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { identityKeys, type IngestionPlan } from './ingestion.plan.js';

const FIND_GUEST = `
  SELECT gi.guest_id FROM json_to_recordset($2::json) AS k(strength int, kind text, value text)
  JOIN guest_identity gi ON gi.hotel_id = $1 AND gi.kind = k.kind AND gi.value = k.value AND gi.retired_at IS NULL
  ORDER BY k.strength LIMIT 1`;

const LOCK_GUEST = `SELECT id FROM guest WHERE hotel_id = $1 AND id = $2 FOR NO KEY UPDATE`;

const RETIRE = `
  UPDATE guest_identity gi SET retired_at = $3
  FROM json_to_recordset($4::json) AS k(kind text, value text)
  WHERE gi.hotel_id = $1 AND gi.guest_id = $2 AND gi.kind = k.kind AND gi.value = k.value AND gi.retired_at IS NULL`;

const ADD = `
  INSERT INTO guest_identity (hotel_id, id, kind, value, guest_id, created_at)
  SELECT $1, k.id, k.kind, k.value, $2, $3 FROM json_to_recordset($4::json) AS k(id uuid, kind text, value text)
  ON CONFLICT DO NOTHING`;

const RE_KEY_GUEST = `
  UPDATE guest SET phone = coalesce($3, phone), country = coalesce($4, country), updated_at = $5, version = version + 1
  WHERE hotel_id = $1 AND id = $2`;

const RE_ADDRESS_CHATS = `UPDATE chat SET address = address || $3::jsonb WHERE hotel_id = $1 AND guest_id = $2 AND kind = 'person'`;

type IdentityChange = IngestionPlan['identityChanges'][number];

/**
 * The guest changed number or user id (contract meta-cloud 4.9, 6.10): the same guest goes on under the
 * new identity, the old one is retired, because numbers are given to other people. Told again it finds
 * the old identity retired and changes nothing. One by one: these come once in a guest's life.
 */
export async function changeIdentities(sql: Sql, changes: IdentityChange[], now: Date): Promise<void> {
  for (const change of changes) {
    const { hotelId } = change;
    const previous = identityKeys(change.previous);
    const next = identityKeys(change.next);
    const [found] = await sql.query<{ guest_id: string }>(FIND_GUEST, [
      hotelId,
      JSON.stringify(previous.map((key, strength) => ({ strength, ...key }))),
    ]);
    if (!found || next.length === 0) continue;
    await sql.query(LOCK_GUEST, [hotelId, found.guest_id]);
    const kinds = new Set(next.map((key) => key.kind));
    const dead = previous.filter((key) => kinds.has(key.kind) && !next.some((other) => other.value === key.value));
    await sql.query(RETIRE, [hotelId, found.guest_id, now, JSON.stringify(dead)]);
    await sql.query(ADD, [hotelId, found.guest_id, now, JSON.stringify(next.map((key) => ({ id: newId(), ...key })))]);
    const phone = next.find((key) => key.kind === 'phone')?.value ?? null;
    await sql.query(RE_KEY_GUEST, [hotelId, found.guest_id, phone, phone === null ? null : phoneCountry(phone), now]);
    const address = {
      ...(change.next.userId ? { userId: change.next.userId } : {}),
      ...(change.next.phone ? { phone: change.next.phone } : {}),
    };
    await sql.query(RE_ADDRESS_CHATS, [hotelId, found.guest_id, JSON.stringify(address)]);
  }
}
