import type { Client } from 'pg';
import { lowestIdAt } from '../common/ids.js';
import { holdTables } from './migrate.js';
import { openClient } from './pg-client.js';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 14;
/** Better in an hour than in the way of the door, or of a backup that reads. */
const PATIENCE_MS = 5_000;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Makes the partitions of the receipts for yesterday and the next fourteen days. Receipts that came while their
 * day had none wait in the default partition and are moved into it. Real time: the ids carry it. What is in use
 * too long is left for the next time.
 */
export async function makeReceiptPartitions(url: string, now = new Date()): Promise<void> {
  const today = Math.floor(now.getTime() / DAY_MS);
  await withClient(url, async (client) => {
    const existing = new Set(await receiptPartitions(client));
    const missing = Array.from({ length: DAYS_AHEAD + 2 }, (_, n) => today - 1 + n).filter(
      (day) => !existing.has(partitionName(day)),
    );
    if (missing.length === 0) return;
    await unlessInUse(client, async () => {
      for (const day of missing) await addPartition(client, day);
    });
  });
}

/** Drops whole days of receipts that ended more than `days` ago. Answers how many days went. */
export async function dropReceiptsOlderThan(url: string, days: number, now = new Date()): Promise<number> {
  const firstKept = Math.floor(now.getTime() / DAY_MS) - days;
  return withClient(url, async (client) => {
    const old = (await receiptPartitions(client)).filter((name) => name < partitionName(firstKept));
    let gone = 0;
    for (const name of old) {
      if (!(await unlessInUse(client, () => client.query(`DROP TABLE IF EXISTS ${name}`)))) return gone;
      gone++;
    }
    await client.query('DELETE FROM webhook_attempt_rest WHERE id < $1', [lowestIdAt(firstKept * DAY_MS)]);
    return gone;
  });
}

/** The days that have one, as their tables' names. */
export async function receiptPartitions(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'webhook_attempt'::regclass AND c.relname ~ '^webhook_attempt_[0-9]{8}$' ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}

/** Makes those days again, in a transaction of the caller's. `names` as `receiptPartitions` gave them. */
export async function makePartitionsNamed(client: Client, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const [, year, month, date] = /^webhook_attempt_(\d{4})(\d{2})(\d{2})$/.exec(name) ?? [];
    if (year) await addPartition(client, Date.parse(`${year}-${month}-${date}T00:00:00Z`) / DAY_MS);
  }
}

function partitionName(day: number): string {
  return `webhook_attempt_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

async function addPartition(client: Client, day: number): Promise<void> {
  const name = partitionName(day);
  const [from, to] = [lowestIdAt(day * DAY_MS), lowestIdAt((day + 1) * DAY_MS)];
  // Desks that start together would make it twice; and nothing may come into the default partition in between.
  await client.query('LOCK TABLE webhook_attempt IN ACCESS EXCLUSIVE MODE');
  if ((await receiptPartitions(client)).includes(name)) return;
  await client.query(
    `CREATE TABLE ${name} (LIKE webhook_attempt INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)`,
  );
  await client.query(
    `WITH waiting AS (DELETE FROM webhook_attempt_rest WHERE id >= '${from}' AND id < '${to}' RETURNING *)
     INSERT INTO ${name} SELECT * FROM waiting`,
  );
  await client.query(`ALTER TABLE webhook_attempt ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`);
}

/** In a transaction; false: a backup or another desk holds the tables, and nothing was done. */
async function unlessInUse(client: Client, work: () => Promise<unknown>): Promise<boolean> {
  await client.query('BEGIN');
  try {
    await holdTables(client, { patienceMs: PATIENCE_MS });
    await client.query(`SET LOCAL lock_timeout = ${PATIENCE_MS}`);
    await work();
    await client.query('COMMIT');
    return true;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = openClient({ url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
