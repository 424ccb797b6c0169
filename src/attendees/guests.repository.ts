import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { fold } from '../common/text.js';
import { query } from '../database/transaction.js';
import type { GuestIdentityView, GuestStayView, Lifecycle } from './guest.view.js';

export interface GuestRow {
  id: string;
  name: string | null;
  nameFolded: string;
  phone: string | null;
  country: string | null;
  language: string | null;
  lifecycle: Lifecycle;
  automationOff: boolean;
  stay: (GuestStayView & { vip: string | null }) | null;
  identities: GuestIdentityView[];
  createdAt: Date;
  version: number;
}

/** $2 is business time: the stay is the present one, else the next, by the hotel's own day. */
const GUESTS = `
  SELECT g.id, g.name, g.name_folded AS "nameFolded", g.phone, g.country, g.language, g.lifecycle,
    g.automation_off_at IS NOT NULL AS "automationOff", g.created_at AS "createdAt", g.version,
    (SELECT json_build_object('id', s.id, 'room', s.room, 'arrival', s.arrival, 'departure', s.departure,
        'reference', s.reference, 'vip', s.vip)
      FROM stay s WHERE s.hotel_id = g.hotel_id AND s.guest_id = g.id AND s.cancelled_at IS NULL
        AND s.departure >= ($2::timestamptz AT TIME ZONE h.time_zone)::date
      ORDER BY s.arrival, s.id LIMIT 1) AS stay,
    COALESCE((SELECT json_agg(json_build_object('kind', i.kind, 'value', i.value) ORDER BY i.created_at, i.id)
      FROM guest_identity i WHERE i.hotel_id = g.hotel_id AND i.guest_id = g.id AND i.retired_at IS NULL), '[]') AS identities
  FROM guest g JOIN hotel h ON h.id = g.hotel_id
  WHERE g.hotel_id = $1`;

const FOUND = `($3::text IS NULL OR g.name_folded LIKE $3 OR g.phone LIKE $4 OR EXISTS (
  SELECT 1 FROM stay s WHERE s.hotel_id = g.hotel_id AND s.guest_id = g.id AND s.cancelled_at IS NULL
    AND s.departure >= ($2::timestamptz AT TIME ZONE h.time_zone)::date AND lower(s.room) = $5))`;

@Injectable()
export class GuestsRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** By name, `limit + 1` rows after the position. Served by guest_name. */
  list(
    hotelId: string,
    at: Date,
    q: string | undefined,
    after: { name: string; id: string } | null,
    limit: number,
  ): Promise<GuestRow[]> {
    return query(
      this.db,
      `${GUESTS} AND ${FOUND} AND ($6::text IS NULL OR (g.name_folded, g.id) > ($6::text, $7::uuid))
       ORDER BY g.name_folded, g.id LIMIT $8`,
      [hotelId, at, ...searchOf(q), after?.name ?? null, after?.id ?? null, limit + 1],
    );
  }

  async one(hotelId: string, at: Date, id: string): Promise<GuestRow | null> {
    const [guest] = await query<GuestRow>(this.db, `${GUESTS} AND g.id = $3`, [hotelId, at, id]);
    return guest ?? null;
  }
}

/** Part of a name; three digits or more are looked for in numbers; a whole room. */
function searchOf(q: string | undefined): [string | null, string | null, string | null] {
  const words = fold(q ?? '');
  if (words === '') return [null, null, null];
  const digits = words.replace(/\D/g, '');
  return [
    `%${words.replace(/[\\%_]/g, '\\$&')}%`,
    digits.length >= 3 ? `%${digits}%` : null,
    (q ?? '').trim().toLowerCase(),
  ];
}
