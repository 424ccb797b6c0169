import type { ProviderAddress } from '../channels/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { applyRevisions, recordReactions, recordRevisions, type ToldReaction } from './annotations.repository.js';
import { advanceStatuses, recordStatuses, type ProviderMessageKey } from './delivery.repository.js';
import { joinEchoesByWords } from './echoes-by-words.js';
import { placeMessages, type PlacedMessage } from './ingestion.episodes.js';
import { changeIdentities } from './ingestion.identities.js';
import { resolvePeople, type ResolvedPeople } from './ingestion.people.js';
import type { IngestionPlan } from './ingestion.plan.js';
import { noteChannels, noteContacts, type NewsOfNames } from './ingestion.notes.js';
import { ADD_MEDIA, ADD_REVIEW, SET_ADDRESSES, STORE_MESSAGES } from './ingestion.sql.js';
import { searchableText } from './searchable-text.js';

export interface StoreOptions {
  now: Date;
  /** how long an episode lives after the last message of guest or staff */
  expiryMs: number;
}

export interface StoreResult {
  /** chats with arrivals to route */
  toRoute: { hotelId: string; chatId: string; inboundSeq: number }[];
  /** files that wait at the provider */
  toFetch: { hotelId: string; mediaId: string }[];
  /** messages that something was told about which may be under way at another process */
  toldOf: ProviderMessageKey[];
  stored: number;
  duplicates: number;
  failed: number;
  names: NewsOfNames;
}

export const NOTHING: StoreResult = {
  toRoute: [],
  toFetch: [],
  toldOf: [],
  stored: 0,
  duplicates: 0,
  failed: 0,
  names: { told: [], phones: [] },
};

/** What two parts of one transaction did. */
export function together(a: StoreResult, b: StoreResult): StoreResult {
  const later = new Set(b.toRoute.map(({ chatId }) => chatId));
  return {
    toRoute: [...a.toRoute.filter(({ chatId }) => !later.has(chatId)), ...b.toRoute],
    toFetch: [...a.toFetch, ...b.toFetch],
    toldOf: [...a.toldOf, ...b.toldOf],
    stored: a.stored + b.stored,
    duplicates: a.duplicates + b.duplicates,
    failed: a.failed + b.failed,
    names: { told: [...a.names.told, ...b.names.told], phones: [...a.names.phones, ...b.names.phones] },
  };
}

interface StoredRow {
  hotel_id: string;
  id: string;
  chat_id: string;
  channel_id: string;
  provider_id: string;
  chat_inbound_seq: number;
  counted: boolean;
  revised: boolean;
  told: boolean;
}

/**
 * Puts one batch into the record, inside the caller's transaction. A fixed number of statements whatever
 * the size of the batch: two when everybody is known and only messages came (identity changes, which
 * come once in a guest's life, are the exception).
 */
export async function storeBatch(sql: Sql, plan: IngestionPlan, options: StoreOptions): Promise<StoreResult> {
  const { now, expiryMs } = options;
  await changeIdentities(sql, plan.identityChanges, now);
  const people = await resolvePeople(sql, plan, now);
  const placed = await placeMessages(sql, plan, people, now, expiryMs);
  const rows = await sql.query<StoredRow>(STORE_MESSAGES, [
    JSON.stringify(placed.map((message, ord) => messageRow(message, ord, people))),
    JSON.stringify(plan.receipts.map(receiptRow)),
    now,
    new Date(+now + expiryMs),
  ]);
  await setAddresses(sql, placed, rows, plan, people);
  await recordStatuses(sql, plan.statuses, now);
  await advanceStatuses(sql, rows.filter((row) => row.told).map(keyOf), now);
  const echoed = placed.filter(({ message }) => message.maybeOurs);
  await joinEchoesByWords(
    sql,
    echoed.map(({ chat: { hotelId, id: chatId } }) => ({ hotelId, chatId })),
    now,
  );
  await recordReactions(sql, reactionsOf(plan, people), now);
  const freshMedia = await recordRevisions(sql, plan.revisions.map(revisionOf));
  const toFetch = await addMedia(sql, plan, freshMedia, now);
  const toldOf = plan.revisions.map((revision) => ({ ...revision, providerId: revision.targetProviderId }));
  await applyRevisions(sql, [...toldOf, ...rows.filter((row) => row.revised).map(keyOf)], now);
  await noteChannels(sql, plan, now);
  await noteContacts(sql, plan);
  await addReview(sql, plan, now);

  const toRoute = new Map<string, StoreResult['toRoute'][number]>();
  for (const row of rows) {
    if (row.counted)
      toRoute.set(row.chat_id, { hotelId: row.hotel_id, chatId: row.chat_id, inboundSeq: row.chat_inbound_seq });
  }
  const messageReceipts = plan.receipts.filter((receipt) => receipt.messageId !== null).length;
  return {
    toRoute: [...toRoute.values()],
    toFetch,
    // A tick with our id is of a send whose row was committed before it went out.
    toldOf: [...toldOf, ...plan.statuses.filter(({ attemptRef }) => attemptRef === null)],
    stored: rows.length,
    duplicates: messageReceipts - rows.length,
    failed: plan.receipts.filter((receipt) => receipt.state === 'failed').length,
    names: {
      told: people.toldNames,
      phones: [
        ...plan.contactNames,
        ...(people.newcomers
          ? plan.persons.flatMap(({ hotelId, phone }) => (phone === null ? [] : [{ hotelId, phone }]))
          : []),
      ],
    },
  };
}

/** Brings messages to what was told of them: any number of times, whatever came first. */
export async function lookAgain(sql: Sql, keys: ProviderMessageKey[], now: Date): Promise<void> {
  await advanceStatuses(sql, keys, now);
  await applyRevisions(sql, keys, now);
}

/** Told by the newest message that was really stored, per chat. */
async function setAddresses(
  sql: Sql,
  placed: PlacedMessage[],
  rows: StoredRow[],
  plan: IngestionPlan,
  people: ResolvedPeople,
): Promise<void> {
  const stored = new Set(rows.map((row) => row.id));
  const told = new Map<string, { hotel_id: string; id: string; address: ProviderAddress }>();
  for (const one of placed.toSorted((a, b) => +a.message.sentAt - +b.message.sentAt)) {
    const address = stored.has(one.message.id) ? newAddress(one, plan, people) : null;
    if (address !== null) told.set(one.chat.id, { hotel_id: one.chat.hotelId, id: one.chat.id, address });
  }
  if (told.size > 0) await sql.query(SET_ADDRESSES, [JSON.stringify([...told.values()])]);
}

function messageRow(placed: PlacedMessage, ord: number, people: ResolvedPeople): Record<string, unknown> {
  const { message, chat, conversationId } = placed;
  return {
    ord,
    hotel_id: message.hotelId,
    id: message.id,
    chat_id: chat.id,
    conversation_id: conversationId,
    channel_id: message.channelId,
    direction: message.direction,
    author_kind: message.authorKind,
    author_id: message.direction === 'inbound' && message.person !== null ? people.guestIds[message.person] : null,
    type: message.type,
    content: message.content,
    text_folded: message.textFolded,
    provider_id: message.providerId,
    status: message.status,
    reply_to_provider_id: message.replyToProviderId,
    counted: message.counted,
    historical: message.historical,
    sent_at: message.sentAt,
    repaired: message.repaired,
  };
}

/** The provider's latest names for the other side, when they changed; what is older has nothing to say about them. */
function newAddress(
  { message, chat }: PlacedMessage,
  plan: IngestionPlan,
  people: ResolvedPeople,
): ProviderAddress | null {
  if (message.groupId !== null || message.historical || message.person === null) return null;
  const told = plan.persons[message.person]?.channels.get(message.channelId);
  if (!told || people.guestIds[message.person] !== chat.guestId || +told.addressAt < +(chat.lastInboundAt ?? 0))
    return null;
  const { userId, phone } = told.address;
  const same = (!userId || userId === chat.address.userId) && (!phone || phone === chat.address.phone);
  return same ? null : { ...chat.address, ...told.address };
}

function receiptRow(receipt: IngestionPlan['receipts'][number]): Record<string, unknown> {
  return {
    hotel_id: receipt.hotelId,
    id: receipt.id,
    channel_id: receipt.channelId,
    kind: receipt.kind,
    event_key: receipt.eventKey,
    payload: receipt.payload.toString('base64'),
    message_id: receipt.messageId,
    state: receipt.state,
    code: receipt.code,
    error: receipt.error,
  };
}

function keyOf(row: StoredRow): ProviderMessageKey {
  return { hotelId: row.hotel_id, channelId: row.channel_id, providerId: row.provider_id };
}

function reactionsOf(plan: IngestionPlan, people: ResolvedPeople): ToldReaction[] {
  return plan.reactions.map((reaction) => {
    const guestId = reaction.person === null ? null : (people.guestIds[reaction.person] ?? null);
    return {
      hotelId: reaction.hotelId,
      channelId: reaction.channelId,
      targetProviderId: reaction.targetProviderId,
      providerId: reaction.providerId,
      authorKey: guestId === null ? 'user' : `guest:${guestId}`,
      authorKind: guestId === null ? 'user' : 'guest',
      authorId: guestId,
      emoji: reaction.emoji,
      at: reaction.at,
    };
  });
}

function revisionOf(revision: IngestionPlan['revisions'][number]): Parameters<typeof recordRevisions>[1][number] {
  const content = revision.type === 'message_revoked' ? null : revision.content;
  const providerId = revision.type === 'media_announced' ? `media:${revision.targetProviderId}` : revision.providerId;
  return {
    hotelId: revision.hotelId,
    channelId: revision.channelId,
    targetProviderId: revision.targetProviderId,
    providerId,
    kind: KIND[revision.type],
    content: revision.stored,
    textFolded: content === null ? '' : searchableText(content),
    by: revision.type === 'media_announced' ? 'guest' : revision.by,
    at: revision.at,
  };
}

const KIND = { message_edited: 'edit', message_revoked: 'revoke', media_announced: 'media' } as const;

async function addMedia(
  sql: Sql,
  plan: IngestionPlan,
  freshMedia: Set<string>,
  now: Date,
): Promise<StoreResult['toFetch']> {
  const ofMessages = plan.messages.map((message) => ({ ...message, messageId: message.id }));
  const ofRevisions = plan.revisions
    .filter(({ media }) => media !== null && freshMedia.has(media.id))
    .map((revision) => ({ ...revision, messageId: null }));
  const rows = [...ofMessages, ...ofRevisions]
    .flatMap(({ media, hotelId, channelId, messageId }) => (media ? [{ ...media, hotelId, channelId, messageId }] : []))
    .map((media) => ({
      hotel_id: media.hotelId,
      id: media.id,
      message_id: media.messageId,
      channel_id: media.channelId,
      provider_media_id: media.providerMediaId,
      kind: media.kind,
      mime_type: media.mimeType,
      filename: media.filename,
      sha256: media.sha256,
    }));
  return rows.length > 0 ? sql.query(ADD_MEDIA, [JSON.stringify(rows), now]) : [];
}

async function addReview(sql: Sql, plan: IngestionPlan, now: Date): Promise<void> {
  const failed = plan.receipts.filter((receipt) => receipt.state === 'failed');
  if (failed.length === 0) return;
  const rows = failed.map((receipt) => ({
    hotel_id: receipt.hotelId,
    id: newId(),
    try_id: newId(),
    channel_id: receipt.channelId,
    receipt_id: receipt.id,
    code: receipt.code,
    reason: receipt.error,
    stack: receipt.stack,
  }));
  await sql.query(ADD_REVIEW, [JSON.stringify(rows), now]);
}
