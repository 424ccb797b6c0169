import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Client } from 'pg';
import { openClient } from './pg-client.js';
import { StartError } from './start-error.js';

// The same from src/database and dist/database.
const MIGRATIONS = fileURLToPath(new URL('../../migrations/', import.meta.url));
const LOCK = 7_248_001;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

/**
 * Runs what is new in migrations/*.sql, in the order of names, each in a transaction of its own. Desks that
 * start together wait for each other. Answers the names of those it ran.
 */
export async function migrate(url: string, folder = MIGRATIONS): Promise<string[]> {
  const client = openClient({ url });
  await client.connect();
  try {
    await client.query('SET statement_timeout = 0');
    await refuseOldServer(client);
    const migrations = read(folder);
    const ran: string[] = [];
    await locked(client, async () => {
      await client.query(
        `CREATE TABLE IF NOT EXISTS schema_migration (
           name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
      );
      refuseUnknown(await applied(client), migrations);
    });
    for (const migration of migrations) {
      const isNew = await locked(client, () => apply(client, migration));
      if (isNew) ran.push(migration.name);
    }
    return ran;
  } finally {
    await client.end();
  }
}

function read(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const sql = readFileSync(`${folder}/${name}`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
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

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<boolean> {
  const known = (await applied(client)).get(name);
  if (known === checksum) return false;
  if (known !== undefined) throw new StartError(`Migration ${name} was changed after it ran: add a new one instead.`);
  await client.query(sql);
  await client.query('INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)', [name, checksum]);
  return true;
}

async function applied(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM schema_migration',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

function refuseUnknown(done: Map<string, string>, migrations: Migration[]): void {
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
