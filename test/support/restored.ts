import type { Config } from '../../src/config/index.js';
import { openClient } from '../../src/database/pg-client.js';

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
type Rows = (sql: string) => Promise<any[]>;

/** Its rows, by a connection of its own. */
export async function on<T>(place: Config, work: (rows: Rows) => Promise<T>): Promise<T> {
  const client = openClient({ url: place.database.url ?? '' });
  await client.connect();
  try {
    return await work(async (sql) => (await client.query(sql)).rows);
  } finally {
    await client.end();
  }
}

/** A digest of every table's rows. Left out: leases of processes, numbers of transactions. */
export function contents(place: Config): Promise<Record<string, string>> {
  return on(place, async (rows) => {
    const tables = await rows(
      `SELECT c.relname AS name, string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid <> 'xid8'::regtype
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'lease' GROUP BY 1`,
    );
    const digests: Record<string, string> = {};
    for (const { name, columns } of tables) {
      const [row] = await rows(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS digest FROM (SELECT ${columns} FROM ${name}) t`,
      );
      digests[name] = row.digest;
    }
    return digests;
  });
}

/** What keys, indexes and triggers a schema has, in words. */
export const schema = (place: Config): Promise<unknown[]> =>
  on(place, (rows) =>
    rows(
      `SELECT pg_get_indexdef(i.indexrelid) AS is FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace
       UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
       UNION ALL SELECT tgrelid::regclass || ' ' || pg_get_triggerdef(oid) || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1`,
    ),
  );
