import { NAME_RANK, recordToldNames, type ToldName } from '../attendees/index.js';
import type { ProviderAddress } from '../channels/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { applyRevisions, recordReactions, recordRevisions, type ToldReaction } from './annotations.repository.js';
import { advanceStatuses, recordStatuses, type ProviderMessageKey } from './delivery.repository.js';
import { placeMessages, type PlacedMessage } from './ingestion.episodes.js';
import { changeIdentities } from './ingestion.identities.js';
import { resolvePeople, type ResolvedPeople } from './ingestion.people.js';
import type { IngestionPlan } from './ingestion.plan.js';
import { ADD_MEDIA, ADD_REVIEW, STORE_MESSAGES } from './ingestion.sql.js';
import { searchableText } from './searchable-text.js';

export interface StoreOptions {
  now: Date;
  /** how long an episode lives after the last message of guest or staff */
  expiryMs: number;
}

export interface StoreResult {
  /** chats with arrivals to route */
  toRoute: { hotelId: string; chatId: string; inboundSeq: number }[];
  stored: number;
  duplicates: number;
  failed: number;
  /** better names, to be recorded in a transaction of their own */
  toldNames: ToldName[];
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
  await addMedia(sql, plan, now);

  await recordStatuses(sql, plan.statuses, now);
  await advanceStatuses(sql, rows.filter((row) => row.told).map(keyOf), now);
  await recordReactions(sql, reactionsOf(plan, people), now);
  await recordRevisions(sql, plan.revisions.map(revisionOf));
  const revised = [
    ...plan.revisions.map((revision) => ({ ...revision, providerId: revision.targetProviderId })),
    ...rows.filter((row) => row.revised).map(keyOf),
  ];
  await applyRevisions(sql, revised, now);
  await noteChannels(sql, plan, now);
  await addReview(sql, plan, now);

  const toRoute = new Map<string, StoreResult['toRoute'][number]>();
  for (const row of rows) {
    if (row.counted) toRoute.set(row.chat_id, { hotelId: row.hotel_id, chatId: row.chat_id, inboundSeq: row.chat_inbound_seq });
  }
  const messageReceipts = plan.receipts.filter((receipt) => receipt.messageId !== null).length;
  return {
    toRoute: [...toRoute.values()],
    stored: rows.length,
    duplicates: messageReceipts - rows.length,
    failed: plan.receipts.filter((receipt) => receipt.state === 'failed').length,
    toldNames: people.toldNames,
  };
}

/** Names learnt from a batch, after its commit: guests are locked before chats, so not in the same transaction. */
export async function storeNames(sql: Sql, plan: IngestionPlan, told: ToldName[], now: Date): Promise<void> {
  const contacts = await Promise.all(plan.contactNames.map((contact) => contactName(sql, contact)));
  await recordToldNames(sql, latestOfEach([...told, ...contacts.flat()]), now);
}

/** Whether a batch has anything for `storeNames` to do. */
export function hasNames(plan: IngestionPlan, told: ToldName[]): boolean {
  return told.length > 0 || plan.contactNames.length > 0;
}

async function contactName(sql: Sql, contact: IngestionPlan['contactNames'][number]): Promise<ToldName[]> {
  const [found] = await sql.query<{ guest_id: string }>(
    `SELECT guest_id FROM guest_identity WHERE hotel_id = $1 AND kind = 'phone' AND value = $2 AND retired_at IS NULL`,
    [contact.hotelId, contact.canonical],
  );
  if (!found || contact.name === null) return [];
  return [{ hotelId: contact.hotelId, guestId: found.guest_id, channelId: null, name: contact.name, rank: NAME_RANK.contact, at: contact.at }];
}

/** One statement cannot rename a guest twice: per guest, channel and source the latest telling goes in. */
function latestOfEach(told: ToldName[]): ToldName[] {
  const best = new Map<string, ToldName>();
  for (const name of told) {
    const key = `${name.hotelId}:${name.guestId}`;
    const before = best.get(key);
    if (!before || name.rank < before.rank || (name.rank === before.rank && +name.at > +before.at)) best.set(key, name);
  }
  return [...best.values()];
}

function messageRow({ message, chat, conversationId }: PlacedMessage, ord: number, people: ResolvedPeople): Record<string, unknown> {
  return {
    ord,
    hotel_id: message.hotelId,
    id: message.id,
    chat_id: chat.id,
    conversation_id: conversationId,
    channel_id: message.channelId,
    direction: message.direction,
    author_id: message.direction === 'inbound' ? people.guestIds[message.person] : null,
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
    address: newAddress(message, chat, people),
  };
}

/** The provider's latest names for the other side, when they changed. */
function newAddress(message: PlacedMessage['message'], chat: PlacedMessage['chat'], people: ResolvedPeople): ProviderAddress | null {
  if (message.groupId !== null || message.historical || people.guestIds[message.person] === undefined) return null;
  const told = message.address;
  const same = (!told.userId || told.userId === chat.address.userId) && (!told.phone || told.phone === chat.address.phone);
  return same ? null : { ...chat.address, ...told };
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

async function addMedia(sql: Sql, plan: IngestionPlan, now: Date): Promise<void> {
  const rows = [...plan.messages.map((message) => ({ ...message, messageId: message.id })), ...plan.revisions.map((revision) => ({ ...revision, messageId: null }))]
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
  if (rows.length > 0) await sql.query(ADD_MEDIA, [JSON.stringify(rows), now]);
}

/** News about a number or account moves the channel's status; the newest by provider time of a batch holds. */
async function noteChannels(sql: Sql, plan: IngestionPlan, now: Date): Promise<void> {
  const latest = new Map<string, IngestionPlan['notices'][number]>();
  for (const notice of plan.notices) {
    if (notice.status !== null && +notice.at >= +(latest.get(notice.channelId)?.at ?? -Infinity)) latest.set(notice.channelId, notice);
  }
  if (latest.size === 0) return;
  await sql.query(
    `WITH told AS (
       UPDATE channel c SET status = k.status, status_reason = k.reason, updated_at = $2, version = c.version + 1
       FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, status text, reason text)
       WHERE c.hotel_id = k.hotel_id AND c.id = k.id AND (c.status <> k.status OR c.status_reason IS DISTINCT FROM k.reason)
       RETURNING c.hotel_id, c.id
     )
     INSERT INTO change (hotel_id, kind, subject_id, at) SELECT hotel_id, 'channel.updated', id, $2 FROM told`,
    [
      JSON.stringify(
        [...latest.values()].map((notice) => ({ hotel_id: notice.hotelId, id: notice.channelId, status: notice.status, reason: notice.detail })),
      ),
      now,
    ],
  );
}

async function addReview(sql: Sql, plan: IngestionPlan, now: Date): Promise<void> {
  const failed = plan.receipts.filter((receipt) => receipt.state === 'failed');
  if (failed.length === 0) return;
  const rows = failed.map((receipt) => ({
    hotel_id: receipt.hotelId,
    id: newId(),
    channel_id: receipt.channelId,
    receipt_id: receipt.id,
    code: receipt.code,
    reason: receipt.error,
  }));
  await sql.query(ADD_REVIEW, [JSON.stringify(rows), now]);
}
