import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { groupChatKey, personChatKey, type LockedChat, type ResolvedPeople } from './ingestion.people.js';
import type { IngestionPlan, PlannedMessage } from './ingestion.plan.js';
import {
  EXPIRE_EPISODES,
  JOIN_ATTENDEES,
  KNOWN_MESSAGES,
  OPEN_GENERAL,
  QUOTED_CONVERSATIONS,
  REOPEN_EPISODES,
} from './ingestion.sql.js';

export interface PlacedMessage {
  message: PlannedMessage;
  chat: LockedChat;
  conversationId: string;
}

/**
 * Gives every new message its conversation (DECISIONS: "Which one gets the guest's next message"): the
 * quoted or answered message's, else the chat's current one, else a `general` one, reopened or made.
 * Nothing is asked of the database while all chats have an active conversation and nobody quotes.
 */
export async function placeMessages(
  sql: Sql,
  plan: IngestionPlan,
  people: ResolvedPeople,
  now: Date,
  expiryMs: number,
): Promise<PlacedMessage[]> {
  let messages = plan.messages.map((message) => ({ message, chat: chatFor(message, people) }));
  const stale = unique(messages.map(({ chat }) => chat)).filter(
    (chat) => chat.conversationStatus === 'active' && chat.expiresAt !== null && chat.expiresAt < now,
  );
  if (stale.length > 0 || messages.some(({ chat }) => chat.conversationStatus !== 'active')) {
    // Told before: it must not open an episode for nothing.
    messages = await onlyNew(sql, messages);
    await openEpisodes(sql, messages, stale, now, expiryMs);
  }
  const quoted = await quotedConversations(sql, messages);
  return messages.map(({ message, chat }, n) => {
    const conversationId = quoted.get(n) ?? chat.conversationId;
    if (conversationId === null) throw new Error('every chat with a new message has a conversation by now');
    return { message, chat, conversationId };
  });
}

type Placed = { message: PlannedMessage; chat: LockedChat }[];

function chatFor(message: PlannedMessage, people: ResolvedPeople): LockedChat {
  const key =
    message.groupId === null
      ? personChatKey(message.person ?? -1, message.channelId)
      : groupChatKey(message.channelId, message.groupId);
  const chat = people.chats.get(key);
  if (!chat) throw new Error('every message of the plan has a chat by now');
  return chat;
}

async function onlyNew(sql: Sql, messages: Placed): Promise<Placed> {
  const keys = messages.map(({ message }) => ({
    hotel_id: message.hotelId,
    channel_id: message.channelId,
    provider_id: message.providerId,
  }));
  const known = await sql.query<{ channel_id: string; provider_id: string }>(KNOWN_MESSAGES, [JSON.stringify(keys)]);
  const told = new Set(known.map((row) => `${row.channel_id}:${row.provider_id}`));
  return messages.filter(({ message }) => !told.has(`${message.channelId}:${message.providerId}`));
}

async function openEpisodes(
  sql: Sql,
  messages: Placed,
  stale: LockedChat[],
  now: Date,
  expiryMs: number,
): Promise<void> {
  const live = new Set(messages.filter(({ message }) => !message.historical).map(({ chat }) => chat));
  if (live.size > 0) {
    // Of all these chats, not of the stale ones alone: an old `general` one may lie beside the current one.
    await sql.query(EXPIRE_EPISODES, [
      JSON.stringify([...live].map((chat) => ({ hotel_id: chat.hotelId, chat_id: chat.id }))),
      now,
    ]);
    for (const chat of stale) if (live.has(chat)) chat.conversationStatus = 'expired';
  }
  const closed = [...live].filter(
    (chat) => chat.conversationStatus === 'closed' && chat.expiresAt !== null && chat.expiresAt >= now,
  );
  if (closed.length > 0) {
    const back = await sql.query<{ chat_id: string }>(REOPEN_EPISODES, [
      JSON.stringify(closed.map((chat) => ({ hotel_id: chat.hotelId, chat_id: chat.id }))),
      now,
    ]);
    const reopened = new Set(back.map((row) => row.chat_id));
    for (const chat of closed) if (reopened.has(chat.id)) chat.conversationStatus = 'active';
  }
  const wanting = unique(messages.map(({ chat }) => chat)).filter((chat) =>
    live.has(chat) ? chat.conversationStatus !== 'active' : chat.conversationId === null,
  );
  if (wanting.length === 0) return;
  const opened = await sql.query<{ chat_id: string; conversation_id: string }>(OPEN_GENERAL, [
    JSON.stringify(
      wanting.map((chat) => ({
        hotel_id: chat.hotelId,
        id: newId(),
        chat_id: chat.id,
        status: live.has(chat) ? 'active' : 'expired',
        first_at: new Date(
          Math.min(...messages.filter((placed) => placed.chat === chat).map(({ message }) => +message.sentAt)),
        ),
        expires_at: live.has(chat) ? new Date(+now + expiryMs) : now,
      })),
    ),
    now,
  ]);
  const byChat = new Map(opened.map((row) => [row.chat_id, row.conversation_id]));
  for (const chat of wanting) {
    chat.conversationId = byChat.get(chat.id) ?? chat.conversationId;
    chat.conversationStatus = live.has(chat) ? 'active' : 'expired';
  }
  await sql.query(JOIN_ATTENDEES, [
    JSON.stringify(
      wanting
        .filter((chat) => chat.guestId !== null)
        .map((chat) => ({
          hotel_id: chat.hotelId,
          conversation_id: chat.conversationId,
          channel_id: chat.channelId,
          guest_id: chat.guestId,
        })),
    ),
  ]);
}

async function quotedConversations(sql: Sql, messages: Placed): Promise<Map<number, string>> {
  const quotes = messages.flatMap(({ message, chat }, n) =>
    message.replyToProviderId === null || message.historical
      ? []
      : [
          {
            n,
            hotel_id: message.hotelId,
            channel_id: message.channelId,
            chat_id: chat.id,
            provider_id: message.replyToProviderId,
          },
        ],
  );
  if (quotes.length === 0) return new Map();
  const rows = await sql.query<{ n: number; conversation_id: string }>(QUOTED_CONVERSATIONS, [JSON.stringify(quotes)]);
  return new Map(rows.map((row) => [row.n, row.conversation_id]));
}

function unique<T>(values: T[]): T[] {
  return [...new Set(values)];
}
