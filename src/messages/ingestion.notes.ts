import { betterName, NAME_RANK, recordToldNames, type ToldName } from '../attendees/index.js';
import type { Sql } from '../common/sql.js';
import type { IngestionPlan } from './ingestion.plan.js';
import { NAMES_IN_BOOK, NOTE_CHANNELS, NOTE_CONTACTS } from './ingestion.sql.js';

/** What a batch tells beside messages: names, the phone's address book, how a number is doing. */

/** What a batch tells of names, to be recorded in a transaction of their own. */
export interface NewsOfNames {
  /** better than what was known */
  told: ToldName[];
  /** numbers for which the address book may have something new to say */
  phones: { hotelId: string; phone: string }[];
}

/** News about a number or account moves the channel's status; the newest by provider time holds. */
export async function noteChannels(sql: Sql, plan: IngestionPlan, now: Date): Promise<void> {
  const latest = new Map<string, IngestionPlan['notices'][number]>();
  for (const notice of plan.notices) {
    const key = `${notice.channelId}:${notice.accountId}`;
    if (notice.status !== null && +notice.at >= +(latest.get(key)?.at ?? -Infinity)) latest.set(key, notice);
  }
  // Oldest first: of two that reach one channel the later statement holds.
  for (const notice of [...latest.values()].toSorted((a, b) => +a.at - +b.at)) {
    const row = {
      hotel_id: notice.hotelId,
      id: notice.channelId,
      account_id: notice.accountId,
      status: notice.status,
      reason: notice.detail,
      at: notice.at,
    };
    await sql.query(NOTE_CHANNELS, [JSON.stringify([row]), now]);
  }
}

/** The address book waits for people who have not written yet. One statement cannot touch a row twice: the latest goes in. */
export async function noteContacts(sql: Sql, plan: IngestionPlan): Promise<void> {
  const latest = new Map<string, IngestionPlan['contactNames'][number]>();
  for (const contact of plan.contactNames) {
    const key = `${contact.hotelId}:${contact.phone}`;
    const told = { ...contact, rank: NAME_RANK.contact };
    const before = latest.get(key);
    if (!before || betterName({ ...before, rank: NAME_RANK.contact }, told) === told) latest.set(key, contact);
  }
  if (latest.size === 0) return;
  const rows = [...latest.values()].map(({ hotelId, phone, name, at }) => ({ hotel_id: hotelId, phone, name, at }));
  await sql.query(NOTE_CONTACTS, [JSON.stringify(rows)]);
}

/** Names learnt from a batch, after its commit: guests are locked before chats, so not in the same transaction. */
export async function storeNames(sql: Sql, { told, phones }: NewsOfNames, now: Date): Promise<void> {
  const keys = phones.map(({ hotelId, phone }) => ({ hotel_id: hotelId, phone }));
  const contacts = keys.length === 0 ? [] : await sql.query<ContactRow>(NAMES_IN_BOOK, [JSON.stringify(keys)]);
  await recordToldNames(sql, [...told, ...contacts.map(contactName)], now);
}

interface ContactRow {
  hotel_id: string;
  guest_id: string;
  name: string;
  at: Date;
}

function contactName({ hotel_id, guest_id, name, at }: ContactRow): ToldName {
  return { hotelId: hotel_id, guestId: guest_id, channelId: null, name, rank: NAME_RANK.contact, at };
}
