import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { NotFoundError } from '../common/errors.js';
import { checkVersion } from '../common/version.js';
import { query, type Tx } from '../database/transaction.js';
import type { MeView } from './me.view.js';

/** One hotel a person works for. */
export interface Employment {
  hotelId: string;
  hotelName: string;
  timeZone: string;
  userId: string;
  userName: string;
  /** of the screens, BCP-47 */
  language: string;
}

/** The signed-in person's own row, and which hotels a login opens. */
@Injectable()
export class PeopleRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Where this login is an active user, by the hotels' names. Crosses hotels: it is what finds the hotel. */
  hotelsOf(loginId: string): Promise<Employment[]> {
    return query(
      this.db,
      `SELECT u.hotel_id AS "hotelId", h.name AS "hotelName", h.time_zone AS "timeZone", u.id AS "userId",
         u.name AS "userName", u.language
       FROM app_user u JOIN hotel h ON h.id = u.hotel_id
       WHERE u.login_id = $1 AND u.active ORDER BY h.name, h.id`,
      [loginId],
    );
  }

  async me(hotelId: string, userId: string): Promise<MeView> {
    const [me] = await query<MeView>(
      this.db,
      `SELECT u.id, u.name, u.email, u.role, u.language, u.version, h.id AS "hotelId", h.name AS "hotelName",
         COALESCE((
           SELECT json_agg(json_build_object('id', d.id, 'name', d.name) ORDER BY d.menu_order, d.name_folded)
           FROM department_member m
           JOIN department d ON d.hotel_id = m.hotel_id AND d.id = m.department_id AND d.archived_at IS NULL
           WHERE m.hotel_id = u.hotel_id AND m.user_id = u.id), '[]') AS departments
       FROM app_user u JOIN hotel h ON h.id = u.hotel_id WHERE u.hotel_id = $1 AND u.id = $2`,
      [hotelId, userId],
    );
    if (!me) throw new NotFoundError('user');
    return me;
  }

  async loginIdOf(hotelId: string, userId: string): Promise<string> {
    const [row] = await query<{ loginId: string }>(
      this.db,
      `SELECT login_id AS "loginId" FROM app_user WHERE hotel_id = $1 AND id = $2`,
      [hotelId, userId],
    );
    if (!row) throw new NotFoundError('user');
    return row.loginId;
  }

  async updateMe(
    tx: Tx,
    hotelId: string,
    userId: string,
    change: { name?: string; language?: string; version?: number },
    at: Date,
  ): Promise<void> {
    const [me] = await tx.query<{ version: number }>(
      `SELECT version FROM app_user WHERE hotel_id = $1 AND id = $2 FOR UPDATE`,
      [hotelId, userId],
    );
    if (!me) throw new NotFoundError('user');
    checkVersion(me.version, change.version);
    await tx.query(
      `UPDATE app_user SET name = COALESCE($3, name), language = COALESCE($4, language), version = version + 1, updated_at = $5
       WHERE hotel_id = $1 AND id = $2`,
      [hotelId, userId, change.name ?? null, change.language ?? null, at],
    );
  }
}
