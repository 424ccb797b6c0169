import { Logger } from '@nestjs/common';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

import type { Sql } from '../common/sql.js';

/** A transaction in progress; passed along to everything that takes part in it. */
export interface Tx {
  readonly manager: EntityManager;
  /** The rows, also of INSERT, UPDATE and DELETE … RETURNING. */
  query<T = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Runs after COMMIT, in the order given, never when it was rolled back. What it throws is logged. */
  afterCommit(fn: () => void): void;
}

/** All of `fn` or nothing of it. */
export async function inTransaction<T>(dataSource: DataSource, fn: (tx: Tx) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  const after: (() => void)[] = [];
  let result: T;
  try {
    await runner.startTransaction();
    result = await fn({
      manager: runner.manager,
      query: (sql, params) => rowsOf(runner, sql, params),
      afterCommit: (callback) => void after.push(callback),
    });
    await runner.commitTransaction();
  } catch (error) {
    // With the connection gone there is nothing to roll back; the first error is the one to tell.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
  for (const callback of after) {
    try {
      callback();
    } catch (error) {
      logger.error('A callback after commit failed.', error instanceof Error ? error.stack : String(error));
    }
  }
  return result;
}

const logger = new Logger('Transaction');

/** One statement outside a transaction. */
export async function query<T = Record<string, unknown>>(
  dataSource: DataSource,
  sql: string,
  params?: readonly unknown[],
): Promise<T[]> {
  const runner = dataSource.createQueryRunner();
  try {
    return await rowsOf<T>(runner, sql, params);
  } finally {
    await runner.release();
  }
}

/** For what takes part in a transaction or not: each statement its own. */
export function statements(dataSource: DataSource): Sql {
  return { query: (sql, params) => query(dataSource, sql, params) };
}

/** TypeORM's plain answer is [rows, count] for UPDATE and DELETE; the structured one is alike for all. */
async function rowsOf<T>(runner: QueryRunner, sql: string, params: readonly unknown[] = []): Promise<T[]> {
  const { records } = await runner.query(sql, [...params], true);
  return records as T[];
}
