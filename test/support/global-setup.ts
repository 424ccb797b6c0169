import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { EmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { migrate } from '../../src/database/migrate.js';
import { binariesIn } from '../../src/database/postgres-binaries.js';
import { makeReceiptPartitions } from '../../src/database/receipt-partitions.js';
import { makeDataDir, removeDataDir } from './data-dir.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The address of the run's server; its databases are copies of the migrated `template_desk`. */
    adminUrl: string;
  }
}

const QUICK = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  max_connections: '300',
};

/** One PostgreSQL for the whole run. TEST_POSTGRES_BIN names another one's folder of programs (Debian's 15, say). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = makeDataDir();
  const other = process.env['TEST_POSTGRES_BIN'];
  const server = new EmbeddedPostgres({
    dataDir,
    settings: QUICK,
    log: (line) => process.stderr.write(`${line}\n`),
    ...(other ? { binaries: binariesIn(other) } : {}),
  });
  await server.start();
  const admin = new pg.Client({ connectionString: server.url() });
  await admin.connect();
  await admin.query('CREATE DATABASE template_desk');
  await admin.end();
  await migrate(server.url('template_desk'));
  await makeReceiptPartitions(server.url('template_desk'));
  project.provide('adminUrl', server.url());
  return async () => {
    await server.stop();
    removeDataDir(dataDir);
  };
}
