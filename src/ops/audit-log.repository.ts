import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { lastId, pageOf } from '../common/cursor.js';
import { query } from '../database/transaction.js';
import type { AuditEntryView, AuditPageView } from './audit-log.view.js';
import type { AuditLogDto } from './dto/audit-log.dto.js';

/**
 * Newest first; ids grow with time. Served by the primary key, audit_entry_conversation, audit_entry_actor or
 * audit_entry_subject, whichever the filters fit.
 */
const LOG = `
  SELECT e.id, e.at, json_build_object('kind', e.actor_kind, 'id', e.actor_id, 'name', coalesce(u.name, k.name, g.name)) AS actor,
    e.action, json_build_object('type', e.subject_type, 'id', e.subject_id) AS subject, e.conversation_id AS "conversationId",
    e.before, e.after
  FROM audit_entry e
  LEFT JOIN app_user u ON e.actor_kind = 'user' AND u.hotel_id = e.hotel_id AND u.id = e.actor_id
  LEFT JOIN api_key k ON e.actor_kind = 'automation' AND k.hotel_id = e.hotel_id AND k.id = e.actor_id
  LEFT JOIN guest g ON e.actor_kind = 'guest' AND g.hotel_id = e.hotel_id AND g.id = e.actor_id
  WHERE e.hotel_id = $1`;

@Injectable()
export class AuditLogRepository {
  constructor(private readonly db: DataSource) {}

  async list(hotelId: string, filters: AuditLogDto): Promise<AuditPageView> {
    const { limit, cursor } = filters;
    const params: unknown[] = [hotelId];
    const conditions: string[] = [];
    const where = (sql: string, value: unknown): void => {
      if (value === undefined) return;
      params.push(value);
      conditions.push(` AND ${sql} $${params.length}`);
    };
    where('e.action =', filters.action);
    where('e.actor_id =', filters.actorId);
    where('e.subject_type =', filters.subjectType);
    where('e.subject_id =', filters.subjectId);
    where('e.conversation_id =', filters.conversationId);
    where('e.at >=', filters.from);
    where('e.at <', filters.to);
    where('e.id <', lastId('audit', cursor) ?? undefined);
    params.push(limit + 1);
    const rows = await query<AuditEntryView>(
      this.db,
      `${LOG}${conditions.join('')} ORDER BY e.id DESC LIMIT $${params.length}`,
      params,
    );
    return pageOf(
      'audit',
      rows,
      limit,
      (row) => row,
      (row) => [row.id],
    );
  }
}
