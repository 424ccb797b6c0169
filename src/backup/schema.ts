import type { Client } from 'pg';

import { appliedMigrations, readMigrations, runMigrations, type Migration } from '../database/migrate.js';
import { BackupError } from './errors.js';
import type { Manifest } from './manifest.js';

/** The migrations a backup's database had, and those it has not had yet. */
export interface Versions {
  had: Migration[];
  since: Migration[];
}

/** Throws BackupError for a backup of a newer Bellhop, or of another one. */
export function versionsOf(manifest: Manifest): Versions {
  const known = readMigrations();
  for (const { name, checksum } of manifest.schema) {
    const ours = known.find((migration) => migration.name === name);
    if (!ours)
      throw new BackupError(
        `The backup was made by a newer Bellhop (${manifest.bellhop}): it has had ${name}, which is not here. Restore it with that version.`,
      );
    if (ours.checksum !== checksum) throw new BackupError(`The backup’s ${name} is not the one of this Bellhop.`);
  }
  const had = new Set(manifest.schema.map(({ name }) => name));
  return { had: known.filter(({ name }) => had.has(name)), since: known.filter(({ name }) => !had.has(name)) };
}

/** Whether somebody's rows are there: a hotel. A desk that was started and not set up yet has none. */
export async function hasHotels(client: Client): Promise<boolean> {
  if ((await appliedMigrations(client)).size === 0) return false;
  return (await client.query('SELECT 1 FROM hotel LIMIT 1')).rows.length > 0;
}

/**
 * Takes away what a Bellhop made before, as the texts of its migrations name it, and lays the schema that the backup's
 * database had. What else lies in the database is not touched. In a transaction of the caller's.
 */
export async function layAnew(client: Client, manifest: Manifest, { had, since }: Versions): Promise<void> {
  const text = [...had, ...since].map(({ sql }) => sql).join('\n');
  const names = (kind: string): string[] =>
    Array.from(
      text.matchAll(new RegExp(`CREATE (?:OR REPLACE )?${kind} (?:IF NOT EXISTS )?(\\w+)`, 'g')),
      ([, name]) => name ?? '',
    );
  const tables = new Set([...names('TABLE'), ...manifest.tables.map(({ name }) => name), 'schema_migration']);
  await client.query(`DROP TABLE IF EXISTS ${[...tables].join(', ')} CASCADE`);
  for (const name of new Set(names('FUNCTION'))) await client.query(`DROP FUNCTION IF EXISTS ${name} CASCADE`);
  await runMigrations(client, had);
}

/**
 * Rows go in faster, and in any order, without the keys between tables, the indexes that no key needs, and triggers
 * that would do once more what they did. Answers what puts them back, which checks all of it.
 */
export async function withoutHindrances(client: Client, tables: readonly string[]): Promise<() => Promise<void>> {
  const lines = async (sql: string): Promise<{ drop: string; make: string }[]> =>
    (await client.query<{ drop: string; make: string }>(sql)).rows;
  const keys = await lines(
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS drop,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS make
     FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::text::regnamespace`,
  );
  const indexes = await lines(
    `SELECT format('DROP INDEX %s', i.indexrelid::regclass) AS drop, pg_get_indexdef(i.indexrelid) AS make
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relkind = 'i' AND NOT c.relispartition AND NOT i.indisprimary AND c.relnamespace = current_schema()::text::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)`,
  );
  for (const { drop } of [...keys, ...indexes]) await client.query(drop);
  for (const table of tables) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  return async () => {
    for (const { make } of [...indexes, ...keys]) await client.query(make);
    for (const table of tables) await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  };
}
