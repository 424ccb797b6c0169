import pg from 'pg';

import type { Sql } from '../common/sql.js';
import { BY_INDEX } from '../database/hot-queries.js';
import type { DatabaseAddress } from '../database/pg-client.js';
import { openClient } from '../database/pg-client.js';
import type { ProviderMessageKey } from './delivery.repository.js';
import { knownResult, type KnownAnswer, type KnownMessage } from './ingestion.known.js';
import { STORE_KNOWN } from './ingestion.known.sql.js';
import { planIngestion, type Arrival } from './ingestion.plan.js';
import { storeNames, type NewsOfNames } from './ingestion.notes.js';
import { NOTE_HEARD } from './ingestion.sql.js';
import { lookAgain, NOTHING, storeBatch, together, type StoreOptions, type StoreResult } from './ingestion.store.js';
import { Statistics } from './ingestion.statistics.js';

/**
 * One connection of its own for ingestion, so that the desk's own queries never stand in its way. Its
 * statements are prepared once and planned for index look-ups: a plan made while the tables were small
 * would scan them, and would be kept while they grow (tens of milliseconds per batch at a million rows).
 *
 * One lane a process: two of them make one guest, chat and conversation of what comes at once. An edit (or tick of an echo) in
 * one and its message in another, both uncommitted, do not see each other: second-look.ts brings them together.
 */
export const INGESTION_SESSION = [...BY_INDEX, `statement_timeout='10s'`].map((setting) => `SET ${setting}`).join('; ');

/** Past the server's own limit: then the server, or the way to it, is gone without a word. */
const ANSWER_MS = 12_000;

/** SQLSTATE classes that speak of the server, not of the data: resources, operator, system, and a transaction it ended. */
const SERVER_TROUBLE = /^(25|53|57|58)/;

/** The database is away, full or hanging; the same may go through later. */
export class StoreAwayError extends Error {
  override readonly name = 'StoreAwayError';

  constructor(
    cause: unknown,
    /** the connection is no use any more; another transaction was in the way; the server cannot now */
    readonly kind: 'broken' | 'conflict' | 'busy',
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

export class IngestionLane {
  private client: pg.Client | undefined;
  private readonly names = new Map<string, string>();
  private readonly statistics: Statistics;

  constructor(private readonly address: DatabaseAddress) {
    this.statistics = new Statistics(address);
  }

  /** Stores a batch in one transaction. Any error rolls all of it back. */
  async store(arrivals: Arrival[], options: StoreOptions): Promise<StoreResult> {
    const plans = byIdentity(arrivals).map(planIngestion);
    const result = await this.transaction(async (sql) => {
      let stored = NOTHING;
      for (const plan of plans) stored = together(stored, await storeBatch(sql, plan, options));
      return stored;
    });
    this.statistics.count(result.stored);
    return result;
  }

  /**
   * The short way: one statement, committed by itself. Null when nothing was stored and the batch has to go the
   * longer one: somebody is not known after all, or lost a race. With a connection at hand the statement is on its
   * way when this returns.
   */
  async storeKnown(messages: KnownMessage[], { now, expiryMs }: StoreOptions): Promise<StoreResult | null> {
    const client = this.client ?? (await this.connected());
    const rows = `[${messages.map(({ row }) => row).join(',')}]`;
    try {
      const [answer] = await this.query<KnownAnswer>(client, STORE_KNOWN, [rows, now, new Date(+now + expiryMs)]);
      const result = answer ? knownResult(messages, answer) : null;
      this.statistics.count(result?.stored ?? 0);
      return result;
    } catch (error) {
      if (!(error instanceof StoreAwayError)) return null;
      if (error.kind === 'broken') this.drop(client);
      throw error;
    }
  }

  async lookAgain(keys: ProviderMessageKey[], now: Date): Promise<void> {
    await this.transaction((sql) => lookAgain(sql, keys, now));
  }

  async storeNames(names: NewsOfNames, now: Date): Promise<void> {
    await this.transaction((sql) => storeNames(sql, names, now));
  }

  async noteHeard(channels: { hotelId: string; id: string }[], now: Date): Promise<void> {
    const rows = channels.map(({ hotelId, id }) => ({ hotel_id: hotelId, id }));
    await this.transaction((sql) => sql.query(NOTE_HEARD, [JSON.stringify(rows), now]));
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.end().catch(() => undefined);
    await this.statistics.close();
  }

  private async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.connected();
    try {
      await this.send(client, 'BEGIN');
      const result = await work({ query: (sql, params) => this.query(client, sql, params) });
      await this.send(client, 'COMMIT');
      return result;
    } catch (error) {
      // A broken connection has nothing to roll back; the next batch opens a new one.
      if (error instanceof StoreAwayError && error.kind === 'broken') this.drop(client);
      else await this.send(client, 'ROLLBACK').catch(() => this.drop(client));
      throw error;
    }
  }

  private async query<T>(client: pg.Client, text: string, params: readonly unknown[] = []): Promise<T[]> {
    let name = this.names.get(text);
    if (!name) this.names.set(text, (name = `ingest_${this.names.size}`));
    const { rows } = await this.send(client, { name, text, values: [...params] });
    return rows as T[];
  }

  private async send(client: pg.Client, query: string | pg.QueryConfig): Promise<pg.QueryResult> {
    try {
      return await client.query(query);
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw new StoreAwayError(error, 'broken');
      const code = error.code ?? '';
      if (/^(08|57P)/.test(code)) throw new StoreAwayError(error, 'broken');
      if (code === '40P01' || code === '40001') throw new StoreAwayError(error, 'conflict');
      throw SERVER_TROUBLE.test(code) ? new StoreAwayError(error, 'busy') : error;
    }
  }

  private async connected(): Promise<pg.Client> {
    if (this.client) return this.client;
    const client = openClient(this.address, { query_timeout: ANSWER_MS });
    client.on('error', () => this.drop(client));
    client.on('end', () => this.drop(client));
    try {
      await client.connect();
      await client.query(INGESTION_SESSION);
    } catch (error) {
      this.drop(client);
      throw new StoreAwayError(error, 'broken');
    }
    this.client = client;
    return client;
  }

  /** Without a goodbye: nobody may be there to hear it. */
  private drop(client: pg.Client): void {
    if (this.client === client) this.client = undefined;
    client.connection.stream.destroy();
  }
}

/** A change of identity comes after what was said before it and before what was said after it. */
export function byIdentity(arrivals: Arrival[]): Arrival[][] {
  const parts: Arrival[][] = [[]];
  for (const arrival of arrivals) {
    if (arrival.parsed.event.type === 'identity_changed' && parts.at(-1)?.length !== 0) parts.push([]);
    parts.at(-1)?.push(arrival);
  }
  return parts;
}
