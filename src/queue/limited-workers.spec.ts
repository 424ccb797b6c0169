import { randomBytes } from 'node:crypto';

import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { TestRedis } from '../../test/support/redis.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { AppModule } from '../app.module.js';
import { newId } from '../common/ids.js';
import { Config, readConfig, type Env } from '../config/index.js';

const IN_TIME = { timeout: 45_000, interval: 50 };

let redis: TestRedis;
let desk: TalkingDesk;
let env: Env;

beforeAll(async () => {
  redis = await TestRedis.start();
  env = {
    REDIS_URL: redis.url,
    REDIS_WHATSAPP_QUEUE: 'guests',
    JWT_SECRET: randomBytes(32).toString('hex'),
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  };
  desk = await TalkingDesk.open({}, { ...env, ROLE: 'api' });
});
afterAll(async () => {
  await desk?.close();
  await redis?.stop();
});

/** What a worker process with these QUEUES runs, until it is closed: then it has finished what it began. */
function worker(queues: string): Promise<INestApplicationContext> {
  const { database, meta } = desk.app.get(Config);
  const url = database.url ?? '';
  const places = { DATABASE_URL: url, META_GRAPH_URL: meta.graphUrl };
  const config = readConfig({ ...env, ...places, ROLE: 'worker', QUEUES: queues });
  return NestFactory.createApplicationContext(AppModule.forRoot(config, { url }), { logger: false });
}

async function works(queues: string, until: () => Promise<void>): Promise<void> {
  const process = await worker(queues);
  try {
    await until();
  } finally {
    await process.close();
  }
}

/** Jobs that nobody has taken. */
const waiting = async (list: string): Promise<number> =>
  Number((await redis.ask('LLEN', `{bellhop}:${list}:wait`)).slice(1));
const untouched = async (): Promise<number[]> => [await waiting('guests'), await waiting('outbound')];
const unrouted = async (): Promise<number> =>
  (await desk.hotel.query(`SELECT 1 FROM chat WHERE routed_seq < inbound_seq`)).length;
const sent = (): number => desk.cloud.accepted.length;

describe('D12: a worker with QUEUES', () => {
  it('takes only those, and leaves the others where they wait; what was lost only `maintenance` finds', async () => {
    const { conversationId } = await desk.says(desk.guest('Ana'), 'Is the pool open?');
    const answer = { content: { type: 'text', text: 'Until ten' }, clientId: newId() };
    await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, answer);
    await expect.poll(untouched, IN_TIME).toEqual([1, 1]);
    await redis.ask('FLUSHALL');

    await works('media,maintenance', () => expect.poll(untouched, IN_TIME).toEqual([1, 1]));
    expect([await unrouted(), sent(), await untouched()]).toEqual([1, 0, [1, 1]]);

    await works('outbound', () => expect.poll(sent, IN_TIME).toBe(1));
    expect([await unrouted(), sent(), await untouched()]).toEqual([1, 1, [1, 0]]);

    await works('guests', () => expect.poll(unrouted, IN_TIME).toBe(0));
    expect([await unrouted(), sent(), await untouched()]).toEqual([0, 1, [0, 0]]);
  });
});
