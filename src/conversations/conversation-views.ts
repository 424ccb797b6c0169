import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { displayName } from '../attendees/index.js';
import { Adapters, type MessageContent, type Provider } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { statusName } from '../common/delivery-status.js';
import type { Sql } from '../common/sql.js';
import { Config } from '../config/index.js';
import { statements } from '../database/transaction.js';
import type { ConversationGuestView, ConversationView, LastMessageView, Lifecycle } from './conversation.view.js';
import { preview } from './preview.js';
import { Unread } from './unread.js';
import type { ConversationType } from './visibility.js';

const HOUR = 3_600_000;

interface Row {
  id: string;
  chatId: string;
  type: ConversationType;
  status: ConversationView['status'];
  priority: ConversationView['priority'];
  departmentId: string | null;
  departmentName: string | null;
  assigneeId: string | null;
  assigneeName: string | null;
  waitingSince: Date | null;
  expiresAt: Date;
  openedAt: Date;
  closedAt: Date | null;
  updatedAt: Date;
  version: string;
  kind: ConversationView['kind'];
  subject: string | null;
  lastInboundAt: Date | null;
  channelId: string;
  channelName: string;
  provider: Provider;
  guestId: string | null;
  guestName: string | null;
  guestPhone: string | null;
  language: string | null;
  lifecycle: Lifecycle | null;
  room: string | null;
  arrival: string | null;
  departure: string | null;
  reference: string | null;
  vip: string | null;
  messageId: string | null;
  messageDirection: LastMessageView['direction'];
  messageContent: MessageContent;
  messageStatus: number | null;
  authorKind: LastMessageView['author']['kind'];
  authorId: string | null;
  authorName: string | null;
  messageSentAt: Date;
  messageDeletedAt: Date | null;
}

/** All of a card but what differs by reader. The stay is the present one, else the next, by the hotel's day. */
const VIEWS = `
  SELECT c.id, c.chat_id AS "chatId", c.type, c.status, c.priority, c.department_id AS "departmentId", d.name AS "departmentName",
         c.assignee_id AS "assigneeId", a.name AS "assigneeName", c.waiting_since AS "waitingSince", c.expires_at AS "expiresAt",
         c.opened_at AS "openedAt", c.closed_at AS "closedAt", c.updated_at AS "updatedAt", c.version,
         ch.kind, ch.subject, ch.last_inbound_at AS "lastInboundAt",
         k.id AS "channelId", k.name AS "channelName", k.provider,
         g.id AS "guestId", g.name AS "guestName", g.phone AS "guestPhone", g.language, g.lifecycle,
         s.room, s.arrival::text AS arrival, s.departure::text AS departure, s.reference, coalesce(g.vip, s.vip) AS vip,
         m.id AS "messageId", m.direction AS "messageDirection", m.content AS "messageContent", m.status AS "messageStatus",
         m.sent_at AS "messageSentAt", m.author_kind AS "authorKind", w.id AS "authorId", w.name AS "authorName", m.deleted_at AS "messageDeletedAt"
  FROM conversation c
  JOIN hotel h ON h.id = c.hotel_id
  JOIN chat ch ON ch.hotel_id = c.hotel_id AND ch.id = c.chat_id
  JOIN channel k ON k.hotel_id = ch.hotel_id AND k.id = ch.channel_id
  LEFT JOIN guest g ON g.hotel_id = ch.hotel_id AND g.id = ch.guest_id
  LEFT JOIN department d ON d.hotel_id = c.hotel_id AND d.id = c.department_id
  LEFT JOIN app_user a ON a.hotel_id = c.hotel_id AND a.id = c.assignee_id
  LEFT JOIN message m ON m.hotel_id = c.hotel_id AND m.id = c.last_message_id
  LEFT JOIN app_user w ON m.author_kind = 'user' AND w.hotel_id = m.hotel_id AND w.id = m.author_id
  LEFT JOIN LATERAL (
    SELECT s.room, s.arrival, s.departure, s.reference, s.vip FROM stay s
    WHERE s.hotel_id = g.hotel_id AND s.guest_id = g.id AND s.cancelled_at IS NULL
      AND s.departure >= ($3::timestamptz AT TIME ZONE h.time_zone)::date
    ORDER BY s.arrival, s.id LIMIT 1
  ) s ON true
  WHERE c.hotel_id = $1 AND c.id = ANY($2::uuid[])`;

/** Conversations as screens see them. */
@Injectable()
export class ConversationViews {
  private readonly windowMs: number;

  constructor(
    private readonly dataSource: DataSource,
    private readonly unread: Unread,
    private readonly clock: Clock,
    private readonly adapters: Adapters,
    config: Config,
  ) {
    this.windowMs = config.conversations.providerWindowHours * HOUR;
  }

  /**
   * Two queries for any number of conversations, one without a reader: then `unreadCount` is 0 and to be
   * filled in per user (`withUnread`). `sql`: the transaction whose rows are meant.
   */
  async load(
    reader: { userId: string } | null,
    hotelId: string,
    ids: readonly string[],
    sql: Sql = statements(this.dataSource),
  ): Promise<Map<string, ConversationView>> {
    if (ids.length === 0) return new Map();
    const [rows, unread] = await Promise.all([
      sql.query<Row>(VIEWS, [hotelId, ids, this.clock.now()]),
      this.unread.of(hotelId, ids, reader === null ? [] : [reader.userId], sql),
    ]);
    return new Map(rows.map((row) => [row.id, this.view(row, reader === null ? 0 : unread.of(reader.userId, row.id))]));
  }

  private view(row: Row, unreadCount: number): ConversationView {
    const { lastInboundAt } = row;
    return {
      id: row.id,
      name:
        row.kind === 'group' ? (row.subject ?? 'Group') : displayName({ name: row.guestName, phone: row.guestPhone }),
      kind: row.kind,
      type: row.type,
      status: row.status,
      chatId: row.chatId,
      guest: guestOf(row),
      channel: { id: row.channelId, name: row.channelName, provider: row.provider },
      department: named(row.departmentId, row.departmentName),
      assignee: named(row.assigneeId, row.assigneeName),
      flow: null,
      unreadCount,
      waitingSince: row.waitingSince,
      windowClosesAt:
        lastInboundAt !== null && this.adapters.find(row.provider)?.capabilities.replyWindow
          ? new Date(lastInboundAt.getTime() + this.windowMs)
          : null,
      expiresAt: row.expiresAt,
      priority: row.priority,
      lastMessage: lastMessageOf(row),
      openedAt: row.openedAt,
      closedAt: row.closedAt,
      updatedAt: row.updatedAt,
      version: Number(row.version),
    };
  }
}

/** A shared view as one user gets it. */
export function withUnread(view: ConversationView, unreadCount: number): ConversationView {
  return { ...view, unreadCount };
}

function guestOf(row: Row): ConversationGuestView | null {
  if (row.guestId === null) return null;
  return {
    id: row.guestId,
    name: displayName({ name: row.guestName, phone: row.guestPhone }),
    phone: row.guestPhone,
    language: row.language,
    vip: row.vip,
    lifecycle: row.lifecycle ?? 'new',
    stay:
      row.arrival !== null && row.departure !== null
        ? { room: row.room, arrival: row.arrival, departure: row.departure, reference: row.reference }
        : null,
  };
}

function lastMessageOf(row: Row): LastMessageView | null {
  if (row.messageId === null) return null;
  return {
    id: row.messageId,
    author: { kind: row.authorKind, id: row.authorId, name: row.authorName },
    direction: row.messageDirection,
    type: row.messageContent.type,
    preview: row.messageDeletedAt === null ? preview(row.messageContent) : '',
    status: statusName(row.messageStatus),
    at: row.messageSentAt,
  };
}

function named(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null ? null : { id, name: name ?? '' };
}
