import { afterAll, beforeAll, expect, it } from 'vitest';

import { TestRedis } from '../../test/support/redis.js';
import { RedisLines } from './redis-lines.js';
import { RedisNeighbours } from './redis-neighbours.js';

let redis: TestRedis;
const lines: RedisLines[] = [];

beforeAll(async () => {
  redis = await TestRedis.start();
});
afterAll(async () => {
  for (const line of lines) line.close();
  await redis?.stop();
});

function process(): { neighbours: RedisNeighbours; line: RedisLines } {
  const line = new RedisLines(redis.url);
  lines.push(line);
  return { neighbours: new RedisNeighbours(line), line };
}

it('D7: a process that begins to listen while its line is only being made hears the others all the same', async () => {
  const other = process().neighbours;
  const heard: string[] = [];
  redis.freeze(); // the line is there, and nothing is answered yet
  const { neighbours, line } = process();
  await expect.poll(() => line.listening.status).toMatch(/^(connect|ready)$/);
  neighbours.hear('channel', ({ id }) => heard.push(id));
  redis.thaw();
  await expect
    .poll(() => {
      other.tell('channel', { hotelId: 'aurora', provider: 'webchat', id: 'garden' });
      return heard.length;
    })
    .toBeGreaterThan(0);
});
