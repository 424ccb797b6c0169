import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Sql } from '../common/sql.js';
import { statements } from '../database/transaction.js';

/**
 * Which arrivals `m` of conversation `c` the user `u` has not read: those after their last-read position,
 * and none from before they joined (the department, or for the rest the hotel). Served by message_unread.
 */
export const UNREAD_JOINS = `
  LEFT JOIN participant p ON p.hotel_id = c.hotel_id AND p.conversation_id = c.id AND p.user_id = u.id
  LEFT JOIN department_member dm ON dm.hotel_id = c.hotel_id AND dm.department_id = c.department_id AND dm.user_id = u.id`;
export const UNREAD_MESSAGES = `
  FROM message m WHERE m.hotel_id = c.hotel_id AND m.conversation_id = c.id
    AND m.inbound_seq > coalesce(p.last_read_seq, 0) AND m.created_at >= coalesce(dm.joined_at, u.created_at)`;

const UNREAD = `
  SELECT u.id AS "userId", c.id AS "conversationId", n.unread
  FROM conversation c
  JOIN app_user u ON u.hotel_id = c.hotel_id AND u.id = ANY($3::uuid[])
  ${UNREAD_JOINS}
  CROSS JOIN LATERAL (SELECT count(*)::int AS unread ${UNREAD_MESSAGES}) n
  WHERE c.hotel_id = $1 AND c.id = ANY($2::uuid[]) AND n.unread > 0`;

/** Unread arrivals per user and conversation; what is not in it is 0. */
export class UnreadCounts {
  private readonly counts: Map<string, number>;

  constructor(rows: { userId: string; conversationId: string; unread: number }[]) {
    this.counts = new Map(rows.map((row) => [row.userId + row.conversationId, row.unread]));
  }

  of(userId: string, conversationId: string): number {
    return this.counts.get(userId + conversationId) ?? 0;
  }
}

@Injectable()
export class Unread {
  constructor(private readonly dataSource: DataSource) {}

  /** One query for any number of users and conversations. */
  async of(
    hotelId: string,
    conversationIds: readonly string[],
    userIds: readonly string[],
    sql: Sql = statements(this.dataSource),
  ): Promise<UnreadCounts> {
    if (conversationIds.length === 0 || userIds.length === 0) return new UnreadCounts([]);
    return new UnreadCounts(await sql.query(UNREAD, [hotelId, conversationIds, userIds]));
  }
}
