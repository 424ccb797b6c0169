import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { lastId, pageOf } from '../common/cursor.js';
import { Clock } from '../common/clock.js';
import { Readers, visibleSql, type Reader, type Sight } from '../conversations/index.js';
import { query } from '../database/transaction.js';
import type { NotificationPageView, NotificationView } from './notification.view.js';
import type { NotificationsDto } from './dto/notifications.dto.js';

/**
 * A person's bell. What it tells of must still be theirs to see: rights that ended take its notifications with them.
 * Served by notification_user and notification_unread.
 */
@Injectable()
export class NotificationsRepository {
  constructor(
    private readonly db: DataSource,
    private readonly readers: Readers,
    private readonly clock: Clock,
  ) {}

  async list(me: Reader, { limit, cursor, unread }: NotificationsDto): Promise<NotificationPageView> {
    const sight = await this.readers.sightOf(me);
    const params: unknown[] = [me.hotelId, me.userId];
    let conditions = mine(sight, params);
    if (unread === 'true') conditions += ' AND n.read_at IS NULL';
    const before = lastId('notifications', cursor);
    if (before !== null) conditions += ` AND n.id < $${params.push(before)}`;
    const rows = await query<NotificationView>(
      this.db,
      `SELECT n.id, n.kind, n.conversation_id AS "conversationId", n.data, n.at, n.read_at AS "readAt"
       FROM notification n WHERE ${conditions} ORDER BY n.id DESC LIMIT $${params.push(limit + 1)}`,
      params,
    );
    const page = pageOf(
      'notifications',
      rows,
      limit,
      (row) => row,
      (row) => [row.id],
    );
    return { ...page, unreadCount: await this.unreadCount(me, sight) };
  }

  /** Marks these, or all, as read; others' and unknown ids change nothing. */
  async read(me: Reader, ids: string[] | undefined): Promise<{ unreadCount: number }> {
    await query(
      this.db,
      `UPDATE notification SET read_at = $4
       WHERE hotel_id = $1 AND user_id = $2 AND read_at IS NULL AND ($3::uuid[] IS NULL OR id = ANY ($3::uuid[]))`,
      [me.hotelId, me.userId, ids ?? null, this.clock.now()],
    );
    return { unreadCount: await this.unreadCount(me, await this.readers.sightOf(me)) };
  }

  private async unreadCount(me: Reader, sight: Sight): Promise<number> {
    const params: unknown[] = [me.hotelId, me.userId];
    const [row] = await query<{ count: number }>(
      this.db,
      `SELECT count(*)::int AS count FROM notification n WHERE ${mine(sight, params)} AND n.read_at IS NULL`,
      params,
    );
    return row?.count ?? 0;
  }
}

/** $1 hotel, $2 user. */
function mine(sight: Sight, params: unknown[]): string {
  return `n.hotel_id = $1 AND n.user_id = $2 AND (n.conversation_id IS NULL OR EXISTS (
    SELECT 1 FROM conversation c WHERE c.hotel_id = n.hotel_id AND c.id = n.conversation_id AND ${visibleSql(sight, 'c', params)}))`;
}
