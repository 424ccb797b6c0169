import { NAME_RANK, phoneCountry, type ToldName } from '../attendees/index.js';
import type { ProviderAddress } from '../channels/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { fold } from '../common/text.js';
import type { IngestionPlan, PlannedPerson } from './ingestion.plan.js';
import {
  ADD_ATTENDEES,
  ADD_CHATS,
  ADD_GUESTS,
  ADD_IDENTITIES,
  ADD_PHONES,
  FIND_IDENTITIES,
  GIVE_IDENTITIES,
  LOCK_GROUP_CHATS,
  LOCK_PERSON_CHATS,
} from './ingestion.sql.js';

/** A chat of the batch, locked for the rest of the transaction. */
export interface LockedChat {
  id: string;
  hotelId: string;
  channelId: string;
  guestId: string | null;
  address: ProviderAddress;
  lastInboundAt: Date | null;
  conversationId: string | null;
  conversationStatus: 'active' | 'expired' | 'closed' | null;
  expiresAt: Date | null;
}

interface ChatRow {
  n: number;
  strength: number;
  guest_id: string;
  chat_id: string;
  channel_id: string;
  address: ProviderAddress;
  last_inbound_at: Date | null;
  current_conversation_id: string | null;
  conversation_status: LockedChat['conversationStatus'];
  expires_at: Date | null;
  guest_name: string | null;
  guest_name_rank: number;
  attendee_name: string | null;
  attendee_name_at: Date | number | null;
}

/** Who wrote, and in which chats: found, or made. */
export interface ResolvedPeople {
  /** guest id per person of the plan */
  guestIds: (string | undefined)[];
  /** by `${person}:${channelId}` for a person's chat, `group:${channelId}:${externalId}` for a group */
  chats: Map<string, LockedChat>;
  /** names that are better than what is known; recorded after the commit (guests are locked before chats) */
  toldNames: ToldName[];
}

export function personChatKey(person: number, channelId: string): string {
  return `${person}:${channelId}`;
}
export function groupChatKey(channelId: string, externalId: string): string {
  return `group:${channelId}:${externalId}`;
}

/**
 * Finds guests and chats of a batch and locks the chats: one statement when everybody is known, a fixed
 * handful more when somebody is new.
 */
export async function resolvePeople(sql: Sql, plan: IngestionPlan, now: Date): Promise<ResolvedPeople> {
  const resolved: ResolvedPeople = { guestIds: [], chats: new Map(), toldNames: [] };
  if (plan.persons.length === 0) return resolved;
  const groups = groupsOf(plan);
  const known = await lockPersons(sql, plan.persons, resolved);
  if (known !== 'all') {
    await addPersons(sql, plan.persons, now);
    if ((await lockPersons(sql, plan.persons, resolved)) === 'missing') throw new Error('a chat that was just made is not there');
  }
  if (groups.length > 0) await lockGroups(sql, groups, resolved, now);
  return resolved;
}

/** 'all': every name of everybody is known; 'chats': everybody has a chat, some name points elsewhere or is new. */
async function lockPersons(sql: Sql, persons: PlannedPerson[], resolved: ResolvedPeople): Promise<'all' | 'chats' | 'missing'> {
  const keys = persons.flatMap((person, n) =>
    [...person.channels.keys()].flatMap((channelId) =>
      person.keys.map((key, strength) => ({ n, strength, hotel_id: person.hotelId, channel_id: channelId, ...key })),
    ),
  );
  const rows = await sql.query<ChatRow>(LOCK_PERSON_CHATS, [JSON.stringify(keys)]);
  for (const row of rows.sort((a, b) => b.strength - a.strength)) {
    // Strongest last: where two identities point at two guests, the provider's user id wins over the phone.
    const person = persons[row.n];
    if (!person) continue;
    resolved.guestIds[row.n] = row.guest_id;
    resolved.chats.set(personChatKey(row.n, row.channel_id), chatOf(row, person.hotelId, row.guest_id));
  }
  resolved.toldNames = rows
    .filter((row) => resolved.guestIds[row.n] === row.guest_id)
    .flatMap((row) => toldName(persons[row.n], row));
  if (rows.length === keys.length) return 'all';
  const everybody = persons.every((person, n) => [...person.channels.keys()].every((id) => resolved.chats.has(personChatKey(n, id))));
  return everybody ? 'chats' : 'missing';
}

function chatOf(row: Omit<ChatRow, 'guest_id'>, hotelId: string, guestId: string | null): LockedChat {
  return {
    id: row.chat_id,
    hotelId,
    channelId: row.channel_id,
    guestId,
    address: row.address,
    lastInboundAt: row.last_inbound_at,
    conversationId: row.current_conversation_id,
    conversationStatus: row.conversation_status,
    expiresAt: row.expires_at,
  };
}

/**
 * The name this batch tells, if it is news. Every message of a guest carries the profile's name, so what
 * the last one said still held then: an older message cannot rename.
 */
function toldName(person: PlannedPerson | undefined, row: ChatRow): ToldName[] {
  const told = person?.channels.get(row.channel_id);
  if (!person || !told || told.name === null) return [];
  const known = Math.max(Number(row.attendee_name_at ?? -Infinity), Number(row.last_inbound_at ?? -Infinity));
  const older = row.attendee_name !== null && +told.nameAt < known;
  const sameAttendee = row.attendee_name === told.name;
  const guestCouldGain = row.guest_name_rank > NAME_RANK.profile || row.guest_name === null;
  if (older || (sameAttendee && !guestCouldGain)) return [];
  return [
    {
      hotelId: person.hotelId,
      guestId: row.guest_id,
      channelId: row.channel_id,
      name: told.name,
      rank: NAME_RANK.profile,
      at: told.nameAt,
    },
  ];
}

/** New guests, identities, chats and attendees. Parallel first messages meet at the unique keys, not here. */
async function addPersons(sql: Sql, persons: PlannedPerson[], now: Date): Promise<void> {
  const keys = persons.flatMap((person, n) => person.keys.map((key, strength) => ({ n, strength, hotel_id: person.hotelId, ...key })));
  const find = (): Promise<{ n: number; strength: number; guest_id: string }[]> => sql.query(FIND_IDENTITIES, [JSON.stringify(keys)]);

  const before = strongest(await find());
  const candidates = persons.map((_, n) => before.get(n) ?? newId());
  await sql.query(ADD_IDENTITIES, [
    JSON.stringify(keys.map((key) => ({ ...key, id: newId(), guest_id: candidates[key.n] }))),
    now,
  ]);
  // Those that lost to a transaction that has just committed are seen now.
  const found = await find();
  const after = strongest(found);
  const strays = found.filter((row) => row.guest_id === candidates[row.n] && after.get(row.n) !== row.guest_id);
  if (strays.length > 0) {
    await sql.query(GIVE_IDENTITIES, [
      JSON.stringify(
        strays.map((row) => ({
          ...keys.find((key) => key.n === row.n && key.strength === row.strength),
          candidate: row.guest_id,
          guest_id: after.get(row.n),
        })),
      ),
    ]);
  }
  const fresh = persons.flatMap((person, n) => (after.get(n) === candidates[n] && !before.has(n) ? [{ person, guestId: candidates[n] }] : []));
  if (fresh.length > 0) await sql.query(ADD_GUESTS, [JSON.stringify(fresh.map(({ person, guestId }) => guestRow(person, guestId))), now]);
  const known = persons.flatMap((person, n) => (before.has(n) && person.phone ? [{ person, guestId: after.get(n) }] : []));
  if (known.length > 0) {
    const rows = known.map(({ person, guestId }) => ({
      hotel_id: person.hotelId,
      guest_id: guestId,
      phone: person.phone,
      country: person.phone ? phoneCountry(person.phone) : null,
    }));
    await sql.query(ADD_PHONES, [JSON.stringify(rows), now]);
  }

  const places = persons.flatMap((person, n) =>
    [...person.channels].map(([channelId, told]) => ({ person, guestId: after.get(n), channelId, told })),
  );
  await sql.query(ADD_CHATS, [
    JSON.stringify(
      places.map(({ person, guestId, channelId, told }) => ({
        hotel_id: person.hotelId,
        id: newId(),
        channel_id: channelId,
        external_id: guestId,
        kind: 'person',
        guest_id: guestId,
        address: told.address,
      })),
    ),
    now,
  ]);
  await sql.query(ADD_ATTENDEES, [
    JSON.stringify(
      places.map(({ person, guestId, channelId, told }) => ({
        hotel_id: person.hotelId,
        id: newId(),
        channel_id: channelId,
        external_id: told.externalId,
        name: told.name,
        name_at: told.name === null ? null : told.nameAt,
        phone: person.phone,
        guest_id: guestId,
      })),
    ),
    now,
  ]);
}

function strongest(rows: { n: number; strength: number; guest_id: string }[]): Map<number, string> {
  const sorted = [...rows].sort((a, b) => b.strength - a.strength);
  return new Map(sorted.map((row) => [row.n, row.guest_id]));
}

function guestRow(person: PlannedPerson, guestId: string | undefined): Record<string, unknown> {
  const named = [...person.channels.values()].filter((told) => told.name !== null).sort((a, b) => +b.nameAt - +a.nameAt)[0];
  return {
    hotel_id: person.hotelId,
    id: guestId,
    name: named?.name ?? null,
    name_rank: named ? NAME_RANK.profile : NAME_RANK.none,
    name_at: named?.nameAt ?? null,
    name_folded: named?.name ? fold(named.name) : '',
    phone: person.phone,
    country: person.phone ? phoneCountry(person.phone) : null,
  };
}

interface Group {
  hotelId: string;
  channelId: string;
  externalId: string;
}

function groupsOf(plan: IngestionPlan): Group[] {
  const groups = new Map<string, Group>();
  for (const { groupId, hotelId, channelId } of plan.messages) {
    if (groupId !== null) groups.set(groupChatKey(channelId, groupId), { hotelId, channelId, externalId: groupId });
  }
  return [...groups.values()];
}

async function lockGroups(sql: Sql, groups: Group[], resolved: ResolvedPeople, now: Date): Promise<void> {
  const lock = (): Promise<ChatRow[]> =>
    sql.query<ChatRow>(LOCK_GROUP_CHATS, [
      JSON.stringify(groups.map((group, n) => ({ n, hotel_id: group.hotelId, channel_id: group.channelId, external_id: group.externalId }))),
    ]);
  let rows = await lock();
  if (rows.length < groups.length) {
    await sql.query(ADD_CHATS, [
      JSON.stringify(
        groups.map((group) => ({
          hotel_id: group.hotelId,
          id: newId(),
          channel_id: group.channelId,
          external_id: group.externalId,
          kind: 'group',
          guest_id: null,
          address: { groupId: group.externalId },
        })),
      ),
      now,
    ]);
    rows = await lock();
  }
  for (const row of rows) {
    const group = groups[row.n];
    if (group) resolved.chats.set(groupChatKey(group.channelId, group.externalId), chatOf(row, group.hotelId, null));
  }
}
