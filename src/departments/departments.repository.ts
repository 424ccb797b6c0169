import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { NotFoundError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { fold } from '../common/text.js';
import { query, type Tx } from '../database/transaction.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import type { DepartmentView } from './department.view.js';
import { DepartmentExistsError } from './errors.js';
import type { OpeningHours } from './opening-hours.js';
import type { OutsideHours } from './outside-hours.js';

export interface DepartmentRow {
  id: string;
  name: string;
  names: Record<string, string>;
  menuOrder: number;
  inMenu: boolean;
  hours: OpeningHours | null;
  outsideHours: OutsideHours;
  autoReply: Record<string, string>;
  keywords: string[];
  discreet: boolean;
  version: number;
}

const COLUMNS = `d.id, d.name, d.names, d.menu_order AS "menuOrder", d.in_menu AS "inMenu", d.hours, d.outside_hours AS "outsideHours",
  d.auto_reply AS "autoReply", d.keywords, d.discreet, d.version`;

const VIEW = `
  SELECT ${COLUMNS}, h.front_desk_department_id IS NOT DISTINCT FROM d.id AS "isFrontDesk",
    COALESCE((
      SELECT json_agg(json_build_object('id', u.id, 'name', u.name) ORDER BY u.name, u.id)
      FROM department_member m JOIN app_user u ON u.hotel_id = m.hotel_id AND u.id = m.user_id AND u.active
      WHERE m.hotel_id = d.hotel_id AND m.department_id = d.id), '[]') AS members,
    d.created_at AS "createdAt", d.updated_at AS "updatedAt"
  FROM department d JOIN hotel h ON h.id = d.hotel_id
  WHERE d.hotel_id = $1 AND d.archived_at IS NULL`;

export interface ListPosition {
  menuOrder: number;
  name: string;
  id: string;
}

@Injectable()
export class DepartmentsRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** In the menu's order, `limit + 1` rows after the position. */
  list(hotelId: string, after: ListPosition | null, limit: number): Promise<DepartmentView[]> {
    return query(
      this.db,
      `${VIEW} AND ($2::int IS NULL OR (d.menu_order, d.name_folded, d.id) > ($2::int, $3::text, $4::uuid))
       ORDER BY d.menu_order, d.name_folded, d.id LIMIT $5`,
      [hotelId, after?.menuOrder ?? null, after?.name ?? null, after?.id ?? null, limit + 1],
    );
  }

  async view(tx: Tx, hotelId: string, id: string): Promise<DepartmentView> {
    const [department] = await tx.query<DepartmentView>(`${VIEW} AND d.id = $2`, [hotelId, id]);
    if (!department) throw new NotFoundError('department');
    return department;
  }

  /** Also holds back conversations that are being opened in it (their foreign key waits for this lock). */
  async lock(tx: Tx, hotelId: string, id: string): Promise<DepartmentRow> {
    const [department] = await tx.query<DepartmentRow>(
      `SELECT ${COLUMNS} FROM department d WHERE d.hotel_id = $1 AND d.id = $2 AND d.archived_at IS NULL FOR UPDATE`,
      [hotelId, id],
    );
    if (!department) throw new NotFoundError('department');
    return department;
  }

  async insert(tx: Tx, hotelId: string, department: Omit<DepartmentRow, 'id' | 'version'>, at: Date): Promise<string> {
    const id = newId();
    await namedOnce(department.name, () =>
      tx.query(
        `INSERT INTO department (name, name_folded, names, menu_order, in_menu, hours, outside_hours, auto_reply, keywords, discreet,
           updated_at, hotel_id, id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $11)`,
        [...values(department, at), hotelId, id],
      ),
    );
    return id;
  }

  async save(tx: Tx, hotelId: string, department: DepartmentRow, at: Date): Promise<void> {
    await namedOnce(department.name, () =>
      tx.query(
        `UPDATE department SET name = $1, name_folded = $2, names = $3, menu_order = $4, in_menu = $5, hours = $6, outside_hours = $7,
           auto_reply = $8, keywords = $9, discreet = $10, updated_at = $11, version = version + 1
         WHERE hotel_id = $12 AND id = $13`,
        [...values(department, at), hotelId, department.id],
      ),
    );
  }

  async archive(tx: Tx, hotelId: string, id: string, at: Date): Promise<void> {
    await tx.query(
      `UPDATE department SET archived_at = $3, updated_at = $3, version = version + 1 WHERE hotel_id = $1 AND id = $2`,
      [hotelId, id, at],
    );
  }

  async lastPlace(tx: Tx, hotelId: string): Promise<number> {
    const [row] = await tx.query<{ next: number }>(
      `SELECT COALESCE(max(menu_order) + 1, 0) AS next FROM department WHERE hotel_id = $1 AND archived_at IS NULL`,
      [hotelId],
    );
    return row?.next ?? 0;
  }

  async exists(tx: Tx, hotelId: string, id: string): Promise<boolean> {
    const rows = await tx.query(`SELECT 1 FROM department WHERE hotel_id = $1 AND id = $2 AND archived_at IS NULL`, [
      hotelId,
      id,
    ]);
    return rows.length > 0;
  }

  async isFrontDesk(tx: Tx, hotelId: string, id: string): Promise<boolean> {
    const rows = await tx.query(`SELECT 1 FROM hotel WHERE id = $1 AND front_desk_department_id = $2`, [hotelId, id]);
    return rows.length > 0;
  }

  async activeConversations(tx: Tx, hotelId: string, id: string): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM conversation WHERE hotel_id = $1 AND department_id = $2 AND status = 'active'`,
      [hotelId, id],
    );
    return row?.count ?? 0;
  }
}

function values(department: Omit<DepartmentRow, 'id' | 'version'>, at: Date): unknown[] {
  return [
    department.name,
    fold(department.name),
    JSON.stringify(department.names),
    department.menuOrder,
    department.inMenu,
    department.hours === null ? null : JSON.stringify(department.hours),
    JSON.stringify(department.outsideHours),
    JSON.stringify(department.autoReply),
    department.keywords,
    department.discreet,
    at,
  ];
}

/** The unique index decides (E12): a look before the insert would miss the one made in the same moment. */
async function namedOnce(name: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (isUniqueViolation(error, 'department_name')) throw new DepartmentExistsError(name);
    throw error;
  }
}
