import type { Readable } from 'node:stream';

import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

import { withoutTimeouts } from '../database/migrate.js';
import { openClient } from '../database/pg-client.js';
import { receiptPartitions } from '../database/receipt-partitions.js';
import { BackupError } from './errors.js';
import type { Manifest } from './manifest.js';

/**
 * Every table of the schema, so that none that a later migration adds can be forgotten. Not kept: `lease` (of
 * processes that are gone), and numbers of transactions, which mean nothing on another server: the change log's
 * get the restoring transaction's, behind which every client begins anew.
 */
const TABLES = `
  SELECT c.relname AS name, c.relkind = 'p' AS partitioned, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
    CASE c.relkind WHEN 'p' THEN (SELECT coalesce(sum(pg_table_size(i.inhrelid)), 0) FROM pg_inherits i WHERE i.inhparent = c.oid)
      ELSE pg_table_size(c.oid) END::float8 AS bytes
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.atttypid <> 'xid8'::regtype
  WHERE c.relnamespace = current_schema()::text::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname <> 'lease'
    AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  GROUP BY c.oid ORDER BY c.relname`;

const COUNTERS = `
  SELECT c.relname AS table, a.attname AS column, s.last_value::text AS last
  FROM pg_class c
  JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = c.oid AND d.deptype IN ('i', 'a') AND d.classid = 'pg_class'::regclass
  JOIN pg_class q ON q.oid = d.objid AND q.relkind = 'S'
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
  JOIN pg_sequences s ON s.schemaname = current_schema() AND s.sequencename = q.relname
  WHERE c.relnamespace = current_schema()::text::regnamespace ORDER BY 1, 2`;

interface Table {
  name: string;
  partitioned: boolean;
  columns: string[];
  /** on the disk, without indexes */
  bytes: number;
}

/** One state of the whole database, whatever is written meanwhile. Close it soon: PostgreSQL cleans up nothing newer. */
export class Snapshot {
  private constructor(
    private readonly client: Client,
    readonly tables: Table[],
    readonly about: Pick<Manifest, 'madeAt' | 'postgres' | 'schema' | 'counters' | 'receiptPartitions'>,
  ) {}

  /** Throws BackupError where there is nothing to back up. */
  static async open(url: string): Promise<Snapshot> {
    const client = openClient({ url });
    await client.connect();
    try {
      await withoutTimeouts(client);
      // As another PostgreSQL will read it.
      await client.query(
        `SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex'; SET timezone = 'UTC'`,
      );
      const { rows: found } = await client.query(`SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL`);
      if (found.length === 0) throw new BackupError('The database is empty: there is nothing to back up.');
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      // Before the snapshot is taken, which the first query does: nobody changes tables as long as this is held.
      await client.query('LOCK TABLE schema_migration IN ACCESS SHARE MODE');
      const rows = async <T extends object>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
      const tables = await rows<Table>(TABLES);
      const [server] = await rows<{ madeAt: Date; postgres: string }>(
        `SELECT now() AS "madeAt", current_setting('server_version') AS postgres`,
      );
      return new Snapshot(client, tables, {
        madeAt: (server?.madeAt ?? new Date()).toISOString(),
        postgres: server?.postgres ?? '',
        schema: await rows(`SELECT name, checksum FROM schema_migration ORDER BY name`),
        counters: await rows(COUNTERS),
        receiptPartitions: await receiptPartitions(client),
      });
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  /** The rows of a query as `COPY` writes them; `count` is to be asked when the stream has ended. */
  copy(select: string): { stream: Readable; count: () => Promise<number> } {
    const stream = this.client.query(copyTo(`COPY (${select}) TO STDOUT`));
    const count = async (): Promise<number> => {
      await this.client.query('SELECT 1'); // the stream ends with its last row; how many there were is said after it
      return stream.rowCount;
    };
    return { stream, count };
  }

  has(table: string): boolean {
    return this.tables.some(({ name }) => name === table);
  }

  async query<T extends object>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.client.query<T>(sql, params)).rows;
  }

  /** Also in the middle of a copy. */
  async close(): Promise<void> {
    await this.client.end();
  }
}
