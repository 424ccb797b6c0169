import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { newId } from '../common/ids.js';
import { query } from '../database/transaction.js';

export interface Sweep {
  name: string;
  everyMs: number;
  /** Finds open rows and makes their jobs, or finishes what nobody else will. Set-based, bounded, repeatable. */
  run(): Promise<void>;
}

const TICK_MS = 1_000;
const LEASE_MS = 15_000;

/**
 * Rows are the truth: what a crash, a full queue or a lost job left open is found here and picked up
 * again. One sweeper works at a time, by a lease row with a fence (a session lock would not survive a
 * connection pooler).
 */
@Injectable()
export class Sweeper {
  private readonly logger = new Logger(Sweeper.name);
  private readonly holder = newId();
  private readonly sweeps: (Sweep & { dueAt: number })[] = [];
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  constructor(@InjectDataSource() private readonly db: DataSource) {}

  add(sweep: Sweep): void {
    this.sweeps.push({ ...sweep, dueAt: 0 });
  }

  /** Sweeps by itself: at once, for what the last process left behind, then each at its interval. */
  start(): void {
    const tick = (): void => {
      this.running ??= this.tick().finally(() => (this.running = undefined));
    };
    this.timer = setInterval(tick, TICK_MS);
    this.timer.unref();
    tick();
  }

  /** Every sweep once, now. */
  async processAll(): Promise<void> {
    await this.running;
    for (const sweep of this.sweeps) await sweep.run();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  private async tick(): Promise<void> {
    const due = this.sweeps.filter((sweep) => sweep.dueAt <= Date.now());
    if (due.length === 0) return;
    try {
      if (!(await takeLease(this.db, 'sweeper', this.holder, LEASE_MS))) return;
      for (const sweep of due) {
        sweep.dueAt = Date.now() + sweep.everyMs;
        await sweep.run();
      }
    } catch (error) {
      this.logger.warn(`Sweeping waits for the database: ${String(error)}`);
    }
  }
}

/** Takes or renews a named lease; false while another holder's is alive. Real time, the database's clock. */
async function takeLease(db: DataSource, name: string, holder: string, ms: number): Promise<boolean> {
  const rows = await query<{ fence: number }>(
    db,
    `INSERT INTO lease (name, holder, fence, expires_at)
     VALUES ($1, $2, 1, clock_timestamp() + $3 * interval '1 millisecond')
     ON CONFLICT (name) DO UPDATE SET
       holder = excluded.holder,
       fence = CASE WHEN lease.holder = excluded.holder THEN lease.fence ELSE lease.fence + 1 END,
       expires_at = excluded.expires_at
     WHERE lease.holder = excluded.holder OR lease.expires_at < clock_timestamp()
     RETURNING fence`,
    [name, holder, ms],
  );
  return rows.length > 0;
}
