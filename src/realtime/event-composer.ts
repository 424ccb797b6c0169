import { Injectable } from '@nestjs/common';

import { ChannelsService, type ChannelView } from '../channels/index.js';
import {
  ConversationViews,
  covers,
  formerPlace,
  placeOf,
  Unread,
  withUnread,
  type ConversationView,
  type LoggedChange,
  type NamedReader,
  type Place,
} from '../conversations/index.js';
import { LiveQueries } from '../database/hot-queries.js';
import { MessageViews } from '../messages/index.js';
import type { NotificationEventData, StaffEvent, StaffEvents } from './events.js';

/** `place`: of the conversation it tells of; null: of none. */
type StoredNotification = NotificationEventData & { userId: string; place: Place | null };

const NOTIFICATIONS = `
  SELECT n.id, n.user_id AS "userId", n.kind, n.conversation_id AS "conversationId", n.data, n.at, n.read_at AS "readAt",
         CASE WHEN c.id IS NOT NULL THEN json_build_object('type', c.type, 'departmentId', c.department_id) END AS place
  FROM notification n LEFT JOIN conversation c ON c.hotel_id = n.hotel_id AND c.id = n.conversation_id
  WHERE n.hotel_id = $1 AND n.id = ANY($2::uuid[])`;

/**
 * Changes of one hotel → events for these readers, each as the reader may see it now. At most five queries,
 * whatever the numbers; what happened to a row several times is told once, as it is.
 */
@Injectable()
export class EventComposer {
  constructor(
    private readonly sql: LiveQueries,
    private readonly conversations: ConversationViews,
    private readonly messages: MessageViews,
    private readonly unread: Unread,
    private readonly channels: ChannelsService,
  ) {}

  async compose(hotelId: string, log: readonly LoggedChange[], readers: readonly NamedReader[]): Promise<StaffEvent[]> {
    const changes = onceEach(log);
    const conversationIds = [...new Set(changes.flatMap((change) => change.conversationId ?? []))];
    const [conversations, messages, unread, notifications, channels] = await Promise.all([
      this.conversations.load(null, hotelId, conversationIds, this.sql),
      this.messages.load(hotelId, [...new Set(changes.flatMap((change) => change.messageId ?? []))], this.sql),
      this.unread.of(
        hotelId,
        conversationIds,
        readers.map((reader) => reader.userId),
        this.sql,
      ),
      this.notifications(hotelId, changes),
      this.channelViews(hotelId, changes),
    ]);

    return changes.flatMap((change): StaffEvent[] => {
      const { kind, at } = change;
      // One object for all who have as much unread: they are told together (Switchboard.emitAll).
      const views = new Map<number, ConversationView>();
      const viewFor = (reader: NamedReader, view: ConversationView): ConversationView =>
        kept(views, unread.of(reader.userId, view.id), (count) => withUnread(view, count));
      if (kind === 'channel.updated') return channelEvents(change, channels, readers);
      if (kind === 'notification.created') return notificationEvents(change, notifications, readers);
      const view = conversations.get(change.conversationId ?? '');
      if (view === undefined) return [];
      const audience = readers.filter((reader) => covers(reader.sight, placeOf(view)));
      switch (kind) {
        case 'message.created':
        case 'message.updated': {
          const message = messages.get(change.messageId ?? '');
          // Moved to another conversation since: that move is a change of its own, with its own audience.
          if (message === undefined || message.conversationId !== view.id) return [];
          const news = new Map<ConversationView, StaffEvents['message.created']>();
          const newsFor = (reader: NamedReader): StaffEvents['message.created'] =>
            kept(news, viewFor(reader, view), (conversation) => ({ message, conversation }));
          return audience.map((reader) => ({ userId: reader.userId, name: kind, at, data: newsFor(reader) }));
        }
        case 'message.removed': {
          const id = change.messageId;
          if (id === null) return [];
          return audience.map((reader) => ({
            userId: reader.userId,
            name: kind,
            at,
            data: { id, conversation: viewFor(reader, view) },
          }));
        }
        case 'conversation.created':
        case 'conversation.updated':
          return audience.map((reader) => ({ userId: reader.userId, name: kind, at, data: viewFor(reader, view) }));
        case 'conversation.moved': {
          const left = readers.filter(
            (reader) => !audience.includes(reader) && covers(reader.sight, formerPlace(change)),
          );
          return [
            ...audience.map((reader) => ({
              userId: reader.userId,
              name: 'conversation.updated' as const,
              at,
              data: viewFor(reader, view),
            })),
            ...left.map((reader) => ({
              userId: reader.userId,
              name: 'conversation.removed' as const,
              at,
              data: { id: view.id },
            })),
          ];
        }
        case 'conversation.read':
          return audience
            .filter((reader) => reader.userId === change.subjectId)
            .map((reader) => ({
              userId: reader.userId,
              name: 'conversation.updated',
              at,
              data: viewFor(reader, view),
            }));
        case 'membership.changed':
        case 'session.ended':
          return []; // the publisher's, who knows the sockets
        default:
          return []; // another module's kind: not for screens
      }
    });
  }

  private async channelViews(hotelId: string, changes: readonly LoggedChange[]): Promise<Map<string, ChannelView>> {
    const ids = changes.flatMap((change) => (change.kind === 'channel.updated' ? (change.subjectId ?? []) : []));
    return ids.length === 0 ? new Map() : this.channels.views(hotelId, ids);
  }

  private async notifications(
    hotelId: string,
    changes: readonly LoggedChange[],
  ): Promise<Map<string, StoredNotification>> {
    const ids = changes.flatMap((change) => (change.kind === 'notification.created' ? (change.subjectId ?? []) : []));
    if (ids.length === 0) return new Map();
    const rows = await this.sql.query<StoredNotification>(NOTIFICATIONS, [hotelId, ids]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}

/** A row that changed several times is told once, where it last did; one that was also created, as created. */
function onceEach(changes: readonly LoggedChange[]): LoggedChange[] {
  const created = new Set(
    changes.flatMap((change) => (change.kind === 'message.created' ? (change.messageId ?? []) : [])),
  );
  const byKey = new Map<string, LoggedChange>();
  for (const change of changes) {
    if (change.kind === 'message.updated' && created.has(change.messageId ?? '')) continue;
    const key = [change.kind, change.conversationId, change.messageId, change.subjectId].join();
    if (change.kind !== 'message.created' && change.kind !== 'conversation.created') byKey.delete(key);
    if (!byKey.has(key)) byKey.set(key, change);
  }
  return [...byKey.values()];
}

function kept<K, V>(values: Map<K, V>, key: K, make: (key: K) => V): V {
  const found = values.get(key) ?? make(key);
  values.set(key, found);
  return found;
}

/** Every member of staff may know how a channel does; one that was removed is told as `disconnected`. */
function channelEvents(
  change: LoggedChange,
  channels: Map<string, ChannelView>,
  readers: readonly NamedReader[],
): StaffEvent[] {
  const data = channels.get(change.subjectId ?? '');
  if (data === undefined) return [];
  return readers.map(({ userId }) => ({ userId, name: 'channel.updated', at: change.at, data }));
}

function notificationEvents(
  change: LoggedChange,
  notifications: Map<string, StoredNotification>,
  readers: readonly NamedReader[],
): StaffEvent[] {
  const found = notifications.get(change.subjectId ?? '');
  const reader = readers.find(({ userId }) => userId === found?.userId);
  if (found === undefined || reader === undefined) return [];
  const { userId, place, ...data } = found;
  // Theirs, but about a conversation that is out of their sight by now (E23).
  if (place !== null && !covers(reader.sight, place)) return [];
  return [{ userId, name: 'notification.created', at: change.at, data }];
}
