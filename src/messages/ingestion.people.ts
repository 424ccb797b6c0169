import { NAME_RANK, type ToldName } from '../attendees/index.js';
import type { ProviderAddress } from '../channels/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { addPersons } from './ingestion.newcomers.js';
import type { PlannedPerson, ToldProfile } from './ingestion.persons.js';
import type { IngestionPlan } from './ingestion.plan.js';
import { ADD_CHATS, LOCK_EPISODES, LOCK_GROUP_CHATS, LOCK_GUEST_CHATS, LOCK_KNOWN } from './ingestion.people.sql.js';

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
  chat_id: string;
  channel_id: string;
  guest_id: string | null;
  address: ProviderAddress;
  last_inbound_at: Date | null;
  current_conversation_id: string | null;
  conversation_status?: LockedChat['conversationStatus'];
  expires_at?: Date | null;
}

interface PersonRow extends ChatRow {
  strength: number;
  guest_id: string;
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
  /** whether somebody may be new, so that the address book is asked for their name */
  newcomers: boolean;
}

export function personChatKey(person: number, channelId: string): string {
  return `${person}:${channelId}`;
}
export function groupChatKey(channelId: string, externalId: string): string {
  return `group:${channelId}:${externalId}`;
}

/**
 * Finds guests and chats of a batch and locks the chats with their current conversations: one statement
 * when everybody is known, a fixed handful more when somebody is new.
 */
export async function resolvePeople(sql: Sql, plan: IngestionPlan, now: Date): Promise<ResolvedPeople> {
  const resolved: ResolvedPeople = { guestIds: [], chats: new Map(), toldNames: [], newcomers: false };
  if (plan.persons.length > 0 && !(await lockKnown(sql, plan.persons, resolved))) {
    const guestIds = await addPersons(sql, plan.persons, now);
    await lockGuests(sql, plan.persons, guestIds, resolved);
  }
  const groups = groupsOf(plan);
  if (groups.length > 0) await lockGroups(sql, groups, resolved, now);
  return resolved;
}

/** False when some name of somebody is new, or somebody has not written here yet. */
async function lockKnown(sql: Sql, persons: PlannedPerson[], resolved: ResolvedPeople): Promise<boolean> {
  const keys = persons.flatMap((person, n) =>
    [...person.channels.keys()].flatMap((channelId) =>
      person.keys.map((key, strength) => ({ n, strength, hotel_id: person.hotelId, channel_id: channelId, ...key })),
    ),
  );
  const rows = await sql.query<PersonRow>(LOCK_KNOWN, [JSON.stringify(keys)]);
  if (rows.length < keys.length) return false;
  takePersons(persons, rows, resolved);
  return true;
}

/** The longer way: chats by the guests just found or made, and what each chat's conversation is, behind the lock. */
async function lockGuests(
  sql: Sql,
  persons: PlannedPerson[],
  guestIds: Map<number, string>,
  resolved: ResolvedPeople,
): Promise<void> {
  const keys = persons.flatMap((person, n) =>
    [...person.channels.keys()].map((channelId) => ({
      n,
      hotel_id: person.hotelId,
      channel_id: channelId,
      guest_id: guestIds.get(n),
    })),
  );
  const rows = await sql.query<PersonRow>(LOCK_GUEST_CHATS, [JSON.stringify(keys)]);
  if (rows.length < keys.length) throw new Error('a chat that was just made is not there');
  takePersons(persons, rows, resolved);
  resolved.newcomers = true;
  await lockEpisodes(sql, [...resolved.chats.values()]);
}

function takePersons(persons: PlannedPerson[], rows: PersonRow[], resolved: ResolvedPeople): void {
  // Two names of one guest may come unconnected: then two persons have one chat.
  const byId = new Map<string, LockedChat>();
  // Strongest last: where two identities point at two guests, the provider's user id wins over the phone.
  for (const row of rows.toSorted((a, b) => b.strength - a.strength)) {
    const person = persons[row.n];
    if (!person) continue;
    const chat = byId.get(row.chat_id) ?? chatOf(row, person.hotelId);
    byId.set(row.chat_id, chat);
    resolved.guestIds[row.n] = row.guest_id;
    resolved.chats.set(personChatKey(row.n, row.channel_id), chat);
  }
  resolved.toldNames = rows
    .filter((row) => resolved.guestIds[row.n] === row.guest_id)
    .flatMap((row) => toldName(persons[row.n], row));
}

async function lockEpisodes(sql: Sql, chats: LockedChat[]): Promise<void> {
  const keys = chats.filter((chat) => chat.conversationId !== null);
  if (keys.length === 0) return;
  const rows = await sql.query<{ id: string; status: LockedChat['conversationStatus']; expires_at: Date }>(
    LOCK_EPISODES,
    [JSON.stringify(keys.map((chat) => ({ hotel_id: chat.hotelId, conversation_id: chat.conversationId })))],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const chat of keys) {
    const episode = byId.get(chat.conversationId ?? '');
    chat.conversationStatus = episode?.status ?? null;
    chat.expiresAt = episode?.expires_at ?? null;
  }
}

function chatOf(row: ChatRow, hotelId: string): LockedChat {
  return {
    id: row.chat_id,
    hotelId,
    channelId: row.channel_id,
    guestId: row.guest_id,
    address: row.address,
    lastInboundAt: row.last_inbound_at,
    conversationId: row.current_conversation_id,
    conversationStatus: row.conversation_status ?? null,
    expiresAt: row.expires_at ?? null,
  };
}

/** The name this batch tells, if it is news. */
function toldName(person: PlannedPerson | undefined, row: PersonRow): ToldName[] {
  const told = person?.channels.get(row.channel_id);
  if (!person || !told || told.name === null) return [];
  const known: KnownNames = {
    guestName: row.guest_name,
    guestNameRank: row.guest_name_rank,
    attendeeName: row.attendee_name,
    attendeeNameAt: row.attendee_name_at,
    lastInboundAt: row.last_inbound_at,
  };
  if (!isNewsOf(told, known)) return [];
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

/** What was known of a guest's names; times as PostgreSQL's driver or its JSON tells them (-infinity too). */
export interface KnownNames {
  guestName: string | null;
  guestNameRank: number;
  attendeeName: string | null;
  attendeeNameAt: Date | number | string | null;
  lastInboundAt: Date | number | null;
}

/**
 * Every message of a guest carries the profile's name, so what the last one said still held then: an older
 * telling cannot rename, and the same name again is no write.
 */
export function isNewsOf(told: ToldProfile, known: KnownNames): boolean {
  const knownAt = Math.max(Number(known.attendeeNameAt ?? -Infinity), Number(known.lastInboundAt ?? -Infinity));
  const older = known.attendeeName !== null && +told.nameAt < knownAt;
  const asKnown = told.nameByMessage && known.attendeeName === told.name;
  const guestCouldGain =
    known.guestNameRank > NAME_RANK.profile ||
    (known.guestNameRank === NAME_RANK.profile && known.guestName !== told.name);
  return !older && (!asKnown || guestCouldGain);
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
      JSON.stringify(
        groups.map((group, n) => ({
          n,
          hotel_id: group.hotelId,
          channel_id: group.channelId,
          external_id: group.externalId,
        })),
      ),
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
    if (group) resolved.chats.set(groupChatKey(group.channelId, group.externalId), chatOf(row, group.hotelId));
  }
  await lockEpisodes(
    sql,
    groups.flatMap((group) => resolved.chats.get(groupChatKey(group.channelId, group.externalId)) ?? []),
  );
}
