import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';

import type { Sql } from '../common/sql.js';
import { CONNECTION_LIMITS, DatabaseAddress } from './pg-client.js';

const CONNECTIONS = 4;

/**
 * Single statements of the hot path, outside transactions: parsed and planned once per connection instead
 * of every time (for the larger ones that is most of what they cost). TypeORM's pool cannot name statements.
 */
export class HotQueries implements Sql, OnApplicationShutdown {
  private readonly pool: pg.Pool;
  private readonly names = new Map<string, string>();

  constructor({ url }: DatabaseAddress, options?: string) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      ...CONNECTION_LIMITS,
      ...(options ? { options } : {}),
    });
    // Idle connections break when the database goes; the pool makes new ones when it is back.
    this.pool.on('error', (error) => new Logger('Database').warn(`A connection was lost: ${error.message}`));
  }

  /** `sql` must be one of a fixed set of texts: each is kept prepared. */
  async query<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    let name = this.names.get(sql);
    if (name === undefined) this.names.set(sql, (name = `hot_${this.names.size}`));
    const { rows } = await this.pool.query({ name, text: sql, values: [...params] });
    return rows as T[];
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}

/**
 * The same without waiting for the disk at commit: only for what is made anew from other rows when a crash
 * takes it back (a routing claim, the decision to relay). Never for what is told to somebody afterwards.
 */
export class RebuildableQueries extends HotQueries {
  constructor(address: DatabaseAddress) {
    super(address, '-c synchronous_commit=off');
  }
}
