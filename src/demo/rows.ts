import { v7 } from 'uuid';

import type { Sql } from '../common/sql.js';

export type Row = Record<string, unknown>;

/** Rows of one table in one statement; each row has the same columns, typed by the table itself. */
export async function insertRows(sql: Sql, table: string, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const columns = Object.keys(first).join(', ');
  await sql.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [JSON.stringify(rows)],
  );
}

/** An id as it would have been made then: lists that go by id show history in its order. */
export function idAt(time: Date): string {
  return v7({ msecs: time.getTime() });
}
