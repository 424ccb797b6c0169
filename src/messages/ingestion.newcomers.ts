import { NAME_RANK, phoneCountry } from '../attendees/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { fold } from '../common/text.js';
import type { PlannedPerson } from './ingestion.persons.js';
import {
  ADD_ATTENDEES,
  ADD_CHATS,
  ADD_GUESTS,
  ADD_IDENTITIES,
  ADD_PHONES,
  FIND_IDENTITIES,
  GIVE_IDENTITIES,
  STRENGTHEN_ATTENDEES,
} from './ingestion.people.sql.js';

interface FoundIdentity {
  n: number;
  strength: number;
  guest_id: string;
  retired_at: Date | null;
}

/**
 * New guests, identities, chats and attendees. Parallel first messages meet at the unique keys, not here.
 * Answers with the guest of each person.
 */
export async function addPersons(sql: Sql, persons: PlannedPerson[], now: Date): Promise<Map<number, string>> {
  const keys = persons.flatMap((person, n) =>
    person.keys.map((key, strength) => ({ n, strength, hotel_id: person.hotelId, at: person.at, ...key })),
  );
  const find = (): Promise<FoundIdentity[]> => sql.query<FoundIdentity>(FIND_IDENTITIES, [JSON.stringify(keys)]);

  const before = await find();
  const known = strongest(before);
  const candidates = persons.map((_, n) => known.get(n) ?? newId());
  const former = new Set(before.flatMap((row) => (row.retired_at === null ? [] : [`${row.n}:${row.strength}`])));
  const rows = keys
    .filter((key) => !former.has(`${key.n}:${key.strength}`))
    .map((key) => ({ ...key, id: newId(), guest_id: candidates[key.n] }));
  await sql.query(ADD_IDENTITIES, [JSON.stringify(rows), now]);
  // Those that lost to a transaction that has just committed are seen now: whoever it made is the guest.
  const found = await find();
  const isNew = (n: number): boolean => !known.has(n);
  const ours = found.filter((row) => isNew(row.n) && row.guest_id === candidates[row.n]);
  const guestIds = new Map([...strongest(ours), ...strongest(found.filter((row) => !ours.includes(row)))]);
  const strays = ours.filter((row) => guestIds.get(row.n) !== row.guest_id);
  if (strays.length > 0) {
    await sql.query(GIVE_IDENTITIES, [
      JSON.stringify(
        strays.map((row) => ({
          ...keys.find((key) => key.n === row.n && key.strength === row.strength),
          candidate: row.guest_id,
          guest_id: guestIds.get(row.n),
        })),
      ),
    ]);
  }
  const fresh = persons.flatMap((person, n) =>
    isNew(n) && guestIds.get(n) === candidates[n] ? [{ person, guestId: candidates[n] }] : [],
  );
  if (fresh.length > 0)
    await sql.query(ADD_GUESTS, [JSON.stringify(fresh.map(({ person, guestId }) => guestRow(person, guestId))), now]);
  const phones = persons.flatMap((person, n) => (isNew(n) || !person.phone ? [] : [phoneRow(person, guestIds.get(n))]));
  if (phones.length > 0) await sql.query(ADD_PHONES, [JSON.stringify(phones), now]);
  await addPlaces(sql, persons, guestIds, now);
  return guestIds;
}

function phoneRow(person: PlannedPerson, guestId: string | undefined): Record<string, unknown> {
  return {
    hotel_id: person.hotelId,
    guest_id: guestId,
    phone: person.phone,
    country: countryOf(person),
  };
}

/** A chat and an attendee per guest and channel. */
async function addPlaces(sql: Sql, persons: PlannedPerson[], guestIds: Map<number, string>, now: Date): Promise<void> {
  const places = new Map<string, { person: PlannedPerson; guestId: string; channelId: string }>();
  persons.forEach((person, n) => {
    const guestId = guestIds.get(n);
    if (guestId === undefined) throw new Error('everybody is a guest by now');
    for (const channelId of person.channels.keys()) {
      const key = `${guestId}:${channelId}`;
      const before = places.get(key);
      // One guest under two names that came unconnected: the one with the stronger name speaks for both.
      if (!before || (person.keys[0]?.kind === 'meta-user' && before.person.keys[0]?.kind !== 'meta-user')) {
        places.set(key, { person, guestId, channelId });
      }
    }
  });
  const rows = [...places.values()].flatMap(({ person, guestId, channelId }) => {
    const told = person.channels.get(channelId);
    if (!told) return [];
    return [{ told, row: { hotel_id: person.hotelId, channel_id: channelId, guest_id: guestId, phone: person.phone } }];
  });
  await sql.query(ADD_CHATS, [
    JSON.stringify(
      rows.map(({ told, row }) => ({
        ...row,
        id: newId(),
        external_id: row.guest_id,
        kind: 'person',
        address: told.address,
      })),
    ),
    now,
  ]);
  const attendees = rows.map(({ told, row }) => ({
    ...row,
    id: newId(),
    external_id: told.externalId,
    name: told.name,
    name_at: told.name === null ? null : told.nameAt,
  }));
  await sql.query(ADD_ATTENDEES, [JSON.stringify(attendees), now]);
  await sql.query(STRENGTHEN_ATTENDEES, [JSON.stringify(attendees), now]);
}

/** The guest of each person, by the strongest name; of one name, who had it at that time. */
function strongest(rows: FoundIdentity[]): Map<number, string> {
  const since = (row: FoundIdentity): number => (row.retired_at === null ? Infinity : +row.retired_at);
  const sorted = rows.toSorted((a, b) => b.strength - a.strength || since(b) - since(a));
  return new Map(sorted.map((row) => [row.n, row.guest_id]));
}

/** A guest without a phone has the country their user id begins with (`PT.447…`). */
function countryOf(person: PlannedPerson): string | null {
  const byPhone = person.phone ? phoneCountry(person.phone) : null;
  const userId = person.keys.find((key) => key.kind === 'meta-user')?.value ?? '';
  return byPhone ?? /^([A-Z]{2})\./.exec(userId)?.[1] ?? null;
}

function guestRow(person: PlannedPerson, guestId: string | undefined): Record<string, unknown> {
  const named = [...person.channels.values()]
    .filter((told) => told.name !== null)
    .sort((a, b) => +b.nameAt - +a.nameAt)[0];
  return {
    hotel_id: person.hotelId,
    id: guestId,
    name: named?.name ?? null,
    name_rank: named ? NAME_RANK.profile : NAME_RANK.none,
    name_at: named?.nameAt ?? null,
    name_folded: named?.name ? fold(named.name) : '',
    phone: person.phone,
    country: countryOf(person),
  };
}
