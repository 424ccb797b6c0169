import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { TalkingDesk } from '../../test/support/talking-desk.js';
import { TestRedis } from '../../test/support/redis.js';

/** Two rounds of the sweeper. */
const SWEPT = { timeout: 45_000, interval: 50 };

let redis: TestRedis;
let desk: TalkingDesk;

beforeAll(async () => {
  redis = await TestRedis.start();
});
beforeEach(async () => {
  desk = await TalkingDesk.open({}, { REDIS_URL: redis.url });
});
afterEach(async () => {
  await desk?.close();
});
afterAll(() => redis?.stop());

/** Guests' messages that nobody decided on yet. */
async function unrouted(): Promise<number> {
  const [row] = await desk.hotel.query<{ n: number }>(
    `SELECT coalesce(sum(inbound_seq - routed_seq), 0)::int AS n FROM chat WHERE hotel_id = $1`,
    [desk.hotel.id],
  );
  return row?.n ?? -1;
}

const decisions = (): Promise<{ chatId: string; seq: number }[]> =>
  desk.hotel.query(
    `SELECT m.chat_id AS "chatId", m.inbound_seq AS seq FROM route_decision d
     JOIN message m ON m.hotel_id = d.hotel_id AND m.id = d.message_id
     WHERE d.hotel_id = $1 ORDER BY d.at, d.id`,
    [desk.hotel.id],
  );

const repliesOf = (conversationId: string): Promise<{ status: number }[]> =>
  desk.hotel.query(
    `SELECT status FROM message WHERE hotel_id = $1 AND conversation_id = $2 AND direction = 'outbound'`,
    [desk.hotel.id, conversationId],
  );

describe('B2: whatever becomes of Redis, nothing is lost', () => {
  it('D1: guests’ messages and answers take their way through it, each chat in its order', async () => {
    const guests = ['Ana', 'Ben', 'Cleo'].map((name) => desk.guest(name));
    for (let n = 1; n <= 4; n++) await Promise.all(guests.map((guest) => desk.says(guest, `Message ${n}`)));
    await desk.settled();
    expect(await unrouted()).toBe(0);
    const made = await decisions();
    expect(made).toHaveLength(12);
    for (const chat of new Set(made.map(({ chatId }) => chatId)))
      expect(made.filter(({ chatId }) => chatId === chat).map(({ seq }) => Number(seq))).toEqual([1, 2, 3, 4]);
  });

  it('is away for a while and comes back empty: webhooks are taken meanwhile, work goes on after', async () => {
    const ana = desk.guest('Ana');
    await redis.stop();
    const { conversationId } = await desk.says(ana, 'Is anybody there?'); // its webhook got its 200
    await desk.says(ana, 'Hello?');
    const answer = { content: { type: 'text', text: 'We are' }, clientId: crypto.randomUUID() };
    const sent = await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, answer);
    expect(sent.status).toBe(201);
    expect(await unrouted()).toBe(2);
    await redis.start();
    await expect.poll(unrouted, SWEPT).toBe(0);
    await expect
      .poll(() => desk.cloud.accepted.filter(({ body }) => JSON.stringify(body).includes('We are')).length, SWEPT)
      .toBe(1);
    expect(await decisions()).toHaveLength(2);
  });

  it('is wiped: what waited in it is found in the rows', async () => {
    const ana = desk.guest('Ana');
    await desk.queue.pause(); // jobs stay where they wait
    const { conversationId } = await desk.says(ana, 'Towels, please');
    const answer = { content: { type: 'text', text: 'At once' }, clientId: crypto.randomUUID() };
    await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, answer);
    await expect.poll(() => redis.ask('LLEN', '{bellhop}:outbound:wait')).toBe(':1');
    await redis.ask('FLUSHALL');
    desk.queue.resume();
    await expect.poll(unrouted, SWEPT).toBe(0);
    await expect.poll(() => repliesOf(conversationId), SWEPT).toHaveLength(1);
    await expect
      .poll(() => desk.cloud.accepted.filter(({ body }) => JSON.stringify(body).includes('At once')).length, SWEPT)
      .toBe(1);
  });
});

it('F3: webhooks are taken, and the desk stops, while its Redis stands still', async () => {
  redis.freeze();
  try {
    for (let n = 1; n <= 3; n++) await desk.says(desk.guest(`Guest ${n}`), 'Good evening');
    expect(await unrouted()).toBe(3);
    await desk.queue.stop();
  } finally {
    redis.thaw();
  }
});

it('F3: the desk starts and stops without its Redis', async () => {
  await redis.stop();
  try {
    const alone = await TalkingDesk.open({}, { REDIS_URL: redis.url });
    await alone.says(alone.guest('Ana'), 'Good morning');
    await alone.close();
  } finally {
    await redis.start();
  }
});
