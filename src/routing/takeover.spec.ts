import { afterAll, beforeAll, expect, it } from 'vitest';

import { TalkingDesk } from '../../test/support/talking-desk.js';
import { RebuildableQueries } from '../database/hot-queries.js';
import { markDecided } from './routing-decisions.repository.js';
import { nextScenes, type RoutingScene } from './routing-scenes.repository.js';

const LEASE_MS = 15_000;
const FLOOD = { messages: 100, windowMs: 3_600_000 };

let desk: TalkingDesk;

beforeAll(async () => {
  desk = await TalkingDesk.open();
});
afterAll(() => desk.close());

it('D3: a worker that stood still for longer than its claim cannot decide any more; who took over can, once', async () => {
  await desk.queue.pause();
  await desk.says(desk.guest('Ana'), 'The lift is stuck');
  const [chat] = await desk.hotel.query<{ chatId: string }>(`SELECT id AS "chatId" FROM chat WHERE hotel_id = $1`, [
    desk.hotel.id,
  ]);
  const sql = desk.app.get(RebuildableQueries);
  const claim = async (): Promise<RoutingScene[]> =>
    nextScenes(sql, [{ hotelId: desk.hotel.id, chatId: chat!.chatId }], LEASE_MS, FLOOD, desk.clock.now());
  const decide = async (scene: RoutingScene): Promise<number> =>
    (await markDecided(sql, [{ scene, routed: null, inputs: null }], desk.clock.now())).size;

  const [first] = await claim();
  expect(await claim()).toEqual([]); // while its claim lasts nobody else has the chat
  await desk.hotel.query(
    `UPDATE chat SET routing_until = clock_timestamp() - interval '1 second' WHERE hotel_id = $1`,
    [desk.hotel.id],
  );
  const [second] = await claim();
  expect(second).toMatchObject({ messageId: first!.messageId });
  expect(await decide(first!)).toBe(0);
  expect(await decide(second!)).toBe(1);
  expect(await decide(second!)).toBe(0);
});
