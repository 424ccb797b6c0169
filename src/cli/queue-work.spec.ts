import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { shellBeside } from '../../test/support/shell.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { newId } from '../common/ids.js';
import { run } from './index.js';

let desk: TalkingDesk;
let said: ReturnType<typeof shellBeside>;

beforeAll(async () => {
  desk = await TalkingDesk.open();
  said = shellBeside(desk);
  await desk.queue.pause(); // the desk's own hands are full
});
afterEach(() => void Object.assign(said, { out: '', err: '' }));
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  desk.queue.resume();
  await desk.close();
});

const work = (...words: string[]): Promise<number> => run(['node', 'bellhop', 'queue', 'work', ...words]);
const unrouted = async (): Promise<number> =>
  (await desk.hotel.query(`SELECT 1 FROM chat WHERE routed_seq < inbound_seq`)).length;
const sentTo = (text: string): number =>
  desk.cloud.accepted.filter(({ body }) => JSON.stringify(body).includes(text)).length;

describe('D12: bellhop queue work --once', () => {
  it('does what waits beside a running desk, of one queue or of all, and prints a line for each', async () => {
    const { conversationId } = await desk.says(desk.guest('Ana'), 'Is the pool open?');
    const answer = { content: { type: 'text', text: 'Until ten' }, clientId: newId() };
    await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, answer);

    expect(await work('media', '--once')).toBe(0);
    expect([said.out, await unrouted(), sentTo('Until ten')]).toEqual(['0 done, 0 failed.\n', 1, 0]);
    expect(await work('whatsapp-messages', '--once')).toBe(0);
    expect(said.out).toMatch(/T[\d:.]+Z {2}chat\.route {2}\S+ {2}try 1 {2}done {2}\d+ ms\n1 done, 0 failed\.\n$/);
    expect([await unrouted(), sentTo('Until ten')]).toEqual([0, 0]);
    expect(await work('--once', '--verbose')).toBe(0);
    expect(said.out).toMatch(/chat\.send .* begins .*"chatId"[^]*chat\.send .* done /);
    expect(sentTo('Until ten')).toBe(1);
    expect(said.out).not.toContain('Until ten');
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
