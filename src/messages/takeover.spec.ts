import { afterAll, beforeAll, expect, it } from 'vitest';

import { TalkingDesk } from '../../test/support/talking-desk.js';
import { HotQueries } from '../database/hot-queries.js';
import { claimReaction, deferReaction, finishReaction, renewReaction } from './reactions.repository.js';
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

it('D3: of a reaction too: who lost the claim neither renews it, nor ends the one who took over', async () => {
  const { hotel } = desk;
  const words = await desk.says(desk.guest('Eva'), 'Thank you');
  await desk.queue.pause();
  await desk.asks(hotel.lucia, 'PUT', `/messages/${words.id}/reaction`, { emoji: '👍' });
  const sql = desk.app.get(HotQueries);
  const [reaction] = await hotel.query<{ id: string }>(`SELECT id FROM reaction WHERE target_provider_id = $1`, [
    words.providerId,
  ]);
  const claim = (): ReturnType<typeof claimReaction> => claimReaction(sql, hotel.id, reaction!.id, LEASE_MS);
  const expire = (): Promise<unknown> => hotel.query(`UPDATE reaction SET lease_until = clock_timestamp()`);

  const first = await claim();
  expect(await claim()).toBeNull();
  await expire();
  await renewReaction(sql, hotel.id, first!, LEASE_MS); // it stood still for a moment and goes on
  expect(await claim()).toBeNull();
  await expire();
  const second = await claim();
  await expire();
  await renewReaction(sql, hotel.id, first!, LEASE_MS);
  const third = await claim();
  expect([first, second, third].map((one) => Number(one!.fence))).toEqual([1, 2, 3]);
  await deferReaction(sql, hotel.id, second!, 0, false);
  expect(await claim()).toBeNull();
  await finishReaction(sql, hotel.id, third!, { providerId: 'wamid.reaction' }, desk.clock.now());
  expect(await hotel.query(`SELECT send_status, lease_until FROM reaction`)).toEqual([
    { send_status: 30, lease_until: null },
  ]);
  desk.queue.resume();
});
