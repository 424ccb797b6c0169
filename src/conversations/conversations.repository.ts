import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { decodeCursor, InvalidCursorError, lastId, pageOf, uuidOf } from '../common/cursor.js';
import { NotFoundError } from '../common/errors.js';
import type { PageDto } from '../common/page.dto.js';
import { query, type Tx } from '../database/transaction.js';
import { displayName } from '../attendees/index.js';
import type { AttendeeOfConversationView, AttendeesView, ParticipantsView } from './conversation.view.js';
import { VersionConflictError } from './conversation.errors.js';
import { lockChat } from './episodes.js';
import { maySee, type ConversationType, type GeneralRule, type Reader } from './visibility.js';

/** A conversation's row, as far as acts need it. */
export interface ConversationRow {
  id: string;
  chatId: string;
  type: ConversationType;
  status: 'active' | 'expired' | 'closed';
  departmentId: string | null;
  departmentName: string | null;
  assigneeId: string | null;
  expiresAt: Date;
  version: number;
}

const COLUMNS = `c.id, c.chat_id AS "chatId", c.type, c.status, c.department_id AS "departmentId", d.name AS "departmentName",
  c.assignee_id AS "assigneeId", c.expires_at AS "expiresAt", c.version::int AS version,
  h.general_audience AS "generalAudience", h.front_desk_department_id AS "frontDeskDepartmentId"`;
const FROM = `FROM conversation c JOIN hotel h ON h.id = c.hotel_id
  LEFT JOIN department d ON d.hotel_id = c.hotel_id AND d.id = c.department_id
  WHERE c.hotel_id = $1 AND c.id = $2`;

/** Conversations one by one. Not there and not yours are one answer (promise 10). */
@Injectable()
export class ConversationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Throws NotFoundError for what this reader may not see. */
  async visible(reader: Reader, conversationId: string): Promise<ConversationRow> {
    const rows = await query<ConversationRow & GeneralRule>(this.dataSource, `SELECT ${COLUMNS} ${FROM}`, [
      reader.hotelId,
      conversationId,
    ]);
    return seen(reader, rows[0]);
  }

  /** The same with chat and conversation locked, in that order. `version`: what the client looked at. */
  async lockVisible(tx: Tx, reader: Reader, conversationId: string, version?: number): Promise<ConversationRow> {
    const params = [reader.hotelId, conversationId];
    const before = seen(
      reader,
      (await tx.query<ConversationRow & GeneralRule>(`SELECT ${COLUMNS} ${FROM}`, params))[0],
    );
    await lockChat(tx, reader.hotelId, before.chatId);
    // Read again behind the lock: it may have been handed over while we waited, and then the later act must see it.
    const rows = await tx.query<ConversationRow & GeneralRule>(
      `SELECT ${COLUMNS} ${FROM} FOR NO KEY UPDATE OF c`,
      params,
    );
    const row = seen(reader, rows[0]);
    if (version !== undefined && version !== row.version) throw new VersionConflictError(row.version);
    return row;
  }

  async attendees(hotelId: string, conversationId: string, { limit, cursor }: PageDto): Promise<AttendeesView> {
    const list = `attendees/${conversationId}`;
    const [isSelf, after] = cursor === undefined ? [] : decodeCursor(list, cursor, 2);
    if (isSelf !== undefined && isSelf !== 'true' && isSelf !== 'false') throw new InvalidCursorError();
    const rows = await query<
      AttendeeOfConversationView & {
        id: string;
        name: string | null;
        guestName: string | null;
        guestPhone: string | null;
      }
    >(
      this.dataSource,
      `SELECT a.id, a.external_id AS "externalId", a.name, coalesce(a.phone, g.phone) AS phone, a.is_self AS "isSelf", a.guest_id AS "guestId",
              g.name AS "guestName", g.phone AS "guestPhone"
       FROM conversation_attendee l
       JOIN attendee a ON a.hotel_id = l.hotel_id AND a.id = l.attendee_id
       LEFT JOIN guest g ON g.hotel_id = a.hotel_id AND g.id = a.guest_id
       WHERE l.hotel_id = $1 AND l.conversation_id = $2 AND ($3::boolean IS NULL OR (a.is_self, a.id) > ($3::boolean, $4::uuid))
       ORDER BY a.is_self, a.id LIMIT $5`,
      [hotelId, conversationId, isSelf ?? null, isSelf === undefined ? null : uuidOf(after), limit + 1],
    );
    return pageOf(
      list,
      rows,
      limit,
      ({ id: _, guestName, guestPhone, ...row }) => ({
        ...row,
        name: displayName({ name: guestName ?? row.name, phone: guestPhone ?? row.phone }),
      }),
      (row) => [String(row.isSelf), row.id],
    );
  }

  /** Those who have been with the hotel longest first: ids are in the order of time. */
  async participants(hotelId: string, conversationId: string, { limit, cursor }: PageDto): Promise<ParticipantsView> {
    const list = `participants/${conversationId}`;
    const after = lastId(list, cursor);
    const rows = await query<{
      id: string;
      name: string;
      lastReadSeq: string;
      lastReadAt: Date | null;
      joinedAt: Date;
    }>(
      this.dataSource,
      `SELECT u.id, u.name, p.last_read_seq AS "lastReadSeq", p.last_read_at AS "lastReadAt", p.joined_at AS "joinedAt"
       FROM participant p JOIN app_user u ON u.hotel_id = p.hotel_id AND u.id = p.user_id
       WHERE p.hotel_id = $1 AND p.conversation_id = $2 AND p.involved AND ($3::uuid IS NULL OR u.id > $3)
       ORDER BY u.id LIMIT $4`,
      [hotelId, conversationId, after, limit + 1],
    );
    return pageOf(
      list,
      rows,
      limit,
      ({ id, name, lastReadSeq, ...row }) => ({ user: { id, name }, lastReadSeq: Number(lastReadSeq), ...row }),
      (row) => [row.id],
    );
  }
}

function seen(reader: Reader, row: (ConversationRow & GeneralRule) | undefined): ConversationRow {
  if (row === undefined || !maySee(reader, row, row)) throw new NotFoundError('conversation');
  return row;
}
