import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

import { statusRank } from '../common/delivery-status.js';
import { runMigrations } from '../database/migrate.js';
import { makePartitionsNamed } from '../database/receipt-partitions.js';
import { BackupError } from './errors.js';
import { tableFile, type CopiedTable, type Manifest } from './manifest.js';
import { layAnew, withoutHindrances, type Versions } from './schema.js';

/**
 * The schema as the backup's database had it, its rows, its counters, and then what newer versions made of it. In a
 * transaction of the caller's. Answers the tables that are none of Bellhop's, which are left out.
 */
export async function loadRows(
  client: Client,
  folder: string,
  manifest: Manifest,
  versions: Versions,
): Promise<{ leftOut: string[] }> {
  await layAnew(client, manifest, versions);
  const { rows: there } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::text::regnamespace AND relkind IN ('r', 'p')`,
  );
  const ours = new Set(there.map(({ name }) => name));
  const tables = manifest.tables.filter(({ name }) => ours.has(name));
  const putBack = await withoutHindrances(
    client,
    tables.map(({ name }) => name),
  );
  await makePartitionsNamed(client, manifest.receiptPartitions);
  for (const table of tables) await loadTable(client, folder, table);
  for (const { table, column, last } of manifest.counters)
    if (last !== null && ours.has(table))
      await client.query(`SELECT setval(pg_get_serial_sequence($1, $2), $3)`, [table, column, last]);
  await putBack().catch((error: unknown) => {
    // Of its own making it is whole; somebody took a row away where PostgreSQL did not look.
    if (!isIntegrityViolation(error)) throw error;
    throw new BackupError(`The rows of this backup do not fit together: ${error.message}. Nothing was changed.`);
  });
  await runMigrations(client, versions.since);
  return { leftOut: manifest.tables.flatMap(({ name }) => (ours.has(name) ? [] : name)) };
}

function isIntegrityViolation(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('23');
}

async function loadTable(client: Client, folder: string, { name, columns, rows }: CopiedTable): Promise<void> {
  await client.query(`DELETE FROM ${name}`); // what migrations put in, which the backup has as it became
  const list = columns.map((column) => `"${column}"`).join(', ');
  const into = client.query(copyFrom(`COPY ${name} (${list}) FROM STDIN`));
  await pipeline(createReadStream(join(folder, tableFile(name))), createGunzip(), into);
  if (into.rowCount !== rows)
    throw new BackupError(`${into.rowCount} rows of ${name} went in, ${rows} were written. Nothing was changed.`);
}

/**
 * Promise 8: what waited to be sent when the backup was made may have been sent since. It is taken up as a send whose
 * worker died: its outcome is not known, staff are asked. Answers how many there are.
 */
export async function doubtQueuedSends(client: Client): Promise<number> {
  const [queued, sending] = [statusRank('queued'), statusRank('sending')];
  await client.query(`UPDATE send_attempt SET status = $2, lease_until = clock_timestamp() WHERE status = $1`, [
    queued,
    sending,
  ]);
  const { rowCount } = await client.query(`UPDATE message SET status = $2, version = version + 1 WHERE status = $1`, [
    queued,
    sending,
  ]);
  return rowCount ?? 0;
}
