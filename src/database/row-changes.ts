import type { DataSource } from 'typeorm';

import type { Sql } from '../common/sql.js';
import { inTransaction, type Tx } from './transaction.js';

/** How many rows of a table something made and changed. */
export interface RowChange {
  table: string;
  made: number;
  changed: number;
}

/**
 * What this session has done that PostgreSQL has not yet added to its statistics: it adds between transactions only, so
 * within one the difference of two readings is what happened between them. A day's partition counts as its table.
 */
const SO_FAR = `
  SELECT coalesce(p.relname, s.relname) AS "table", sum(s.n_tup_ins)::int AS made, sum(s.n_tup_upd + s.n_tup_del)::int AS changed
  FROM pg_stat_xact_user_tables s
  LEFT JOIN pg_inherits i ON i.inhrelid = s.relid
  LEFT JOIN pg_class p ON p.oid = i.inhparent
  WHERE s.schemaname = current_schema() AND s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0
  GROUP BY 1`;

/** The desk's notes for itself, which follow from the rows that are told of. */
const ITS_OWN_NOTES = new Set(['audit_entry', 'change', 'past_tally', 'replayed_message']);

/** What `work` writes, by table, in the transaction of the caller's. */
export async function rowChangesOf(tx: Sql, work: () => Promise<unknown>): Promise<RowChange[]> {
  const before = new Map((await tx.query<RowChange>(SO_FAR)).map((row) => [row.table, row]));
  await work();
  const after = await tx.query<RowChange>(SO_FAR);
  return after.flatMap(({ table, made, changed }) => {
    if (ITS_OWN_NOTES.has(table)) return [];
    const was = before.get(table) ?? { made: 0, changed: 0 };
    const change = { table, made: made - was.made, changed: changed - was.changed };
    return change.made === 0 && change.changed === 0 ? [] : [change];
  });
}

/** Sums by table, in the order of their names. */
export function addRowChanges(a: readonly RowChange[], b: readonly RowChange[]): RowChange[] {
  const sum = new Map(a.map((change) => [change.table, { ...change }]));
  for (const { table, made, changed } of b) {
    const one = sum.get(table) ?? { table, made: 0, changed: 0 };
    sum.set(table, { table, made: one.made + made, changed: one.changed + changed });
  }
  return [...sum.values()].toSorted((x, y) => (x.table < y.table ? -1 : 1));
}

/** Only to look: what `work` would write. It runs, and is rolled back; what it throws is thrown. */
export async function wouldChange(db: DataSource, work: (tx: Tx) => Promise<unknown>): Promise<RowChange[]> {
  let rows: RowChange[] = [];
  try {
    await inTransaction(db, async (tx) => {
      rows = await rowChangesOf(tx, () => work(tx));
      throw new OnlyLooked();
    });
  } catch (error) {
    if (!(error instanceof OnlyLooked)) throw error;
  }
  return rows;
}

class OnlyLooked extends Error {
  override readonly name = 'OnlyLooked';
}
