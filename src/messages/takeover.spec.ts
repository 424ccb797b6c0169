import { afterAll, beforeAll, expect, it } from 'vitest';

import { TalkingDesk } from '../../test/support/talking-desk.js';
import { HotQueries } from '../database/hot-queries.js';
import { claimAttempt, claimChat, nextQueued, releaseChat, renewChat } from './send.claims.js';

const LEASE_MS = 60_000;

let desk: TalkingDesk;

beforeAll(async () => {
  desk = await TalkingDesk.open();
});
afterAll(() => desk.close());

it('D3: a worker that stood still for longer than its claim cannot send any more; who took over can, once', async () => {
  const { hotel } = desk;
  const { conversationId } = await desk.says(desk.guest('Ana'), 'Towels, please');
  await desk.settled();
  await desk.queue.pause();
  const words = { content: { type: 'text', text: 'At once' }, clientId: crypto.randomUUID() };
  expect((await desk.asks(hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, words)).status).toBe(201);
  const [chat] = await hotel.query<{ id: string }>(`SELECT id FROM chat WHERE hotel_id = $1`, [hotel.id]);
  const sql = desk.app.get(HotQueries);
  const claim = (): Promise<number | null> => claimChat(sql, hotel.id, chat!.id, LEASE_MS);

  const first = await claim();
  const message = await nextQueued(sql, hotel.id, chat!.id);
  expect(await claim()).toBeNull(); // while its claim lasts nobody else has the chat
  await hotel.query(`UPDATE chat SET sending_until = clock_timestamp() - interval '1 second' WHERE hotel_id = $1`, [
    hotel.id,
  ]);
  const second = await claim();
  const take = (fence: number | null): Promise<boolean> =>
    claimAttempt(sql, hotel.id, message!, LEASE_MS, fence!, desk.clock.now());
  expect(await take(first)).toBe(false);
  expect(await take(second)).toBe(true);
  expect(await take(second)).toBe(false);
});

it('D3: a claim is renewed by its worker while it lasts; by one that lost it, or after it was let go, it is not', async () => {
  const { hotel } = desk;
  const { conversationId } = await desk.says(desk.guest('Rui'), 'A taxi, please');
  const [chat] = await hotel.query<{ id: string }>(
    `SELECT chat_id AS id FROM conversation WHERE hotel_id = $1 AND id = $2`,
    [hotel.id, conversationId],
  );
  const sql = desk.app.get(HotQueries);
  const claim = (leaseMs: number): Promise<number | null> => claimChat(sql, hotel.id, chat!.id, leaseMs);
  const renew = (fence: number): Promise<void> => renewChat(sql, hotel.id, chat!.id, fence, LEASE_MS);

  const first = await claim(0);
  await renew(first!);
  expect(await claim(LEASE_MS)).toBeNull();
  await hotel.query(`UPDATE chat SET sending_until = clock_timestamp() - interval '1 second' WHERE id = $1`, [
    chat!.id,
  ]);
  const second = await claim(0);
  await renew(first!);
  const third = await claim(LEASE_MS);
  expect(third).toBe(second! + 1);
  await releaseChat(sql, hotel.id, chat!.id, third!);
  await renew(third!);
  expect(await claim(LEASE_MS)).not.toBeNull();
});
