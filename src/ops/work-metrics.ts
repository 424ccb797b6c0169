import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Clock } from '../common/clock.js';
import { Metrics } from '../common/metrics.js';
import { query, statements } from '../database/transaction.js';
import { JOBS_OF_ROWS, openWork, WORK_STATES, type OpenWork } from '../queue/index.js';
import { REVIEW_KINDS } from '../webhooks/index.js';
import { ALERT_KINDS } from './thresholds.js';

interface Counted {
  kind: string;
  count: number;
}

interface Look {
  work: OpenWork[];
  review: Counted[];
  alerts: Counted[];
}

/** One look serves all figures of an answer, and those who ask at the same time. */
const KEPT_MS = 2_000;

/**
 * What is left to do, as the rows have it: the same from every process, whichever queue drives them. While the database
 * is away these figures are missing, and the others are told.
 */
@Injectable()
export class WorkMetrics implements OnModuleInit {
  private looked: { at: number; look: Promise<Look | null> } | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge(
      'bellhop_queue_jobs',
      'Jobs that are open, by what they wait for',
      ['job', 'state'],
      async (gauge) => {
        const look = await this.look();
        gauge.reset();
        for (const job of look ? JOBS_OF_ROWS : [])
          for (const state of WORK_STATES)
            gauge.set({ job, state }, sum(look?.work.filter((one) => one.job === job).map((one) => one[state]) ?? []));
      },
    );
    this.metrics.gauge('bellhop_queue_oldest_seconds', 'Age of the oldest job that waits', ['job'], async (gauge) => {
      const look = await this.look();
      gauge.reset();
      for (const job of look ? JOBS_OF_ROWS : []) {
        const times = look?.work.flatMap((one) =>
          one.job === job && one.oldestWaitingAt ? [+one.oldestWaitingAt] : [],
        );
        gauge.set({ job }, times?.length ? Math.max(0, +this.clock.now() - Math.min(...times)) / 1_000 : 0);
      }
    });
    this.counts(
      'bellhop_review_open',
      'What failed for good and waits for somebody',
      REVIEW_KINDS,
      (look) => look.review,
    );
    this.counts('bellhop_alerts', 'Thresholds that are crossed, of all hotels', ALERT_KINDS, (look) => look.alerts);
  }

  private counts(name: string, help: string, kinds: readonly string[], of: (look: Look) => Counted[]): void {
    this.metrics.gauge(name, help, ['kind'], async (gauge) => {
      const look = await this.look();
      gauge.reset();
      for (const kind of look ? kinds : [])
        gauge.set({ kind }, (look && of(look).find((one) => one.kind === kind)?.count) ?? 0);
    });
  }

  private look(): Promise<Look | null> {
    const now = performance.now();
    if (this.looked === null || now - this.looked.at > KEPT_MS) this.looked = { at: now, look: this.lookNow() };
    return this.looked.look;
  }

  private async lookNow(): Promise<Look | null> {
    try {
      const [work, review, alerts] = await Promise.all([
        openWork(statements(this.db)),
        query<Counted>(
          this.db,
          `SELECT kind, count(*) AS count FROM review_item WHERE resolved_at IS NULL GROUP BY kind`,
        ),
        query<Counted>(this.db, `SELECT kind, count(*) AS count FROM alert WHERE cleared_at IS NULL GROUP BY kind`),
      ]);
      return { work, review, alerts };
    } catch {
      return null; // said by readiness and by the log; a scrape must not fail for it
    }
  }
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
