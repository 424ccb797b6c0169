import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { TalkingDesk } from '../../test/support/talking-desk.js';
import { newId } from '../common/ids.js';
import { FirstInLine } from './first-in-line.js';

const DAY = 86_400_000;

let desk: TalkingDesk;

beforeAll(async () => {
  desk = await TalkingDesk.open();
});
afterAll(() => desk.close());

it('D8: guests in danger and VIPs of the house are routed before the others', async () => {
  const { hotel, queue } = desk;
  const stays: [name: string, vip: string | null, leavesInDays: number][] = [
    ['Vera', 'Film festival', 2],
    ['Otto', 'Was here in spring', -30],
    ['Nina', null, 2],
  ];
  const chatOf = async (conversationId: string): Promise<{ chatId: string; guestId: string }> => {
    const [chat] = await hotel.query<{ chatId: string; guestId: string }>(
      `SELECT c.id AS "chatId", c.guest_id AS "guestId" FROM conversation v JOIN chat c ON c.id = v.chat_id WHERE v.id = $1`,
      [conversationId],
    );
    return chat!;
  };
  const guests = new Map<string, ReturnType<TalkingDesk['guest']>>();
  const first = async (name: string): Promise<string> => {
    guests.set(name, desk.guest(name));
    return (await desk.says(guests.get(name)!, 'Good evening')).conversationId;
  };
  for (const [name, vip, days] of stays) {
    const { guestId } = await chatOf(await first(name));
    const now = desk.clock.now();
    await hotel.query(
      `INSERT INTO stay (hotel_id, id, guest_id, arrival, departure, vip, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, now(), now())`,
      [hotel.id, newId(), guestId, new Date(+now - 40 * DAY), new Date(+now + days * DAY), vip],
    );
  }
  const stuck = await first('Leo');
  await hotel.query(`UPDATE conversation SET priority = 'urgent' WHERE id = $1`, [stuck]);
  await desk.settled();
  await desk.app.get(FirstInLine).look();

  const enqueue = vi.spyOn(queue, 'enqueue');
  const names = new Map<string, string>();
  for (const [name, guest] of guests)
    names.set((await chatOf((await desk.says(guest, 'And one more thing')).conversationId)).chatId, name);
  const ahead = enqueue.mock.calls.flatMap(([job, data, { priority = 0 }]) =>
    job === 'chat.route' && priority > 0 && 'chatId' in data ? [names.get(data.chatId)] : [],
  );
  enqueue.mockRestore();
  expect(ahead).toEqual(['Vera', 'Leo']);
});
