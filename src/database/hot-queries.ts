import type { OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';

import type { Sql } from '../common/sql.js';
import type { LostConnections } from './lost-connections.js';
import { DatabaseAddress, POOL_LIMITS } from './pg-client.js';
import { loadOf, type PoolLoad } from './pool-load.js';

const CONNECTIONS = 4;

/**
 * For statements that look up rows by key and are planned once: a plan made while the tables were small would scan
 * them, and would be kept while they grow (a second and more for 256 chats).
 */
export const BY_INDEX = [
  'enable_seqscan=off',
  'enable_bitmapscan=off',
  'enable_material=off',
  'enable_hashjoin=off',
  'enable_mergejoin=off',
  'jit=off',
  'plan_cache_mode=force_generic_plan',
];

/**
 * Single statements of the hot path, outside transactions: parsed and planned once per connection instead
 * of every time (for the larger ones that is most of what they cost). TypeORM's pool cannot name statements.
 */
export class HotQueries implements Sql, OnApplicationShutdown {
  private readonly pool: pg.Pool;
  private readonly names = new Map<string, string>();

  constructor({ url }: DatabaseAddress, lost: LostConnections, settings: readonly string[] = BY_INDEX) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: CONNECTIONS,
      ...POOL_LIMITS,
      options: settings.map((setting) => `-c ${setting}`).join(' '),
    });
    // Idle connections break when the database goes; the pool makes new ones when it is back.
    this.pool.on('error', (error) => lost.tell(error));
  }

  /** `sql` must be one of a fixed set of texts: each is kept prepared. */
  async query<T>(sql: string, params: readonly unknown[] = []): Promise<T[]> {
    let name = this.names.get(sql);
    if (name === undefined) this.names.set(sql, (name = `hot_${this.names.size}`));
    const { rows } = await this.pool.query({ name, text: sql, values: [...params] });
    return rows as T[];
  }

  /** Connections as they are now; `waiting`: statements that wait for one. */
  get load(): PoolLoad {
    return loadOf(this.pool);
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
  constructor(address: DatabaseAddress, lost: LostConnections) {
    super(address, lost, [...BY_INDEX, 'synchronous_commit=off']);
  }
}

/** What open pages are told: connections of its own, so that a rush at the door or of sends does not make screens late. */
export class LiveQueries extends HotQueries {}
