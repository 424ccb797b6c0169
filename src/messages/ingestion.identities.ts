import { phoneCountry } from '../attendees/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { identityKeys } from './ingestion.persons.js';
import type { IngestionPlan } from './ingestion.plan.js';

/** Not where the same change was told before: the number may be somebody else's by now. */
const FIND_GUEST = `
  SELECT gi.guest_id FROM json_to_recordset($2::json) AS k(strength int, kind text, value text)
  JOIN guest_identity gi ON gi.hotel_id = $1 AND gi.kind = k.kind AND gi.value = k.value AND gi.retired_at IS NULL
  WHERE NOT EXISTS (
    SELECT 1 FROM guest_identity f WHERE f.hotel_id = $1 AND f.kind = k.kind AND f.value = k.value AND f.retired_at = $3)
  ORDER BY k.strength LIMIT 1`;

const LOCK_GUEST = `SELECT id FROM guest WHERE hotel_id = $1 AND id = $2 FOR NO KEY UPDATE`;

const RETIRE = `
  UPDATE guest_identity gi SET retired_at = $3
  FROM json_to_recordset($4::json) AS k(kind text, value text)
  WHERE gi.hotel_id = $1 AND gi.guest_id = $2 AND gi.kind = k.kind AND gi.value = k.value AND gi.retired_at IS NULL`;

/** Not what a later change, told before this one, has given up again. */
const ADD = `
  INSERT INTO guest_identity (hotel_id, id, kind, value, guest_id, created_at)
  SELECT $1, k.id, k.kind, k.value, $2, $3 FROM json_to_recordset($4::json) AS k(id uuid, kind text, value text)
  WHERE NOT EXISTS (
    SELECT 1 FROM guest_identity f WHERE f.hotel_id = $1 AND f.kind = k.kind AND f.value = k.value AND f.retired_at >= $5)
  ON CONFLICT DO NOTHING`;

/** What of the new identity is this guest's: somebody who wrote under it before it was told keeps it. */
const OWN = `
  SELECT gi.kind FROM json_to_recordset($3::json) AS k(kind text, value text)
  JOIN guest_identity gi ON gi.hotel_id = $1 AND gi.kind = k.kind AND gi.value = k.value AND gi.guest_id = $2 AND gi.retired_at IS NULL`;

const RE_KEY_GUEST = `
  UPDATE guest SET phone = $3, country = coalesce($4, country), updated_at = $5, version = version + 1
  WHERE hotel_id = $1 AND id = $2 AND phone IS DISTINCT FROM $3`;

const RE_KEY_ATTENDEES = `
  UPDATE attendee a SET external_id = coalesce($4, a.external_id), phone = coalesce($5, a.phone), updated_at = $6, version = a.version + 1
  WHERE a.hotel_id = $1 AND a.guest_id = $2 AND a.external_id = ANY ($3::text[])
    AND NOT EXISTS (SELECT 1 FROM attendee x WHERE x.hotel_id = a.hotel_id AND x.channel_id = a.channel_id AND x.external_id = $4)`;

const RE_ADDRESS_CHATS = `
  UPDATE chat SET address = address || $3::jsonb
  WHERE hotel_id = $1 AND guest_id = $2 AND kind = 'person' AND NOT address @> $3::jsonb`;

type IdentityChange = IngestionPlan['identityChanges'][number];

/**
 * The guest changed number or user id (contract meta-cloud 4.9, 6.10): the same guest goes on under the
 * new identity, the old one is retired, because numbers are given to other people. Told again it changes
 * nothing. One by one: these come once in a guest's life.
 */
export async function changeIdentities(sql: Sql, changes: IdentityChange[], now: Date): Promise<void> {
  for (const change of changes) await changeIdentity(sql, change, now);
}

async function changeIdentity(sql: Sql, change: IdentityChange, now: Date): Promise<void> {
  const { hotelId, at } = change;
  const previous = identityKeys(change.previous);
  const next = identityKeys(change.next);
  if (next.length === 0) return;
  const wanted = previous.map((key, strength) => ({ strength, ...key }));
  const [found] = await sql.query<{ guest_id: string }>(FIND_GUEST, [hotelId, JSON.stringify(wanted), at]);
  if (!found) return;
  const guest = [hotelId, found.guest_id];
  await sql.query(LOCK_GUEST, guest);
  const kinds = new Set(next.map((key) => key.kind));
  const dead = previous.filter((key) => kinds.has(key.kind) && !next.some((other) => other.value === key.value));
  await sql.query(RETIRE, [...guest, at, JSON.stringify(dead)]);
  await sql.query(ADD, [...guest, now, JSON.stringify(next.map((key) => ({ id: newId(), ...key }))), at]);

  const rows = await sql.query<{ kind: string }>(OWN, [...guest, JSON.stringify(next)]);
  const own = new Set(rows.map((row) => row.kind));
  const userId = own.has('meta-user') ? change.next.userId : null;
  const told = own.has('phone') || own.has('meta-phone') ? change.next.phone : null;
  const phone = own.has('phone') ? (next.find((key) => key.kind === 'phone')?.value ?? null) : null;
  if (phone !== null) await sql.query(RE_KEY_GUEST, [...guest, phone, phoneCountry(phone), now]);
  const former = [change.previous.userId, change.previous.phone].filter((id) => id !== null);
  await sql.query(RE_KEY_ATTENDEES, [...guest, former, userId ?? told, phone, now]);
  const address = { ...(userId ? { userId } : {}), ...(told ? { phone: told } : {}) };
  await sql.query(RE_ADDRESS_CHATS, [...guest, JSON.stringify(address)]);
}
