import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { TestRedis } from '../../test/support/redis.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { newId } from '../common/ids.js';
import { NumberPace } from './number-pace.js';

const PACE = 'bellhop:0:1:pace';

let redis: TestRedis;
let desk: TalkingDesk;
let other: Redis;

beforeAll(async () => {
  redis = await TestRedis.start();
  desk = await TalkingDesk.open({ sendsPerSecond: 20 }, { REDIS_URL: redis.url });
  other = new Redis(redis.url);
});
afterAll(async () => {
  other?.disconnect();
  await desk?.close();
  await redis?.stop();
});

it('E16, D7: a worker tells what it sends by a number, and counts what it hears that others send', async () => {
  const heard: unknown[] = [];
  const listening = other.duplicate();
  listening.on('message', (_, text: string) => heard.push((JSON.parse(text) as { news: unknown }).news));
  await listening.subscribe(PACE);
  const { conversationId } = await desk.says(desk.guest('Ana'), 'Is the pool open?');
  const answer = { content: { type: 'text', text: 'Until ten' }, clientId: newId() };
  await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, answer);
  await expect.poll(() => heard).toEqual([{ channelId: desk.channelId, usedMs: 50 }]);
  listening.disconnect();

  const pace = desk.app.get(NumberPace, { strict: false });
  const hour = JSON.stringify({ from: 'another', news: { channelId: desk.channelId, usedMs: 3_600_000 } });
  // Said until it is heard: a word between processes may be lost.
  await expect
    .poll(async () => (await other.publish(PACE, hour), pace.turn(desk.channelId, newId(), true, 1_000)))
    .toBeGreaterThan(3_000_000);
});
