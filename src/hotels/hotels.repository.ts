import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { NotFoundError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { query, type Tx } from '../database/transaction.js';
import type { HotelBasicsDto } from './dto/hotel-basics.dto.js';
import { SETTINGS_DEFAULTS } from './hotel-settings.view.js';
import type { HotelView } from './hotel.view.js';

const SELECT = `
  SELECT id, name, time_zone AS "timeZone", country, languages, auto_reply AS "autoReply",
    front_desk_department_id AS "frontDeskDepartmentId", general_audience AS "generalAudience",
    quiet_hours AS "quietHours", thresholds, limits, retention, updated_at AS "updatedAt", version
  FROM hotel WHERE id = $1`;

@Injectable()
export class HotelsRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  async read(id: string): Promise<HotelView> {
    return found(await query<HotelView>(this.db, SELECT, [id]));
  }

  async lock(tx: Tx, id: string): Promise<HotelView> {
    return found(await tx.query<HotelView>(`${SELECT} FOR UPDATE`, [id]));
  }

  async insert(tx: Tx, hotel: HotelBasicsDto, at: Date): Promise<string> {
    const id = newId();
    await tx.query(
      `INSERT INTO hotel (id, name, time_zone, country, languages, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)`,
      [id, hotel.name, hotel.timeZone, hotel.country, hotel.languages, at],
    );
    return id;
  }

  async save(tx: Tx, hotel: HotelView, at: Date): Promise<HotelView> {
    await tx.query(
      `UPDATE hotel SET name = $2, time_zone = $3, country = $4, languages = $5, auto_reply = $6, front_desk_department_id = $7,
         general_audience = $8, quiet_hours = $10, thresholds = $11, limits = $12, retention = $13, version = version + 1, updated_at = $9
       WHERE id = $1`,
      [
        hotel.id,
        hotel.name,
        hotel.timeZone,
        hotel.country,
        hotel.languages,
        JSON.stringify(hotel.autoReply),
        hotel.frontDeskDepartmentId,
        hotel.generalAudience,
        at,
        hotel.quietHours === null ? null : JSON.stringify(hotel.quietHours),
        JSON.stringify(hotel.thresholds),
        JSON.stringify(hotel.limits),
        JSON.stringify(hotel.retention),
      ],
    );
    return { ...hotel, version: hotel.version + 1, updatedAt: at };
  }

  async setFrontDesk(tx: Tx, hotelId: string, departmentId: string): Promise<void> {
    await tx.query(`UPDATE hotel SET front_desk_department_id = $2 WHERE id = $1`, [hotelId, departmentId]);
  }

  async hasDepartment(tx: Tx, hotelId: string, departmentId: string): Promise<boolean> {
    // Locked: it must not be archived while it becomes the front desk.
    const rows = await tx.query(
      `SELECT 1 FROM department WHERE hotel_id = $1 AND id = $2 AND archived_at IS NULL FOR UPDATE`,
      [hotelId, departmentId],
    );
    return rows.length > 0;
  }

  async staffOf(tx: Tx, hotelId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(`SELECT id FROM app_user WHERE hotel_id = $1 AND active`, [hotelId]);
    return rows.map((row) => row.id);
  }

  async anyHotel(tx: Tx): Promise<boolean> {
    return (await tx.query(`SELECT 1 FROM hotel LIMIT 1`)).length > 0;
  }
}

function found([hotel]: HotelView[]): HotelView {
  if (!hotel) throw new NotFoundError('hotel');
  const { thresholds, limits, retention } = SETTINGS_DEFAULTS;
  return {
    ...hotel,
    thresholds: { ...thresholds, ...hotel.thresholds },
    limits: { ...limits, ...hotel.limits },
    retention: { ...retention, ...hotel.retention },
  };
}
