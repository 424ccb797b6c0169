import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Clock } from '../common/clock.js';
import { ChangeSignal } from '../database/change-signal.js';
import { query } from '../database/transaction.js';
import { Sweeper } from '../queue/index.js';

/** E10: exactly at its time an episode is still active. Served by conversation_expiry. */
const EXPIRE = `
  WITH ended AS (
    UPDATE conversation SET status = 'expired', closed_at = expires_at, updated_at = $1, version = version + 1
    WHERE (hotel_id, id) IN (
      SELECT hotel_id, id FROM conversation WHERE status = 'active' AND expires_at < $1 ORDER BY hotel_id, id LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED)
    RETURNING hotel_id, id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, at) SELECT hotel_id, 'conversation.updated', id, $1 FROM ended RETURNING position`;

/** Ends the episodes that went quiet; those where somebody writes are ended by whoever writes. */
@Injectable()
export class QuietEpisodes implements OnModuleInit {
  constructor(
    private readonly db: DataSource,
    private readonly sweeper: Sweeper,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.sweeper.add({ name: 'quiet episodes', everyMs: 10_000, run: () => this.sweep() });
  }

  private async sweep(): Promise<void> {
    const ended = await query(this.db, EXPIRE, [this.clock.now()]);
    if (ended.length > 0) this.signal.signal();
  }
}
