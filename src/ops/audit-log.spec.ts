import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildHotel, type StaffMember, type TestHotel } from '../../test/support/hotel.js';
import { WholeDesk } from '../../test/support/whole-desk.js';

let desk: WholeDesk;
let hotel: TestHotel;
let bar: string;

beforeAll(async () => {
  desk = await WholeDesk.open();
  hotel = await buildHotel(desk.db);
  bar = (await asks(hotel.lucia, 'POST', '/departments', { name: 'Bar' })).id;
  await asks(hotel.lucia, 'PATCH', `/departments/${bar}`, { name: 'Pool bar' });
});
afterAll(() => desk.close());

async function asks(
  person: StaffMember,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  payload?: object,
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
): Promise<any> {
  const token = await desk.tokenOf(person);
  return (await desk.ask({ method, url: `/api/v1${path}`, token, ...(payload ? { payload } : {}) })).json();
}
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
const log = (query: string, person = hotel.lucia): Promise<any> => asks(person, 'GET', `/audit?${query}`);
const actions = (body: { items: { action: string }[] }): string[] => body.items.map((entry) => entry.action);

describe('E18: the audit log', () => {
  it('tells who did what, newest first', async () => {
    expect((await log(`subjectId=${bar}`)).items).toMatchObject([
      {
        action: 'department.changed',
        actor: { kind: 'user', id: hotel.lucia.userId, name: 'Lúcia' },
        subject: { type: 'department', id: bar },
        before: { name: 'Bar' },
        after: { name: 'Pool bar' },
      },
      { action: 'department.added', before: null, after: { name: 'Bar' } },
    ]);
  });

  it('filters by action, person, subject and time, page by page', async () => {
    expect(actions(await log('action=department.added&subjectType=department'))).toContain('department.added');
    expect((await log(`actorId=${bar}`)).items).toEqual([]);
    expect((await log(`conversationId=${bar}`)).items).toEqual([]);
    expect((await log('to=2020-01-01T00:00:00Z')).items).toEqual([]);
    const all = actions(await log('from=2020-01-01T00:00:00Z'));
    const paged: string[] = [];
    for (let cursor = ''; ;) {
      const body = await log(`limit=2${cursor}`);
      paged.push(...actions(body));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(paged).toEqual(all);
  });

  it.each([
    'action=DROP',
    'actorId=x',
    'from=yesterday',
    'from=2026-02-30T00:00:00Z',
    'from=0000-01-01T00:00:00Z',
    'subjectType=%00',
    'what=ever',
  ])('refuses ?%s', async (query) => {
    expect((await log(`${query}`)).code).toBe('invalid_input');
  });

  it('promise 10: tells nothing of another hotel', async () => {
    const boreal = await buildHotel(desk.db, 'Hotel Boreal');
    expect(JSON.stringify(await log('limit=100', boreal.lucia))).not.toContain(bar);
    expect((await log(`subjectId=${bar}`, boreal.lucia)).items).toEqual([]);
  });

  it.each([
    `UPDATE audit_entry SET action = 'nothing.happened'`,
    `UPDATE audit_entry SET action = 'nothing.happened' WHERE false`,
    `DELETE FROM audit_entry`,
    `TRUNCATE audit_entry`,
  ])('is append-only: the database refuses %s', async (sql) => {
    const count = async (): Promise<unknown> => desk.sql(`SELECT count(*), max(action) FROM audit_entry`);
    const before = await count();
    await expect(desk.sql(sql)).rejects.toThrow('append-only');
    expect(await count()).toEqual(before);
  });
});
