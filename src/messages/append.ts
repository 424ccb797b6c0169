import type { MessageContent } from '../channels/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { traceId } from '../common/trace.js';
import { searchableText } from './searchable-text.js';

/** Who says it: a member of staff, or automation; where a program speaks, its API key with its name. */
export interface MessageAuthor {
  kind: 'user' | 'automation';
  id: string | null;
  name?: string;
}

export interface OutgoingMessage {
  hotelId: string;
  chatId: string;
  conversationId: string;
  author: MessageAuthor;
  content: MessageContent;
  clientId: string | null;
  replyToId: string | null;
  /** business time: when it was queued; bubbles never move from there */
  now: Date;
  /** when the episode now ends; automatic messages do not move it (E10) */
  expiresAt: Date | null;
}

/**
 * Whether the card shows it: while the guest waits it keeps the guest's words (and its place among the newest),
 * for they are what a colleague has to answer, not our menu below them.
 */
const TAKES_THE_CARD = `($5 = 'user' OR waiting_since IS NULL OR last_message_id IS NULL)`;

/**
 * Stores a message as `queued` with its first attempt: the row is the outbox (promise 6). What staff say
 * answers the guest and takes the conversation if it is free; what automation says does neither.
 * The caller holds the chat's lock (lock order: chat, conversation, message). Providers tell whole seconds, so
 * ours are cut to them: within a second the sequence decides, and an answer never stands before its question.
 */
const APPEND = `
  WITH counted AS (
    UPDATE chat SET message_seq = message_seq + 1 WHERE hotel_id = $1 AND id = $2 RETURNING channel_id, message_seq
  ), stored AS (
    INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, author_id, author_name, type, content,
                         text_folded, client_id, status, reply_to_id, seq, sent_at, created_at)
    SELECT $1, $4, $2, $3, channel_id, 'outbound', $5, $6, $15, $7, $8, $9, $10, 0, $11, message_seq, date_trunc('second', $12::timestamptz), $12 FROM counted
  ), attempt AS (
    INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, created_at, trace_id)
    SELECT $1, $13, $4, channel_id, 1, 0, $12, $16 FROM counted
  ), episode AS (
    UPDATE conversation SET
      last_message_id = CASE WHEN ${TAKES_THE_CARD} THEN $4 ELSE last_message_id END,
      last_message_at = CASE WHEN ${TAKES_THE_CARD} THEN greatest(last_message_at, date_trunc('second', $12::timestamptz)) ELSE last_message_at END,
      updated_at = $12, version = version + 1,
      waiting_since = CASE WHEN $5 = 'user' THEN NULL ELSE waiting_since END,
      expires_at = greatest(expires_at, $14),
      assignee_id = CASE WHEN $5 = 'user' THEN coalesce(assignee_id, $6) ELSE assignee_id END
    WHERE hotel_id = $1 AND id = $3
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at) VALUES ($1, 'message.created', $3, $4, $12)`;

/** Returns the message's id. What it is sent for is what this runs for: a request, or a guest's message (withTrace). */
export async function appendOutgoing(sql: Sql, message: OutgoingMessage): Promise<string> {
  const id = newId();
  await sql.query(APPEND, [
    message.hotelId,
    message.chatId,
    message.conversationId,
    id,
    message.author.kind,
    message.author.id,
    message.content.type,
    JSON.stringify(message.content),
    searchableText(message.content),
    message.clientId,
    message.replyToId,
    message.now,
    newId(),
    message.expiresAt,
    nameOf(message.author),
    traceId(),
  ]);
  return id;
}

const NOTE = `
  WITH counted AS (
    UPDATE chat SET message_seq = message_seq + 1 WHERE hotel_id = $1 AND id = $2 RETURNING channel_id, message_seq
  ), stored AS (
    INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, author_id, author_name, type, content,
                         text_folded, client_id, seq, sent_at, created_at)
    SELECT $1, $4, $2, $3, channel_id, 'internal', $10, $5, $11, 'note', $6, $7, $8, message_seq, date_trunc('second', $9::timestamptz), $9 FROM counted
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at) VALUES ($1, 'message.created', $3, $4, $9)`;

export interface Note {
  hotelId: string;
  chatId: string;
  conversationId: string;
  author: MessageAuthor;
  content: Extract<MessageContent, { type: 'note' }>;
  clientId: string | null;
  now: Date;
}

/** A private note: in the thread, never the card's last message, never an answer. The caller holds the chat's lock. */
export async function appendNote(sql: Sql, note: Note): Promise<string> {
  const id = newId();
  await sql.query(NOTE, [
    note.hotelId,
    note.chatId,
    note.conversationId,
    id,
    note.author.id,
    JSON.stringify(note.content),
    searchableText(note.content),
    note.clientId,
    note.now,
    note.author.kind,
    nameOf(note.author),
  ]);
  return id;
}

/** A person's name is read with their row, as it is today; a key's is kept, because it may be ended. */
function nameOf(author: MessageAuthor): string | null {
  return author.kind === 'automation' ? (author.name ?? null) : null;
}
