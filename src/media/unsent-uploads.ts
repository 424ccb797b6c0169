import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Clock } from '../common/clock.js';
import { inTransaction, query } from '../database/transaction.js';
import { Sweeper } from '../queue/index.js';
import { FileStore } from './file-store.js';

/** A file that was attached and taken off again, or whose browser was closed. */
const KEPT_MS = 24 * 3_600_000;
const EVERY_MS = 3_600_000;
const AT_ONCE = 200;

/** Uploads that nobody sent take no room: after a day they go. What a message or a template names stays. */
@Injectable()
export class UnsentUploads implements OnModuleInit {
  constructor(
    private readonly db: DataSource,
    private readonly sweeper: Sweeper,
    private readonly files: FileStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeper.add({ name: 'unsent uploads', everyMs: EVERY_MS, run: () => this.sweep() });
  }

  private async sweep(): Promise<void> {
    await this.files.removeAbandoned();
    const old = await query<{ hotelId: string; id: string; sha256: string }>(
      this.db,
      `SELECT hotel_id AS "hotelId", id, encode(sha256, 'hex') AS sha256 FROM media m
       WHERE uploaded_by IS NOT NULL AND created_at < $1
         AND NOT EXISTS (SELECT 1 FROM message g WHERE g.hotel_id = m.hotel_id AND g.content ->> 'mediaId' = m.id::text)
         AND NOT EXISTS (SELECT 1 FROM media_copy c WHERE c.hotel_id = m.hotel_id AND c.media_id = m.id)
       ORDER BY created_at LIMIT $2`,
      [new Date(+this.clock.now() - KEPT_MS), AT_ONCE],
    );
    for (const media of old) await this.remove(media);
  }

  /** The content goes with the last media that has it; its row is locked, so that none joins meanwhile. */
  private async remove({ hotelId, id, sha256 }: { hotelId: string; id: string; sha256: string }): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      const content = [hotelId, sha256];
      await tx.query(`SELECT 1 FROM media_file WHERE hotel_id = $1 AND sha256 = decode($2, 'hex') FOR UPDATE`, content);
      await tx.query(`DELETE FROM media WHERE hotel_id = $1 AND id = $2`, [hotelId, id]);
      const gone = await tx.query(
        `WITH gone AS (
           DELETE FROM media_file f WHERE hotel_id = $1 AND sha256 = decode($2, 'hex')
             AND NOT EXISTS (SELECT 1 FROM media m WHERE m.hotel_id = $1 AND m.sha256 = f.sha256 AND m.state = 'ready')
           RETURNING size + coalesce(thumbnail_size, 0) AS bytes
         )
         UPDATE media_storage SET used_bytes = used_bytes - gone.bytes FROM gone WHERE hotel_id = $1 RETURNING hotel_id`,
        content,
      );
      if (gone.length > 0) await this.files.remove(hotelId, sha256);
    });
  }
}
