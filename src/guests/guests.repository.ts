import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { foundGuestsSql, hotelCountry, readGuestSearch } from '../attendees/index.js';
import type { Sql } from '../common/sql.js';
import { visibleGuestSql, type Sight } from '../conversations/index.js';
import { query, statements } from '../database/transaction.js';
import type { GuestIdentityView, GuestStayView, Lifecycle } from './guest.view.js';

interface JoinedRow {
  id: string;
  name: string | null;
  phone: string | null;
  at: string;
}

export interface GuestRow {
  id: string;
  name: string | null;
  nameFolded: string;
  nameByStaff: boolean;
  phone: string | null;
  country: string | null;
  language: string | null;
  lifecycle: Lifecycle;
  vip: string | null;
  notes: string | null;
  automationOff: boolean;
  stay: (GuestStayView & { vip: string | null }) | null;
  identities: GuestIdentityView[];
  mergedInto: JoinedRow | null;
  merged: JoinedRow[];
  createdAt: Date;
  version: number;
}

/** Who looks, and when: business time. */
export interface Look {
  hotelId: string;
  sight: Sight;
  at: Date;
}

export interface GuestFilters {
  /** what to look for, and the country in which a number without + is read */
  search?: { q: string; country: string } | undefined;
  after: { name: string; id: string } | null;
  limit: number;
}

/** $2 is business time: the stay is the present one, else the next, by the hotel's own day. */
const GUESTS = `
  SELECT g.id, g.name, g.name_folded AS "nameFolded", g.name_rank = 0 AS "nameByStaff", g.phone, g.country, g.language, g.lifecycle,
    g.vip, g.notes, g.automation_off_at IS NOT NULL AS "automationOff", g.created_at AS "createdAt", g.version,
    (SELECT json_build_object('id', s.id, 'room', s.room, 'arrival', s.arrival, 'departure', s.departure,
        'reference', s.reference, 'vip', s.vip)
      FROM stay s WHERE s.hotel_id = g.hotel_id AND s.guest_id = g.id AND s.cancelled_at IS NULL
        AND s.departure >= ($2::timestamptz AT TIME ZONE h.time_zone)::date
      ORDER BY s.arrival, s.id LIMIT 1) AS stay,
    COALESCE((SELECT json_agg(json_build_object('kind', i.kind, 'value', i.value) ORDER BY i.created_at, i.id)
      FROM guest_identity i WHERE i.hotel_id = g.hotel_id AND i.guest_id = g.id AND i.retired_at IS NULL), '[]') AS identities,
    (SELECT json_build_object('id', o.id, 'name', o.name, 'phone', o.phone, 'at', j.merged_at)
      FROM guest_merge j JOIN guest o ON o.hotel_id = j.hotel_id AND o.id = g.merged_into_id
      WHERE j.hotel_id = g.hotel_id AND j.merged_guest_id = g.id AND j.unmerged_at IS NULL) AS "mergedInto",
    COALESCE((SELECT json_agg(json_build_object('id', o.id, 'name', o.name, 'phone', o.phone, 'at', j.merged_at) ORDER BY j.id)
      FROM guest_merge j JOIN guest o ON o.hotel_id = j.hotel_id AND o.id = j.merged_guest_id
      WHERE j.hotel_id = g.hotel_id AND j.guest_id = g.id AND j.unmerged_at IS NULL), '[]') AS merged
  FROM guest g JOIN hotel h ON h.id = g.hotel_id
  WHERE g.hotel_id = $1`;

@Injectable()
export class GuestsRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** By name, `limit + 1` rows after the position; who was joined with another is not one of them. Served by guest_name. */
  list({ hotelId, sight, at }: Look, { search, after, limit }: GuestFilters): Promise<GuestRow[]> {
    const params: unknown[] = [hotelId, at];
    const value = (of: unknown): string => `$${params.push(of)}`;
    const where = ['g.merged_into_id IS NULL', visibleGuestSql(sight, 'g', params)];
    if (search !== undefined) {
      const read = readGuestSearch(search.q, search.country);
      if (read !== null) where.push(`g.id IN (${foundGuestsSql(read, at, value)})`);
    }
    if (after !== null) where.push(`(g.name_folded, g.id) > (${value(after.name)}, ${value(after.id)}::uuid)`);
    return query(
      this.db,
      `${GUESTS} AND ${where.join(' AND ')} ORDER BY g.name_folded, g.id LIMIT ${value(limit + 1)}`,
      params,
    );
  }

  /** Null: not there, or not this reader's to see. `sql`: the transaction whose rows are meant. */
  async one({ hotelId, sight, at }: Look, id: string, sql?: Sql): Promise<GuestRow | null> {
    const params: unknown[] = [hotelId, at, id];
    const text = `${GUESTS} AND g.id = $3 AND ${visibleGuestSql(sight, 'g', params)}`;
    const [guest] = await (sql ?? statements(this.db)).query<GuestRow>(text, params);
    return guest ?? null;
  }

  country(hotelId: string): Promise<string> {
    return hotelCountry(statements(this.db), hotelId);
  }

  async chatsOf(hotelId: string, guestId: string): Promise<string[]> {
    const rows = await query<{ id: string }>(
      this.db,
      `SELECT id FROM chat WHERE hotel_id = $1 AND guest_id = $2 ORDER BY id`,
      [hotelId, guestId],
    );
    return rows.map((row) => row.id);
  }
}
