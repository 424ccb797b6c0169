import type pg from 'pg';

import { readConfig } from '../config/index.js';
import { openClient } from '../database/pg-client.js';
import { startDatabase } from '../database/start-database.js';
import { startDeskProcess, type DeskProcess } from './desk-process.js';
import type { QueueDriver } from './queue-drivers.js';

/** The desk of a bench, its rows at hand. */
export interface BenchDesk extends DeskProcess {
  db: pg.Client;
  /** the database's address */
  database: string;
}

/** A desk with this driver for as long as `work` takes. BENCH_PROFILE=folder writes a CPU profile of it there. */
export async function withDesk<T>(
  driver: QueueDriver,
  environment: Record<string, string>,
  work: (desk: BenchDesk) => Promise<T>,
): Promise<T> {
  const profile = process.env['BENCH_PROFILE'];
  const desk = await startDeskProcess(
    { ...driver.environment, ...environment },
    profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
  );
  try {
    const database = await startDatabase(readConfig({ DATA_DIR: desk.dataDir, LOG_LEVEL: 'error' }), { join: true });
    const db = openClient(database);
    await db.connect();
    try {
      return await work({ ...desk, db, database: database.url });
    } finally {
      await db.end();
      await database.stop();
    }
  } finally {
    await desk.stop();
  }
}

/** Everything that came is routed: what a rush left must not slow what is measured next. */
export async function untilRouted({ db }: BenchDesk): Promise<void> {
  for (const until = Date.now() + 60_000; ;) {
    const { rows } = await db.query<{ n: number }>(`SELECT count(*) AS n FROM chat WHERE routed_seq < inbound_seq`);
    if (rows[0]?.n === 0) return;
    if (Date.now() > until) throw new Error('the desk does not come to rest');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
