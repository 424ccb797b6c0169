import type { Client } from 'pg';
import { lowestIdAt } from '../common/ids.js';
import { openClient } from './pg-client.js';

const DAY_MS = 86_400_000;
const DAYS_AHEAD = 14;

/**
 * Makes the partitions of the receipts for yesterday and the next fourteen days. Receipts that came while their
 * day had none wait in the default partition and are moved into it. Real time: the ids carry it.
 */
export async function makeReceiptPartitions(url: string, now = new Date()): Promise<void> {
  const today = Math.floor(now.getTime() / DAY_MS);
  await withClient(url, async (client) => {
    const existing = new Set(await partitions(client));
    for (let day = today - 1; day <= today + DAYS_AHEAD; day++) {
      if (!existing.has(partitionName(day))) await makePartition(client, day);
    }
  });
}

/** Drops whole days of receipts that ended more than `days` ago. Answers how many days went. */
export async function dropReceiptsOlderThan(url: string, days: number, now = new Date()): Promise<number> {
  const firstKept = Math.floor(now.getTime() / DAY_MS) - days;
  return withClient(url, async (client) => {
    const old = (await partitions(client)).filter((name) => name < partitionName(firstKept));
    await client.query(`SET lock_timeout = '5s'`); // better tomorrow than in the way of the door
    for (const name of old) await client.query(`DROP TABLE ${name}`);
    await client.query('DELETE FROM webhook_attempt_rest WHERE id < $1', [lowestIdAt(firstKept * DAY_MS)]);
    return old.length;
  });
}

function partitionName(day: number): string {
  return `webhook_attempt_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

async function partitions(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'webhook_attempt'::regclass AND c.relname ~ '^webhook_attempt_[0-9]{8}$'`,
  );
  return rows.map((row) => row.name);
}

async function makePartition(client: Client, day: number): Promise<void> {
  const name = partitionName(day);
  const [from, to] = [lowestIdAt(day * DAY_MS), lowestIdAt((day + 1) * DAY_MS)];
  await client.query('BEGIN');
  try {
    // Desks that start together would make it twice; and nothing may come into the default partition in between.
    await client.query('LOCK TABLE webhook_attempt IN ACCESS EXCLUSIVE MODE');
    if (!(await partitions(client)).includes(name)) {
      await client.query(
        `CREATE TABLE ${name} (LIKE webhook_attempt INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)`,
      );
      await client.query(
        `WITH waiting AS (DELETE FROM webhook_attempt_rest WHERE id >= '${from}' AND id < '${to}' RETURNING *)
         INSERT INTO ${name} SELECT * FROM waiting`,
      );
      await client.query(
        `ALTER TABLE webhook_attempt ATTACH PARTITION ${name} FOR VALUES FROM ('${from}') TO ('${to}')`,
      );
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
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
