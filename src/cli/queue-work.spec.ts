import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { TestRedis } from '../../test/support/redis.js';
import { shellBeside } from '../../test/support/shell.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { newId } from '../common/ids.js';
import { run } from './index.js';

let redis: TestRedis;
let desk: TalkingDesk;
let said: ReturnType<typeof shellBeside>;

beforeAll(async () => {
  redis = await TestRedis.start();
});
afterEach(() => void Object.assign(said, { out: '', err: '' }));
afterAll(() => redis?.stop());

const work = (...words: string[]): Promise<number> => run(['node', 'bellhop', 'queue', 'work', ...words]);
/** Jobs of this list that wait in Redis. */
const waiting = async (list: string): Promise<number> =>
  Number((await redis.ask('LLEN', `{bellhop}:${list}:wait`)).slice(1));
const unrouted = async (): Promise<number> =>
  (await desk.hotel.query(`SELECT 1 FROM chat WHERE routed_seq < inbound_seq`)).length;
const sentTo = (text: string): number =>
  desk.cloud.accepted.filter(({ body }) => JSON.stringify(body).includes(text)).length;

describe.each(['embedded', 'bull'])('D12: bellhop queue work, driver %s', (driver) => {
  beforeAll(async () => {
    desk = await TalkingDesk.open({}, driver === 'bull' ? { REDIS_URL: redis.url } : {});
    said = shellBeside(desk);
    await desk.queue.pause(); // the desk's own hands are full
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    desk.queue.resume();
    await desk.close();
  });

  it('--once does what waits beside a running desk, of one queue or of all, and prints a line for each', async () => {
    const { conversationId } = await desk.says(desk.guest('Ana'), 'Is the pool open?');
    const answer = { content: { type: 'text', text: 'Until ten' }, clientId: newId() };
    await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, answer);

    const waits = driver === 'bull' ? 1 : 0;
    for (const list of ['whatsapp-messages', 'outbound']) await expect.poll(() => waiting(list)).toBe(waits);

    expect(await work('media', '--once')).toBe(0);
    expect([said.out, await unrouted(), sentTo('Until ten')]).toEqual(['0 done, 0 failed.\n', 1, 0]);
    expect(await work('whatsapp-messages', '--once')).toBe(0);
    expect(said.out).toMatch(/T[\d:.]+Z {2}chat\.route {2}\S+ {2}try 1 {2}done {2}\d+ ms\n1 done, 0 failed\.\n$/);
    expect([await unrouted(), sentTo('Until ten')]).toEqual([0, 0]);
    expect([await waiting('whatsapp-messages'), await waiting('outbound')]).toEqual([0, waits]);
    expect(await work('--once', '--verbose')).toBe(0);
    expect(said.out).toMatch(/chat\.send .* begins .*"chatId"[^]*chat\.send .* done /);
    expect([sentTo('Until ten'), await waiting('outbound')]).toEqual([1, 0]);
    expect(said.out).not.toContain('Until ten');
  }, 60_000);

  it('goes on with what comes until it is told to end, and finishes what it has begun', async () => {
    const { conversationId } = await desk.says(desk.guest('Carla'), 'Is the bar open?');
    const known = process.listeners('SIGTERM');
    const ended = work('outbound');
    const answer = { content: { type: 'text', text: 'Until two' }, clientId: newId() };
    await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, answer);
    await desk.until(() => expect(said.out).toMatch(/chat\.send .* done /));
    const again = { content: { type: 'text', text: 'On Sundays until one' }, clientId: newId() };
    await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, again);
    await desk.until(() => expect([sentTo('Until two'), sentTo('On Sundays')]).toEqual([1, 1]));
    for (const end of process.listeners('SIGTERM')) if (!known.includes(end)) end('SIGTERM');
    expect(await ended).toBe(0);
    expect(said.out).toMatch(/\n\d+ done, 0 failed\.\n$/);
    expect(await unrouted()).toBe(1);
    expect(await work('--once')).toBe(0);
  }, 60_000);

  it('prints JSON for programs', async () => {
    await desk.says(desk.guest('Ben'), 'Towels, please');
    expect(await work('whatsapp-messages', '--once', '--json')).toBe(0);
    const lines = said.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(lines).toMatchObject([
      { job: 'chat.route', attempt: 1, outcome: 'done' },
      { done: 1, failed: 0 },
    ]);
  });

  it('answers 2 to a queue that is none', async () => {
    expect(await work('letters', '--once')).toBe(2);
    expect(said.err).toContain('There is no queue letters; there are whatsapp-messages, outbound, media, maintenance.');
  });
});
