import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Config } from '../config/index.js';
import { DatabaseAddress } from '../database/pg-client.js';
import { dropReceiptsOlderThan, makeReceiptPartitions } from '../database/receipt-partitions.js';
import { query } from '../database/transaction.js';
import { Sweeper } from '../queue/index.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What nobody looks for any more: `what` is an age in days. What was said, routed, sent and audited stays. */
const OLD: { days: number; sql: string }[] = [
  { days: 365, sql: `DELETE FROM user_session WHERE coalesce(ended_at, expires_at)` },
  { days: 7, sql: `DELETE FROM password_link WHERE expires_at` },
  { days: 1, sql: `DELETE FROM media_copy WHERE expires_at` },
  { days: 90, sql: `DELETE FROM notification WHERE read_at` },
  { days: 365, sql: `DELETE FROM notification WHERE at` },
  { days: 90, sql: `DELETE FROM review_item WHERE resolved_at` },
  { days: 90, sql: `DELETE FROM processing_try WHERE began_at` },
  { days: 365, sql: `DELETE FROM alert WHERE cleared_at` },
  { days: 90, sql: `DELETE FROM backup_run WHERE started_at` },
];

/** What is kept for a while only: receipts by whole days, the change log, answers to repeated requests, used tokens. */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(
    private readonly db: DataSource,
    private readonly address: DatabaseAddress,
    private readonly sweeper: Sweeper,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.sweeper.add({ name: 'old rows', everyMs: HOUR_MS, run: () => this.dropOldRows() });
    this.sweeper.add({ name: 'rows nobody looks for', everyMs: DAY_MS, run: () => this.dropForgottenRows() });
    this.sweeper.add({ name: 'receipt days', everyMs: HOUR_MS, run: () => this.turnReceiptDays() });
  }

  /** Real time: these are lives of tokens and logs, not of a hotel's day. */
  private async dropOldRows(): Promise<void> {
    await query(this.db, `DELETE FROM idempotency_key WHERE created_at < clock_timestamp() - interval '24 hours'`);
    await query(this.db, `DELETE FROM change WHERE at < clock_timestamp() - interval '7 days'`);
    await query(this.db, `DELETE FROM replayed_message WHERE at < clock_timestamp() - interval '7 days'`);
    await query(this.db, `DELETE FROM session_token WHERE created_at < clock_timestamp() - interval '90 days'`);
  }

  private async dropForgottenRows(): Promise<void> {
    for (const { days, sql } of OLD) await query(this.db, `${sql} < clock_timestamp() - $1 * interval '1 day'`, [days]);
  }

  private async turnReceiptDays(): Promise<void> {
    await makeReceiptPartitions(this.address.url);
    await dropReceiptsOlderThan(this.address.url, this.config.receiptDays);
  }
}
