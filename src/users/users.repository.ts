import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import type { Role } from '../auth/index.js';
import { NotFoundError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { query, type Tx } from '../database/transaction.js';
import type { UserView } from './user.view.js';

export interface UserRow {
  id: string;
  loginId: string;
  email: string;
  name: string;
  role: Role;
  language: string;
  active: boolean;
  version: number;
}

const VIEW = `
  SELECT u.id, u.email, u.name, u.role, u.language, u.active, l.password_hash IS NOT NULL AS "hasPassword",
    (SELECT max(i.expires_at) FROM password_link i WHERE i.login_id = u.login_id AND i.kind = 'invitation') AS "invitedUntil",
    COALESCE((
      SELECT json_agg(json_build_object('id', d.id, 'name', d.name) ORDER BY d.menu_order, d.name_folded)
      FROM department_member m
      JOIN department d ON d.hotel_id = m.hotel_id AND d.id = m.department_id AND d.archived_at IS NULL
      WHERE m.hotel_id = u.hotel_id AND m.user_id = u.id), '[]') AS departments,
    u.last_seen_at AS "lastSeenAt", u.created_at AS "createdAt", u.version
  FROM app_user u JOIN login l ON l.id = u.login_id
  WHERE u.hotel_id = $1`;

@Injectable()
export class UsersRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** By name, `limit + 1` rows after the position. */
  list(hotelId: string, after: { name: string; id: string } | null, limit: number): Promise<UserView[]> {
    return query(
      this.db,
      `${VIEW} AND ($2::text IS NULL OR (u.name, u.id) > ($2::text, $3::uuid)) ORDER BY u.name, u.id LIMIT $4`,
      [hotelId, after?.name ?? null, after?.id ?? null, limit + 1],
    );
  }

  async view(tx: Tx, hotelId: string, id: string): Promise<UserView> {
    const [user] = await tx.query<UserView>(`${VIEW} AND u.id = $2`, [hotelId, id]);
    if (!user) throw new NotFoundError('user');
    return user;
  }

  /** Edits of a hotel's users come one after another, or two admins could demote each other. */
  async lock(tx: Tx, hotelId: string, id: string): Promise<UserRow> {
    await tx.query(`SELECT id FROM hotel WHERE id = $1 FOR UPDATE`, [hotelId]);
    const [user] = await tx.query<UserRow>(
      `SELECT id, login_id AS "loginId", email, name, role, language, active, version
       FROM app_user WHERE hotel_id = $1 AND id = $2 FOR UPDATE`,
      [hotelId, id],
    );
    if (!user) throw new NotFoundError('user');
    return user;
  }

  /** null: this login is a user of the hotel already. */
  async insert(
    tx: Tx,
    hotelId: string,
    user: Omit<UserRow, 'id' | 'version' | 'active'>,
    at: Date,
  ): Promise<string | null> {
    const [made] = await tx.query<{ id: string }>(
      `INSERT INTO app_user (hotel_id, id, login_id, email, name, role, language, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
       ON CONFLICT ON CONSTRAINT app_user_login DO NOTHING RETURNING id`,
      [hotelId, newId(), user.loginId, user.email, user.name, user.role, user.language, at],
    );
    return made?.id ?? null;
  }

  async save(tx: Tx, hotelId: string, user: UserRow, at: Date): Promise<void> {
    await tx.query(
      `UPDATE app_user SET login_id = $3, email = $4, name = $5, role = $6, language = $7, active = $8,
         version = version + 1, updated_at = $9 WHERE hotel_id = $1 AND id = $2`,
      [hotelId, user.id, user.loginId, user.email, user.name, user.role, user.language, user.active, at],
    );
  }

  async hasOtherAdmin(tx: Tx, hotelId: string, id: string): Promise<boolean> {
    const others = await tx.query(
      `SELECT 1 FROM app_user WHERE hotel_id = $1 AND id <> $2 AND role = 'admin' AND active LIMIT 1`,
      [hotelId, id],
    );
    return others.length > 0;
  }

  async isOfHotel(tx: Tx, hotelId: string, loginId: string): Promise<boolean> {
    const users = await tx.query(`SELECT 1 FROM app_user WHERE hotel_id = $1 AND login_id = $2`, [hotelId, loginId]);
    return users.length > 0;
  }

  async hotelOf(tx: Tx, hotelId: string): Promise<{ hotelName: string; timeZone: string }> {
    const [hotel] = await tx.query<{ hotelName: string; timeZone: string }>(
      `SELECT name AS "hotelName", time_zone AS "timeZone" FROM hotel WHERE id = $1`,
      [hotelId],
    );
    if (!hotel) throw new NotFoundError('hotel');
    return hotel;
  }

  async firstLanguage(tx: Tx, hotelId: string): Promise<string> {
    const [hotel] = await tx.query<{ language: string }>(`SELECT languages[1] AS language FROM hotel WHERE id = $1`, [
      hotelId,
    ]);
    return hotel?.language ?? 'en';
  }
}
