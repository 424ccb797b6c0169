import '../../src/database/pg-client.js'; // how bigint and date come back
import { DataSource, type Logger } from 'typeorm';

import { testDatabase } from './database.js';

/** A migrated database of its own with a pool, and every statement that went through it. */
export interface TestDataSource {
  dataSource: DataSource;
  url: string;
  /** statements since the start or the last `splice(0)` */
  statements: string[];
  /**
   * Waits until every transaction that is open now has ended: the change log is read below the oldest one of the
   * whole server, and other tests' databases are on it too.
   */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function testDataSource(): Promise<TestDataSource> {
  const database = await testDatabase();
  const statements: string[] = [];
  const nothing = (): void => undefined;
  const logger: Logger = {
    logQuery: (sql) => void statements.push(sql),
    logQueryError: nothing,
    logQuerySlow: nothing,
    logSchemaBuild: nothing,
    logMigration: nothing,
    log: nothing,
  };
  const dataSource = new DataSource({
    type: 'postgres',
    url: database.url,
    poolSize: 20,
    logging: ['query'],
    logger,
    installExtensions: false,
  });
  await dataSource.initialize();
  return {
    dataSource,
    url: database.url,
    statements,
    settled: async () => {
      const [{ xid }] = (await dataSource.query('SELECT pg_current_xact_id()::text AS xid')) as [{ xid: string }];
      for (const end = Date.now() + 30_000; Date.now() < end;) {
        const [{ done }] = (await dataSource.query(
          'SELECT pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 AS done',
          [xid],
        )) as [{ done: boolean }];
        if (done) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error('a transaction stays open for more than ten seconds');
    },
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
