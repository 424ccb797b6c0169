import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { Sql } from '../common/sql.js';
import { Config } from '../config/config.js';
import { tellAdministrators } from '../conversations/index.js';
import { inTransaction, query } from '../database/transaction.js';
import type { FileFacts } from './file-facts.js';
import type { ReceivedFile } from './file-store.js';
import { MediaStorageFullError } from './media.errors.js';

/** `limits.mediaBytes` of the hotel, else MEDIA_QUOTA. */
const QUOTA = `coalesce((SELECT (limits ->> 'mediaBytes')::bigint FROM hotel WHERE id = $1), $2)`;

/** The row is locked by its own insert or update, so that the file stays while it is named. */
const ADD_FILE = `
  WITH file AS (
    INSERT INTO media_file AS f (hotel_id, sha256, size, mime_type, width, height, duration_ms, thumbnail_size, created_at)
    VALUES ($1, decode($3, 'hex'), $4, $5, $6, $7, $8, $9, $10)
    ON CONFLICT (hotel_id, sha256) DO UPDATE SET size = f.size
    RETURNING f.size + coalesce(f.thumbnail_size, 0) AS bytes, f.xmax = 0 AS fresh
  ), used AS (
    INSERT INTO media_storage AS s (hotel_id, used_bytes) SELECT $1, CASE WHEN fresh THEN bytes ELSE 0 END FROM file
    ON CONFLICT (hotel_id) DO UPDATE SET used_bytes = s.used_bytes + excluded.used_bytes
    RETURNING used_bytes
  )
  SELECT fresh, NOT fresh OR used.used_bytes <= ${QUOTA} AS fits FROM file, used`;

/**
 * How much of the disk a hotel's files take, and what happens when its share is used up: nothing more is fetched or
 * uploaded, messages come in as ever and say that their file waits, and administrators are told once. When there is
 * room again (the limit was raised, files were removed) the sweeper goes on with what waited.
 */
@Injectable()
export class StorageQuota {
  private readonly logger = new Logger(StorageQuota.name);

  constructor(
    private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  /** Whether a file of about this size may be begun. What it really takes is settled by `add`. */
  async hasRoom(hotelId: string, bytes: number): Promise<boolean> {
    const [row] = await query<{ fits: boolean }>(
      this.db,
      `SELECT coalesce((SELECT used_bytes FROM media_storage WHERE hotel_id = $1), 0) + $3::bigint <= ${QUOTA} AS fits`,
      [hotelId, this.config.media.quota, bytes],
    );
    return row?.fits ?? false;
  }

  /** Counts a file in. Throws MediaStorageFullError; a file that is there already takes nothing. */
  async add(tx: Sql, hotelId: string, file: ReceivedFile, facts: FileFacts, now: Date): Promise<void> {
    const { width, height, durationMs, thumbnail, mimeType } = facts;
    const [row] = await tx.query<{ fits: boolean }>(ADD_FILE, [
      hotelId,
      this.config.media.quota,
      file.sha256,
      file.size,
      mimeType,
      width,
      height,
      durationMs,
      thumbnail?.length ?? null,
      now,
    ]);
    if (!row?.fits) throw new MediaStorageFullError();
  }

  /** Says that something did not fit: to administrators, once until there is room again. */
  async noteFull(hotelId: string, now: Date): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      const first = await tx.query(
        `INSERT INTO media_storage AS s (hotel_id, full_since) VALUES ($1, $2)
         ON CONFLICT (hotel_id) DO UPDATE SET full_since = $2 WHERE s.full_since IS NULL RETURNING hotel_id`,
        [hotelId, now],
      );
      if (first.length === 0) return;
      this.logger.warn(`The room for files of hotel ${hotelId} is used up: guests' files wait at the provider.`);
      await tellAdministrators(tx, { hotelId, kind: 'media_storage_full', at: now });
    });
  }

  /** Hotels that were full and have room now; each is told once. */
  async roomAgain(): Promise<string[]> {
    const rows = await query<{ hotelId: string }>(
      this.db,
      `UPDATE media_storage s SET full_since = NULL FROM hotel h
       WHERE s.full_since IS NOT NULL AND h.id = s.hotel_id
         AND s.used_bytes < coalesce((h.limits ->> 'mediaBytes')::bigint, $1)
       RETURNING s.hotel_id AS "hotelId"`,
      [this.config.media.quota],
    );
    return rows.map((row) => row.hotelId);
  }
}
