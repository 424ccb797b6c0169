import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { DatabaseAddress } from '../database/pg-client.js';
import { dropReceiptsOlderThan, makeReceiptPartitions } from '../database/receipt-partitions.js';
import { query } from '../database/transaction.js';
import { Sweeper } from '../queue/index.js';

const HOUR_MS = 3_600_000;
const RECEIPT_DAYS = 30;

/** What is kept for a while only: receipts by whole days, the change log, answers to repeated requests, used tokens. */
@Injectable()
export class Housekeeping implements OnModuleInit {
  constructor(
    private readonly db: DataSource,
    private readonly address: DatabaseAddress,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add({ name: 'old rows', everyMs: HOUR_MS, run: () => this.dropOldRows() });
    this.sweeper.add({ name: 'receipt days', everyMs: HOUR_MS, run: () => this.turnReceiptDays() });
  }

  /** Real time: these are lives of tokens and logs, not of a hotel's day. */
  private async dropOldRows(): Promise<void> {
    await query(this.db, `DELETE FROM idempotency_key WHERE created_at < clock_timestamp() - interval '24 hours'`);
    await query(this.db, `DELETE FROM change WHERE at < clock_timestamp() - interval '7 days'`);
    await query(this.db, `DELETE FROM replayed_message WHERE at < clock_timestamp() - interval '7 days'`);
    await query(this.db, `DELETE FROM session_token WHERE created_at < clock_timestamp() - interval '90 days'`);
  }

  private async turnReceiptDays(): Promise<void> {
    await makeReceiptPartitions(this.address.url);
    await dropReceiptsOlderThan(this.address.url, RECEIPT_DAYS);
  }
}
