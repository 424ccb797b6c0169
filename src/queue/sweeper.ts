import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { newId } from '../common/ids.js';
import { QUEUE_NAMES, type QueueName } from '../config/index.js';
import { query } from '../database/transaction.js';

export interface Sweep {
  /** what it looks for, as the log tells it: "unrouted chats" */
  name: string;
  /** the queue whose jobs it makes from rows; without one it does its work itself, which is the maintenance queue's */
  queue?: QueueName;
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
  private stopping = false;
  /** the database could not be asked last time: told once, not every second */
  private waiting = false;

  constructor(@InjectDataSource() private readonly db: DataSource) {}

  add(sweep: Sweep): void {
    this.sweeps.push({ ...sweep, dueAt: 0 });
  }

  /** Sweeps by itself: at once, for what the last process left behind, then each at its interval. */
  start(): void {
    const tick = (): void => {
      this.running ??= this.round().finally(() => (this.running = undefined));
    };
    this.timer = setInterval(tick, TICK_MS);
    this.timer.unref();
    tick();
  }

  /** Every sweep once, now; or those of some queues. */
  async processAll(queues: readonly QueueName[] = QUEUE_NAMES): Promise<void> {
    await this.running;
    for (const sweep of this.sweeps) if (queues.includes(sweep.queue ?? 'maintenance')) await sweep.run();
  }

  /** Waits for the sweep that runs; the others of its round are the next sweeper's, who may begin at once. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
    if (this.timer !== undefined) await giveBackLease(this.db, 'sweeper', this.holder).catch(() => undefined);
  }

  /** Each sweep renews the lease first: whoever was given up for dead meanwhile finds another fence, and stops. */
  private async round(): Promise<void> {
    let fence: number | null = null;
    for (const sweep of this.sweeps) {
      if (this.stopping) return;
      if (sweep.dueAt > Date.now()) continue;
      const held: number | null = await this.lease();
      if (held === null || (fence !== null && held !== fence)) return;
      fence = held;
      sweep.dueAt = Date.now() + sweep.everyMs;
      await this.sweep(sweep);
    }
  }

  /** The fence of this sweeper's turn; null: another one's turn, or the database is away. */
  private async lease(): Promise<number | null> {
    try {
      const fence = await takeLease(this.db, 'sweeper', this.holder, LEASE_MS);
      if (this.waiting) this.logger.log('Sweeping again: the database is back.');
      this.waiting = false;
      return fence;
    } catch (error) {
      if (!this.waiting) this.logger.warn(`Sweeping waits for the database: ${String(error)}`);
      this.waiting = true;
      return null;
    }
  }

  /** One sweep's failure is its own: the others of the round go on. */
  private async sweep(sweep: Sweep): Promise<void> {
    try {
      await sweep.run();
    } catch (error) {
      this.logger.error(
        `Sweeping ${sweep.name} failed, again in ${sweep.everyMs / 1000} s: ${String(error)}`,
        error instanceof Error ? error.stack : undefined,
      );
    }
  }
}

/**
 * Takes or renews a named lease and returns its fence, which grows with each turn; null while another holder's
 * is alive. Real time, the database's clock.
 */
export async function takeLease(db: DataSource, name: string, holder: string, ms: number): Promise<number | null> {
  const [lease] = await query<{ fence: number }>(
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
  return lease?.fence ?? null;
}

/** Nobody has to wait for its end. The row stays: the next holder's fence is another one. */
async function giveBackLease(db: DataSource, name: string, holder: string): Promise<void> {
  await query(db, `UPDATE lease SET expires_at = '-infinity' WHERE name = $1 AND holder = $2`, [name, holder]);
}
