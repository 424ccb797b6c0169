import type pg from 'pg';

import type { Sql } from '../common/sql.js';
import type { DatabaseAddress } from '../database/pg-client.js';
import { openClient } from '../database/pg-client.js';
import { planIngestion, type Arrival, type IngestionPlan } from './ingestion.plan.js';
import { storeBatch, storeNames, type StoreOptions, type StoreResult } from './ingestion.store.js';

/**
 * One connection of its own for ingestion, so that the desk's own queries never stand in its way. Its
 * statements are prepared once and planned for index look-ups: a plan made while the tables were small
 * would scan them, and would be kept while they grow (tens of milliseconds per batch at a million rows).
 */
const SESSION = `
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
  SET plan_cache_mode = force_generic_plan; SET statement_timeout = '10s'`;

export class IngestionLane {
  private client: pg.Client | undefined;
  private readonly names = new Map<string, string>();

  constructor(private readonly address: DatabaseAddress) {}

  /** Stores a batch in one transaction. Any error rolls all of it back. */
  async store(arrivals: Arrival[], options: StoreOptions): Promise<{ plan: IngestionPlan; result: StoreResult }> {
    const plan = planIngestion(arrivals);
    return { plan, result: await this.transaction((sql) => storeBatch(sql, plan, options)) };
  }

  async storeNames(plan: IngestionPlan, told: StoreResult['toldNames'], now: Date): Promise<void> {
    await this.transaction((sql) => storeNames(sql, plan, told, now));
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
  }

  private async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.connected();
    const begun = client.query('BEGIN'); // not awaited: pg sends the next statement as soon as this one is done
    begun.catch(() => undefined);
    try {
      const result = await work({ query: (sql, params) => this.query(client, sql, params) });
      await begun;
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A broken connection has nothing to roll back; the next batch opens a new one.
      await client.query('ROLLBACK').catch(() => this.drop(client));
      throw error;
    }
  }

  private async query<T>(client: pg.Client, text: string, params: readonly unknown[] = []): Promise<T[]> {
    let name = this.names.get(text);
    if (!name) this.names.set(text, (name = `ingest_${this.names.size}`));
    const { rows } = await client.query({ name, text, values: [...params] });
    return rows as T[];
  }

  private async connected(): Promise<pg.Client> {
    if (this.client) return this.client;
    const client = openClient(this.address);
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    await client.connect();
    await client.query(SESSION);
    this.client = client;
    return client;
  }

  private drop(client: pg.Client): void {
    if (this.client === client) this.client = undefined;
    void client.end().catch(() => undefined);
  }
}
