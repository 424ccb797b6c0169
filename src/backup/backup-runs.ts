import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import type { MadeBackup } from './make-backup.js';

/** How the nights went. Real time: no hotel's clock moves it. */
export interface NightlyHistory {
  /** when this database began; there is nothing to back up from before */
  since: Date | null;
  /** when the last one that is whole was begun */
  good: Date | null;
  /** when the last one was begun, whatever became of it */
  tried: Date | null;
}

export async function beginRun(sql: Sql): Promise<string> {
  const id = newId();
  await sql.query(`INSERT INTO backup_run (id, started_at) VALUES ($1, clock_timestamp())`, [id]);
  return id;
}

export async function endRun(sql: Sql, id: string, { path, bytes }: MadeBackup): Promise<void> {
  await sql.query(`UPDATE backup_run SET finished_at = clock_timestamp(), path = $2, bytes = $3 WHERE id = $1`, [
    id,
    path,
    bytes,
  ]);
}

export async function failRun(sql: Sql, id: string, failure: string): Promise<void> {
  await sql.query(`UPDATE backup_run SET finished_at = clock_timestamp(), failure = $2 WHERE id = $1`, [id, failure]);
}

/** The desk was stopped in its middle: no failure, and the next desk makes another. */
export async function forgetRun(sql: Sql, id: string): Promise<void> {
  await sql.query(`DELETE FROM backup_run WHERE id = $1`, [id]);
}

export async function nightlyHistory(sql: Sql): Promise<NightlyHistory> {
  const [row] = await sql.query<NightlyHistory>(
    `SELECT (SELECT min(applied_at) FROM schema_migration) AS since,
       max(started_at) FILTER (WHERE path IS NOT NULL) AS good, max(started_at) AS tried
     FROM backup_run`,
  );
  return row ?? { since: null, good: null, tried: null };
}
