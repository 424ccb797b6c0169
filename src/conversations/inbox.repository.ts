import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { decodeCursor, InvalidCursorError, uuidOf } from '../common/cursor.js';
import { Clock } from '../common/clock.js';
import { containsAll } from '../common/folded-search.js';
import { foundGuestsSql, hotelCountry, readGuestSearch } from '../attendees/index.js';
import { query, statements } from '../database/transaction.js';
import type { InboxDto, ListStatus } from './inbox.dto.js';
import { UNREAD_JOINS, UNREAD_MESSAGES } from './unread.js';
import { visibleSql, type Reader, type Sight } from './visibility.js';

/** A row of the list before it is a view; `at` is what the list sorts by, as text, to the microsecond. */
export interface InboxRow {
  id: string;
  at: string;
}

export type Filters = Omit<InboxDto, 'limit' | 'cursor'>;

const STATUSES: Record<ListStatus, readonly string[]> = {
  active: ['active'],
  expired: ['expired'],
  closed: ['closed'],
  past: ['expired', 'closed'],
};
const EVERY_STATUS = ['active', 'expired', 'closed'];

/** What its cursors go by: another order or another status is another list. */
export function inboxList({ sort, status }: Filters): string {
  return `inbox/${sort}/${status ?? 'all'}`;
}

/** Is `c` one of those whose guest waits? */
export const WAITS = `(c.status = 'active' AND c.waiting_since IS NOT NULL)`;

/** The inbox. Keyset, not offset: messages arrive while people scroll. */
@Injectable()
export class InboxRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** One more than `limit`, where there is more. */
  async list(
    reader: Reader,
    sight: Sight,
    filters: Filters,
    limit: number,
    cursor: string | undefined,
  ): Promise<InboxRow[]> {
    const params: unknown[] = [reader.hotelId];
    const country = filters.q === undefined ? '' : await hotelCountry(statements(this.dataSource), reader.hotelId);
    const conditions = [visibleSql(sight, 'c', params), ...this.conditions(reader, filters, country, params)];
    const joins = filters.unread === undefined ? '' : unreadJoins(reader, params);
    const sql = filters.sort === 'waiting' ? waitingSql : recentSql;
    return query<InboxRow>(this.dataSource, sql({ filters, conditions, joins, limit, cursor, params }), params);
  }

  private conditions(reader: Reader, filters: Filters, country: string, params: unknown[]): string[] {
    const value = (of: unknown): string => `$${params.push(of)}`;
    const conditions: string[] = [];
    if (filters.type !== undefined) conditions.push(`c.type = ${value(filters.type)}`);
    if (filters.departmentId !== undefined) conditions.push(`c.department_id = ${value(filters.departmentId)}`);
    if (filters.assignee === 'none') conditions.push('c.assignee_id IS NULL');
    else if (filters.assignee !== undefined) {
      conditions.push(`c.assignee_id = ${value(filters.assignee === 'me' ? reader.userId : filters.assignee)}`);
    }
    if (filters.waiting !== undefined) conditions.push(filters.waiting ? WAITS : `NOT ${WAITS}`);
    if (filters.unread !== undefined)
      conditions.push(`${filters.unread ? '' : 'NOT '}EXISTS (SELECT 1 ${UNREAD_MESSAGES})`);
    const found = filters.q === undefined ? null : this.search(filters.q, country, value);
    if (found !== null) conditions.push(found);
    return conditions;
  }

  /** The chats of the guests that are meant, and groups by their subject. Looked up once, not per row. */
  private search(q: string, country: string, value: (of: unknown) => string): string | null {
    const search = readGuestSearch(q, country);
    if (search === null) return null;
    return `c.chat_id IN (
      SELECT ch.id FROM chat ch WHERE ch.hotel_id = $1 AND ch.guest_id IN (${foundGuestsSql(search, this.clock.now(), value)})
      UNION ALL
      SELECT ch.id FROM chat ch WHERE ch.hotel_id = $1 AND ch.kind = 'group' AND ${containsAll('lower(ch.subject)', search.words, value)})`;
  }
}

interface Parts {
  filters: Filters;
  conditions: string[];
  joins: string;
  limit: number;
  cursor: string | undefined;
  params: unknown[];
}

/**
 * Newest message first. Each status is a walk down its own part of an index that ends after one page, so
 * that "past" and "all" do not sort a year: conversation_inbox, with a department conversation_department,
 * with an assignee conversation_assignee.
 */
function recentSql({ filters, conditions, joins, limit, cursor, params }: Parts): string {
  const where = [`c.hotel_id = $1`, 'c.status = wanted.status', ...conditions];
  if (cursor !== undefined) {
    const [at, id] = positionOf(filters, cursor);
    where.push(`(c.last_message_at, c.id) < ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`);
  }
  const statuses = `$${params.push(filters.status === undefined ? EVERY_STATUS : STATUSES[filters.status])}`;
  const most = `$${params.push(limit + 1)}`;
  return `
    SELECT page.id, page.last_message_at::text AS at
    FROM unnest(${statuses}::text[]) AS wanted (status)
    CROSS JOIN LATERAL (
      SELECT c.id, c.last_message_at FROM conversation c ${joins}
      WHERE ${where.join(' AND ')}
      ORDER BY c.last_message_at DESC, c.id DESC LIMIT ${most}
    ) page
    ORDER BY page.last_message_at DESC, page.id DESC LIMIT ${most}`;
}

/** Waiting longest first. Served by conversation_waiting. */
function waitingSql({ filters, conditions, joins, limit, cursor, params }: Parts): string {
  const where = [`c.hotel_id = $1`, WAITS, ...conditions];
  if (filters.status !== undefined && filters.status !== 'active') where.push('false');
  if (cursor !== undefined) {
    const [at, id] = positionOf(filters, cursor);
    where.push(`(c.waiting_since, c.id) > ($${params.push(at)}::timestamptz, $${params.push(id)}::uuid)`);
  }
  return `
    SELECT c.id, c.waiting_since::text AS at FROM conversation c ${joins}
    WHERE ${where.join(' AND ')}
    ORDER BY c.waiting_since, c.id LIMIT $${params.push(limit + 1)}`;
}

function unreadJoins(reader: Reader, params: unknown[]): string {
  return `JOIN app_user u ON u.hotel_id = c.hotel_id AND u.id = $${params.push(reader.userId)} ${UNREAD_JOINS}`;
}

function positionOf(filters: Filters, cursor: string): [at: string, id: string] {
  const [at = '', id] = decodeCursor(inboxList(filters), cursor, 2);
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/.test(at)) throw new InvalidCursorError();
  return [at, uuidOf(id)];
}
