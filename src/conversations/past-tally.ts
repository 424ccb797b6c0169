import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { query } from '../database/transaction.js';
import { Sweeper } from '../queue/index.js';

/** How many differences are folded at once; the others wait for the next time. */
const MOST = 5_000;

/** The sum stays the same whoever reads meanwhile: one statement takes the rows out and puts their sums in. */
const FOLD = `
  WITH taken AS (
    DELETE FROM past_tally WHERE (hotel_id, id) IN (
      SELECT hotel_id, id FROM past_tally ORDER BY hotel_id, id LIMIT ${MOST} FOR UPDATE SKIP LOCKED)
    RETURNING hotel_id, type, department_id, count
  )
  INSERT INTO past_tally (hotel_id, type, department_id, count)
  SELECT hotel_id, type, department_id, sum(count) FROM taken
  GROUP BY hotel_id, type, department_id HAVING sum(count) <> 0`;

/** Past conversations are counted as they end, by triggers (past_tally): a hotel's figures do not grow slower with its years. */
@Injectable()
export class PastTally implements OnModuleInit {
  constructor(
    private readonly db: DataSource,
    private readonly sweeper: Sweeper,
  ) {}

  onModuleInit(): void {
    this.sweeper.add({ name: 'past conversations', everyMs: 60_000, run: () => this.fold() });
  }

  async fold(): Promise<void> {
    await query(this.db, FOLD);
  }
}
