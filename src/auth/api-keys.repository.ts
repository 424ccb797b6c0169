import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { NotFoundError } from '../common/errors.js';
import { query, type Tx } from '../database/transaction.js';
import type { ApiKeyView } from './api-key.view.js';
import type { Scope } from './scopes.js';

/** A key as a request finds it. */
export interface KeyInUse {
  hotelId: string;
  id: string;
  name: string;
  scopes: Scope[];
  wholeHotel: boolean;
  departmentIds: string[];
  writesPerMinute: number | null;
  /** `last_used_at` is more than a minute behind */
  stale: boolean;
}

export interface NewKey {
  hotelId: string;
  id: string;
  hash: Buffer;
  name: string;
  endsWith: string;
  scopes: Scope[];
  departmentIds: string[] | null;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
}

const VIEW = `
  SELECT k.id, k.name, k.ends_with AS "endsWith", k.scopes,
    CASE WHEN NOT k.whole_hotel THEN ARRAY(
      SELECT d.department_id::text FROM api_key_department d WHERE d.hotel_id = k.hotel_id AND d.api_key_id = k.id
      ORDER BY d.department_id) END AS "departmentIds",
    json_build_object('id', u.id, 'name', u.name) AS "createdBy",
    k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt"
  FROM api_key k JOIN app_user u ON u.hotel_id = k.hotel_id AND u.id = k.created_by
  WHERE k.hotel_id = $1 AND k.ended_at IS NULL`;

/** Real time throughout: the life of a key is not hotel business. */
@Injectable()
export class ApiKeysRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Keys that were not ended, newest first; ids grow with time. */
  list(hotelId: string, before: string | null, limit: number): Promise<ApiKeyView[]> {
    return query(this.db, `${VIEW} AND ($2::uuid IS NULL OR k.id < $2) ORDER BY k.id DESC LIMIT $3`, [
      hotelId,
      before,
      limit + 1,
    ]);
  }

  async view(tx: Tx, hotelId: string, id: string): Promise<ApiKeyView> {
    const [key] = await tx.query<ApiKeyView>(`${VIEW} AND k.id = $2`, [hotelId, id]);
    if (!key) throw new NotFoundError('API key');
    return key;
  }

  async insert(tx: Tx, key: NewKey): Promise<void> {
    await tx.query(
      `WITH made AS (
         INSERT INTO api_key (hotel_id, id, name, ends_with, scopes, whole_hotel, created_by, created_at, expires_at)
         VALUES ($1, $2, $4, $5, $6, $7, $8, $9, $10)
       )
       INSERT INTO api_key_hash (hash, hotel_id, api_key_id) VALUES ($3, $1, $2)`,
      [
        key.hotelId,
        key.id,
        key.hash,
        key.name,
        key.endsWith,
        key.scopes,
        key.departmentIds === null,
        key.createdBy,
        key.createdAt,
        key.expiresAt,
      ],
    );
    await tx.query(
      `INSERT INTO api_key_department (hotel_id, api_key_id, department_id) SELECT $1, $2, unnest($3::uuid[])`,
      [key.hotelId, key.id, key.departmentIds ?? []],
    );
  }

  /** Which of these are no departments of the hotel. */
  async unknownDepartments(tx: Tx, hotelId: string, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT k.id FROM unnest($2::uuid[]) AS k(id) WHERE NOT EXISTS (
         SELECT 1 FROM department d WHERE d.hotel_id = $1 AND d.id = k.id AND d.archived_at IS NULL)`,
      [hotelId, ids],
    );
    return rows.map((row) => row.id);
  }

  /** From its commit on no request finds the key any more. */
  async end(tx: Tx, hotelId: string, id: string, at: Date): Promise<void> {
    await tx.query(`UPDATE api_key SET ended_at = $3 WHERE hotel_id = $1 AND id = $2`, [hotelId, id, at]);
    await tx.query(`DELETE FROM api_key_hash WHERE hotel_id = $1 AND api_key_id = $2`, [hotelId, id]);
  }

  /** One query a request, no cache: a key that was ended opens nothing from then on. */
  async byHash(hash: Buffer, now: Date): Promise<KeyInUse | null> {
    const [key] = await query<KeyInUse>(
      this.db,
      `SELECT k.hotel_id AS "hotelId", k.id, k.name, k.scopes, k.whole_hotel AS "wholeHotel",
         ARRAY(
           SELECT m.department_id::text FROM api_key_department m
           JOIN department d ON d.hotel_id = m.hotel_id AND d.id = m.department_id AND d.archived_at IS NULL
           WHERE m.hotel_id = k.hotel_id AND m.api_key_id = k.id) AS "departmentIds",
         (h.limits ->> 'writesPerMinute')::int AS "writesPerMinute",
         (k.last_used_at IS NULL OR k.last_used_at < $2::timestamptz - interval '1 minute') AS stale
       FROM api_key_hash x JOIN api_key k ON k.hotel_id = x.hotel_id AND k.id = x.api_key_id JOIN hotel h ON h.id = k.hotel_id
       WHERE x.hash = $1 AND k.ended_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)`,
      [hash, now],
    );
    return key ?? null;
  }

  async noteUse({ hotelId, id }: KeyInUse, at: Date): Promise<void> {
    await query(this.db, `UPDATE api_key SET last_used_at = $3 WHERE hotel_id = $1 AND id = $2`, [hotelId, id, at]);
  }
}
