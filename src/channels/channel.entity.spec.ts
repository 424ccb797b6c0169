import { afterAll, beforeAll, expect, it } from 'vitest';

import { PeopleDesk } from '../../test/support/people-app.js';
import { ChannelsModule } from './index.js';

let desk: PeopleDesk;
beforeAll(async () => {
  desk = await PeopleDesk.open({}, [ChannelsModule]);
});
afterAll(() => desk.close());

it('every entity maps the columns its table has, with their types and nulls', async () => {
  const metadatas = desk.db.entityMetadatas;
  expect(metadatas.length).toBeGreaterThan(0);
  for (const { tableName, columns } of metadatas) {
    const mapped = columns.map(({ databaseName, type, isNullable }) => ({
      column: databaseName,
      type: String(type),
      nullable: isNullable,
    }));
    const there = await desk.sql<{ column: string; type: string; nullable: boolean }>(
      `SELECT column_name AS column, udt_name AS type, is_nullable = 'YES' AS nullable
       FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'`,
      [tableName],
    );
    const byName = (a: { column: string }, b: { column: string }): number => a.column.localeCompare(b.column);
    const short: Record<string, string> = { integer: 'int4', boolean: 'bool' };
    expect(mapped.map((column) => ({ ...column, type: short[column.type] ?? column.type })).toSorted(byName)).toEqual(
      there.toSorted(byName),
    );
  }
});
