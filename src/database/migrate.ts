import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { openClient } from './pg-client.js';
import { StartError } from './start-error.js';

// The same from src/database and dist/database.
const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));
const LOCK = 7_248_001;

export interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

export interface MigrateOptions {
  folder?: string;
  /** Before an older database is changed, with the first migration it has not had. What it throws stops everything. */
  beforeUpdate?: (first: string) => Promise<void>;
}

/**
 * Runs what is new in migrations/*.sql, in the order of names, all of it or nothing. Desks that start together wait
 * for each other. Answers the names of those it ran.
 */
export async function migrate(
  url: string,
  { folder = MIGRATIONS, beforeUpdate }: MigrateOptions = {},
): Promise<string[]> {
  const client = openClient({ url });
  await client.connect();
  try {
    await withoutTimeouts(client);
    await refuseOldServer(client);
    const migrations = readMigrations(folder);
    return await locked(client, async () => {
      const done = await appliedMigrations(client);
      refuseUnknown(done, migrations);
      const fresh = newOnes(done, migrations);
      const [first] = fresh;
      if (!first) return [];
      // The lock is held meanwhile: of desks that start together one does it, and none changes anything before.
      if (done.size > 0) await beforeUpdate?.(first.name);
      await holdTables(client);
      await runMigrations(client, fresh);
      return fresh.map(({ name }) => name);
    });
  } finally {
    await client.end();
  }
}

export function readMigrations(folder = MIGRATIONS): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(`${folder}/${name}`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

/** What the database has had, name → checksum; empty: it has no schema yet. */
export async function appliedMigrations(client: Client): Promise<Map<string, string>> {
  const { rows: found } = await client.query(`SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL`);
  if (found.length === 0) return new Map();
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migration',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

/** In a transaction of the caller's. */
export async function runMigrations(client: Client, migrations: readonly Migration[]): Promise<void> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS schema_migration (
       name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  for (const { name, sql, checksum } of migrations) {
    await client.query(sql);
    await client.query('INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)', [name, checksum]);
  }
}

/**
 * Whoever changes tables holds `schema_migration` until the end of the transaction. A backup holds it as a reader, so
 * it is waited for here, where nobody else waits behind: a statement that waited for a table of guests would keep
 * every message from it.
 */
export async function holdTables(client: Client, { patienceMs = 0 } = {}): Promise<void> {
  const { rows } = await client.query(`SELECT 1 WHERE to_regclass('schema_migration') IS NOT NULL`);
  if (rows.length === 0) return;
  await client.query(`SET LOCAL lock_timeout = ${patienceMs}`);
  await client.query('LOCK TABLE schema_migration IN ACCESS EXCLUSIVE MODE');
  await client.query('SET LOCAL lock_timeout = DEFAULT');
}

/** Of work that takes as long as it takes. */
export async function withoutTimeouts(client: Client): Promise<void> {
  await client.query('SET statement_timeout = 0');
  await client.query('SET idle_in_transaction_session_timeout = 0');
}

/** A lock of the transaction, not of the session: poolers hand sessions around. */
async function locked<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function newOnes(done: Map<string, string>, migrations: readonly Migration[]): Migration[] {
  return migrations.filter(({ name, checksum }) => {
    const known = done.get(name);
    if (known !== undefined && known !== checksum)
      throw new StartError(`Migration ${name} was changed after it ran: add a new one instead.`);
    return known === undefined;
  });
}

function refuseUnknown(done: Map<string, string>, migrations: readonly Migration[]): void {
  const unknown = [...done.keys()].find((name) => !migrations.some((migration) => migration.name === name));
  if (unknown)
    throw new StartError(`The database is newer than this Bellhop: it has had ${unknown}, which is not here.`);
}

async function refuseOldServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  );
  const version = rows[0]?.version ?? 0;
  if (version < 150_000)
    throw new StartError(`PostgreSQL 15 or newer is needed; DATABASE_URL has ${Math.floor(version / 10_000)}.`);
}
