import { Logger } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { dataDirProblem } from '../config/secrets.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { migrate, type MigrateOptions } from './migrate.js';
import { makeReceiptPartitions } from './receipt-partitions.js';
import { StartError } from './start-error.js';

export interface RunningDatabase {
  url: string;
  /** Ends the embedded server; nothing to do for one of DATABASE_URL, or for one that is another process's. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** also when a desk is running on the same DATA_DIR, whose server is then used and left running: for operators' commands */
  join?: boolean;
  /** Before an older database is changed, with its address and the first migration it has not had. */
  beforeUpdate?: (url: string, first: string) => Promise<void>;
}

/** The database of the settings, migrated and ready. Throws a StartError with one line to show. */
export async function startDatabase(
  config: Config,
  { join = false, beforeUpdate }: StartOptions = {},
): Promise<RunningDatabase> {
  const database = await reachDatabase(config, { join });
  const options: MigrateOptions = beforeUpdate ? { beforeUpdate: (first) => beforeUpdate(database.url, first) } : {};
  try {
    await migrate(database.url, options);
    await makeReceiptPartitions(database.url);
    return database;
  } catch (error) {
    await database.stop();
    throw inWords(config, error);
  }
}

/** The same as it is: not migrated, perhaps empty, and with DATABASE_URL not even asked. */
export async function reachDatabase(config: Config, { join = false } = {}): Promise<RunningDatabase> {
  if (config.database.url !== null) return { url: config.database.url, stop: () => Promise.resolve() };
  const logger = new Logger('PostgreSQL');
  try {
    const server = new EmbeddedPostgres({ dataDir: config.dataDir, log: (line) => logger.warn(line) });
    if (join && (await server.isRunning())) return { url: server.url(), stop: () => Promise.resolve() };
    await server.start();
    return { url: server.url(), stop: () => server.stop() };
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(dataDirProblem(config.dataDir, error));
  }
}

/** What stood in the way of using the database, as one line to show where a person can mend it. */
export function inWords(config: Config, error: unknown): unknown {
  return config.database.url === null || error instanceof StartError ? error : unreachable(error);
}

function unreachable(error: unknown): Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // 28…: refused at the door, 3D000: no such database; anything else of SQL is a defect of ours and keeps its stack.
  const ofTheDoor =
    /^(E[A-Z]+|28...|3D000|57P03|53300)$/.test(code) ||
    (error instanceof Error && /timeout|terminated/.test(error.message));
  if (!(error instanceof Error) || !ofTheDoor) return error instanceof Error ? error : new Error(String(error));
  return new StartError(`The database of DATABASE_URL cannot be used: ${error.message || code}`);
}
