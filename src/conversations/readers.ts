import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Role } from '../auth/index.js';
import type { Sql } from '../common/sql.js';
import { query, statements } from '../database/transaction.js';
import { covers, sightOf, type GeneralRule, type Place, type Reader, type Sight } from './visibility.js';

/** A member of staff with what decides their sight, fresh from the database. */
export interface NamedReader extends Reader {
  name: string;
  sight: Sight;
}

const RULE = `SELECT general_audience AS "generalAudience", front_desk_department_id AS "frontDeskDepartmentId"
  FROM hotel WHERE id = $1`;

const READERS = `
  SELECT h.general_audience AS "generalAudience", h.front_desk_department_id AS "frontDeskDepartmentId",
         u.id AS "userId", u.name, u.role,
         coalesce(array_agg(d.id) FILTER (WHERE d.id IS NOT NULL), '{}') AS "departmentIds"
  FROM hotel h
  JOIN app_user u ON u.hotel_id = h.id AND u.active
  LEFT JOIN department_member m ON m.hotel_id = u.hotel_id AND m.user_id = u.id
  LEFT JOIN department d ON d.hotel_id = m.hotel_id AND d.id = m.department_id AND d.archived_at IS NULL
  WHERE h.id = $1 AND ($2::uuid[] IS NULL OR u.id = ANY($2::uuid[]))
  GROUP BY h.id, u.hotel_id, u.id`;

/** Who of the hotel's staff may see what. */
@Injectable()
export class Readers {
  constructor(private readonly dataSource: DataSource) {}

  async sightOf(reader: Reader): Promise<Sight> {
    const [rule] = await query<GeneralRule>(this.dataSource, RULE, [reader.hotelId]);
    return sightOf(reader, rule ?? { generalAudience: 'staff', frontDeskDepartmentId: null });
  }

  /** The hotel's active staff (or those of `among`), one query. */
  async ofHotel(
    hotelId: string,
    among: readonly string[] | null = null,
    sql: Sql = statements(this.dataSource),
  ): Promise<NamedReader[]> {
    const rows = await sql.query<GeneralRule & { userId: string; name: string; role: Role; departmentIds: string[] }>(
      READERS,
      [hotelId, among],
    );
    return rows.map((row) => ({
      hotelId,
      userId: row.userId,
      name: row.name,
      role: row.role,
      departmentIds: row.departmentIds,
      sight: sightOf(row, row),
    }));
  }

  /** Who may see each of these conversations, one query for all of them. */
  async audienceOf<P extends Place & { id: string }>(
    hotelId: string,
    conversations: readonly P[],
    among: readonly string[] | null = null,
  ): Promise<Map<string, NamedReader[]>> {
    const readers = await this.ofHotel(hotelId, among);
    return new Map(conversations.map((place) => [place.id, readers.filter((reader) => covers(reader.sight, place))]));
  }

  /** Who may see one conversation. */
  async audienceOfId(
    hotelId: string,
    conversationId: string,
    among: readonly string[] | null = null,
  ): Promise<NamedReader[]> {
    const [place] = await query<Place>(
      this.dataSource,
      `SELECT type, department_id AS "departmentId" FROM conversation WHERE hotel_id = $1 AND id = $2`,
      [hotelId, conversationId],
    );
    if (place === undefined) return [];
    return (await this.ofHotel(hotelId, among)).filter((reader) => covers(reader.sight, place));
  }
}
