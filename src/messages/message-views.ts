import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { displayName } from '../attendees/index.js';
import type { MessageContent, SendFailure } from '../channels/index.js';
import { statusName } from '../common/delivery-status.js';
import type { Sql } from '../common/sql.js';
import { preview } from '../conversations/index.js';
import { query } from '../database/transaction.js';
import type { AuthorView, FailureView, MessageView, QuoteView, ReactionView } from './message.view.js';

interface Row {
  id: string;
  conversationId: string;
  chatId: string;
  direction: MessageView['direction'];
  authorKind: AuthorView['kind'];
  authorId: string | null;
  authorName: string | null;
  userName: string | null;
  guestName: string | null;
  guestPhone: string | null;
  isGuest: boolean;
  content: MessageContent;
  status: number | null;
  seq: number;
  failure: StoredFailure | null;
  clientId: string | null;
  providerId: string | null;
  sentAt: Date;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  sentElsewhere: boolean;
  version: number;
  quoteId: string | null;
  quoteContent: MessageContent;
  quoteDirection: QuoteView['direction'];
  quoteDeletedAt: Date | null;
  quoteReadable: boolean;
  reactions:
    | {
        emoji: string;
        kind: 'guest' | 'user';
        id: string | null;
        name: string | null;
        phone: string | null;
        status: number | null;
        failure: StoredFailure | null;
      }[]
    | null;
}

export type StoredFailure = Pick<SendFailure, 'code' | 'reason' | 'passes'>;

/**
 * A quote may reach into another department's episode: its words are shown only where both lie in one
 * place, so that whoever may read the message may read the quote. Reactions hang on the provider's id,
 * which may be older than the message's row.
 */
const VIEWS = `
  SELECT m.id, m.conversation_id AS "conversationId", m.chat_id AS "chatId", m.direction, m.author_kind AS "authorKind",
         coalesce(g.id, m.author_id) AS "authorId", m.author_name AS "authorName", u.name AS "userName",
         g.id IS NOT NULL AS "isGuest", g.name AS "guestName", g.phone AS "guestPhone",
         m.content, m.status, m.failure, m.client_id AS "clientId", m.provider_id AS "providerId", m.sent_at AS "sentAt",
         m.created_at AS "createdAt", m.edited_at AS "editedAt", m.deleted_at AS "deletedAt", m.sent_elsewhere AS "sentElsewhere",
         m.version, m.seq, q.id AS "quoteId", q.content AS "quoteContent", q.direction AS "quoteDirection", q.deleted_at AS "quoteDeletedAt",
         (qc.type = 'general') = (c.type = 'general') AND qc.department_id IS NOT DISTINCT FROM c.department_id AS "quoteReadable",
         r.reactions
  FROM message m
  JOIN conversation c ON c.hotel_id = m.hotel_id AND c.id = m.conversation_id
  LEFT JOIN app_user u ON m.author_kind = 'user' AND u.hotel_id = m.hotel_id AND u.id = m.author_id
  LEFT JOIN guest w ON m.author_kind = 'guest' AND w.hotel_id = m.hotel_id AND w.id = m.author_id
  LEFT JOIN guest g ON g.hotel_id = w.hotel_id AND g.id = coalesce(w.merged_into_id, w.id)
  LEFT JOIN LATERAL (
    SELECT q.id, q.conversation_id, q.content, q.direction, q.deleted_at FROM message q
    WHERE m.reply_to_id IS NOT NULL AND q.hotel_id = m.hotel_id AND q.id = m.reply_to_id
    UNION ALL
    SELECT q.id, q.conversation_id, q.content, q.direction, q.deleted_at FROM message q
    WHERE m.reply_to_id IS NULL AND m.reply_to_provider_id IS NOT NULL
      AND q.hotel_id = m.hotel_id AND q.channel_id = m.channel_id AND q.provider_id = m.reply_to_provider_id
    LIMIT 1
  ) q ON true
  LEFT JOIN conversation qc ON qc.hotel_id = m.hotel_id AND qc.id = q.conversation_id
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('emoji', shown.emoji, 'kind', r.author_kind, 'id', r.author_id,
             'name', coalesce(rg.name, ru.name), 'phone', rg.phone, 'status', r.send_status, 'failure', r.failure) ORDER BY r.at, r.id) AS reactions
    FROM reaction r
    -- One that could not be taken back is still on the guest's phone.
    CROSS JOIN LATERAL (SELECT coalesce(r.emoji, CASE WHEN r.failure IS NOT NULL THEN r.phone_emoji END) AS emoji) shown
    LEFT JOIN guest rg ON r.author_kind = 'guest' AND rg.hotel_id = r.hotel_id AND rg.id = r.author_id
    LEFT JOIN app_user ru ON r.author_kind = 'user' AND ru.hotel_id = r.hotel_id AND ru.id = r.author_id
    WHERE r.hotel_id = m.hotel_id AND r.channel_id = m.channel_id AND r.target_provider_id = m.provider_id AND shown.emoji IS NOT NULL
  ) r ON true
  WHERE m.hotel_id = $1 AND m.id = ANY($2::uuid[])`;

/** Messages as screens see them. */
@Injectable()
export class MessageViews {
  constructor(private readonly dataSource: DataSource) {}

  /** One query for any number of messages. `sql`: the transaction whose rows are meant. */
  async load(hotelId: string, ids: readonly string[], sql?: Sql): Promise<Map<string, MessageView>> {
    if (ids.length === 0) return new Map();
    const params = [hotelId, ids];
    const rows = await (sql === undefined ? query<Row>(this.dataSource, VIEWS, params) : sql.query<Row>(VIEWS, params));
    return new Map(rows.map((row) => [row.id, viewOf(row)]));
  }
}

export function failureView(failure: StoredFailure | null): FailureView | null {
  return failure === null ? null : { code: failure.code, reason: failure.reason, retryable: failure.passes };
}

function viewOf(row: Row): MessageView {
  return {
    id: row.id,
    conversationId: row.conversationId,
    chatId: row.chatId,
    direction: row.direction,
    author: { kind: row.authorKind, id: row.authorId, name: authorName(row) },
    content: row.deletedAt === null ? shown(row.content) : { type: 'system', code: 'message_deleted', data: {} },
    status: statusName(row.status),
    failure: failureView(row.failure),
    reactions: (row.reactions ?? []).map(reactionView),
    replyTo: quoteView(row),
    clientId: row.clientId,
    providerMessageId: row.providerId,
    sentAt: row.sentAt,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
    deletedAt: row.deletedAt,
    sentElsewhere: row.sentElsewhere,
    seq: row.seq,
    flow: null,
    version: row.version,
  };
}

/** Guests are called as they are called today, joined ones as the one they are now; members of a group as the provider named them. */
function authorName(row: Row): string | null {
  if (row.isGuest) return displayName({ name: row.guestName, phone: row.guestPhone });
  return row.userName ?? row.authorName;
}

function reactionStatus(rank: number | null): ReactionView['status'] {
  const status = statusName(rank);
  return status === 'received' || status === 'sent' || status === 'failed' ? status : 'queued';
}

function reactionView({ emoji, kind, id, name, phone, ...ours }: NonNullable<Row['reactions']>[number]): ReactionView {
  return {
    emoji,
    author: { kind, id, name: kind === 'guest' ? displayName({ name, phone }) : name },
    status: reactionStatus(ours.status),
    failure: failureView(ours.failure),
  };
}

function quoteView(row: Row): QuoteView | null {
  if (row.quoteId === null) return null;
  const readable = row.quoteReadable && row.quoteDeletedAt === null;
  return { id: row.quoteId, preview: readable ? preview(row.quoteContent) : '', direction: row.quoteDirection };
}

/** The provider's own JSON of what we do not show yet stays with the row. */
function shown(content: MessageContent): MessageContent {
  if (content.type !== 'unsupported') return content;
  const { type, providerType, summary } = content;
  return { type, providerType, summary };
}
