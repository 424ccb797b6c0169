import '../../src/database/pg-client.js'; // how bigint and date come back
import { DataSource, type Logger } from 'typeorm';

import { testDatabase } from './database.js';

/** A migrated database of its own with a pool, and every statement that went through it. */
export interface TestDataSource {
  dataSource: DataSource;
  url: string;
  /** statements since the start or the last `splice(0)` */
  statements: string[];
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
    close: async () => {
      await dataSource.destroy();
      await database.drop();
    },
  };
}
