import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { newId } from '../common/ids.js';
import { buildHotel, type StaffMember, type TestHotel } from '../../test/support/hotel.js';
import { WholeDesk } from '../../test/support/whole-desk.js';

let desk: WholeDesk;
let hotel: TestHotel;

beforeAll(async () => {
  desk = await WholeDesk.open();
});
afterAll(() => desk.close());
beforeEach(async () => {
  hotel = await buildHotel(desk.db);
});

async function ring(person: StaffMember, conversationId: string | null, count = 1): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await desk.sql(
    `INSERT INTO notification (hotel_id, id, user_id, kind, conversation_id, data, at)
     SELECT $1, unnest($2::uuid[]), $3, 'urgent', $4, '{"word": "fire"}', now()`,
    [person.hotelId, ids, person.userId, conversationId],
  );
  return ids;
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
async function asks(person: StaffMember, method: 'GET' | 'POST', path: string, payload?: object): Promise<any> {
  const answer = await desk.ask({
    method,
    url: `/api/v1${path}`,
    token: await desk.tokenOf(person),
    ...(payload ? { payload } : {}),
  });
  return answer.json();
}

it('C5: shows each person their own, newest first, page by page', async () => {
  const ids = await ring(hotel.tomas, null, 3);
  await ring(hotel.ines, null);
  const first = await asks(hotel.tomas, 'GET', '/notifications?limit=2');
  expect(first.items).toMatchObject([
    { id: ids[2], kind: 'urgent', data: { word: 'fire' }, conversationId: null, readAt: null },
    { id: ids[1] },
  ]);
  expect(first.unreadCount).toBe(3);
  const second = await asks(hotel.tomas, 'GET', `/notifications?limit=2&cursor=${first.nextCursor}`);
  expect(second).toMatchObject({ items: [{ id: ids[0] }], nextCursor: null });
});

it('C5: marks as read for that person alone, some or all', async () => {
  const [one = '', two] = await ring(hotel.tomas, null, 3);
  const [others = ''] = await ring(hotel.ines, null);
  expect(await asks(hotel.tomas, 'POST', '/notifications/read', { ids: [one, others] })).toEqual({ unreadCount: 2 });
  const unread = await asks(hotel.tomas, 'GET', '/notifications?unread=true');
  expect(unread.items).toHaveLength(2);
  expect(unread.items.at(-1)).toMatchObject({ id: two });
  expect(await asks(hotel.tomas, 'POST', '/notifications/read', {})).toEqual({ unreadCount: 0 });
  expect((await asks(hotel.ines, 'GET', '/notifications')).unreadCount).toBe(1);
});

it('E23: what it tells of must still be theirs to see', async () => {
  const towels = await hotel.conversation(await hotel.guest('Ana'), { departmentId: hotel.housekeeping });
  await ring(hotel.tomas, towels);
  expect((await asks(hotel.tomas, 'GET', '/notifications')).items).toHaveLength(1);
  await desk.sql(`DELETE FROM department_member WHERE hotel_id = $1 AND user_id = $2`, [hotel.id, hotel.tomas.userId]);
  expect(await asks(hotel.tomas, 'GET', '/notifications')).toMatchObject({ items: [], unreadCount: 0 });
});

it('E5: refuses what is no list of ids', async () => {
  for (const ids of ['all', [1], ['x'], {}]) {
    expect((await asks(hotel.tomas, 'POST', '/notifications/read', { ids })).code).toBe('invalid_input');
  }
});
