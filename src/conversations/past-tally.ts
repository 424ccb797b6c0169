import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { query } from '../database/transaction.js';
import { Sweeper } from '../queue/index.js';

/** So many differences of a hotel are added up at each reading without anybody noticing. */
const UNNOTICED = 64;

const UNFOLDED = `SELECT hotel_id AS "hotelId" FROM past_tally GROUP BY hotel_id HAVING count(*) > ${UNNOTICED}`;

/** The sum stays the same whoever reads meanwhile: one statement takes a hotel's rows out and puts their sums in. */
const FOLD = `
  WITH taken AS (
    DELETE FROM past_tally WHERE hotel_id = $1 RETURNING type, department_id, count
  )
  INSERT INTO past_tally (hotel_id, type, department_id, count)
  SELECT $1, type, department_id, sum(count) FROM taken GROUP BY type, department_id`;

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
    for (const { hotelId } of await query<{ hotelId: string }>(this.db, UNFOLDED))
      await query(this.db, FOLD, [hotelId]);
  }
}
