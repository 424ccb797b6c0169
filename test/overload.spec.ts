import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';

import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import type { Metrics } from '../src/common/metrics.js';
import { StoreBusyError } from '../src/messages/index.js';
import { EmbeddedQueue } from '../src/queue/embedded-queue.js';
import { JOB_NAMES } from '../src/queue/jobs.js';
import { DOOR, IngestionDesk } from './support/ingestion.js';
import { openDoor, postWebhook } from './support/webhook-door.js';
import { readBody } from '../src/webhooks/body.js';
import { DoorLoad } from '../src/webhooks/door-load.js';

const SOON = { timeout: 20_000, interval: 10 };
const BUSY = { status: 503, code: 'store_busy', retryAfter: '5' };

let desk: IngestionDesk;
const doors: FastifyInstance[] = [];
/** when a request was read, and its channel is asked for */
let letIn = (): Promise<void> => Promise.resolve();
beforeAll(async () => {
  desk = await IngestionDesk.open();
});
afterEach(async () => {
  letIn = () => Promise.resolve();
  for (const door of doors.splice(0)) await door.close();
});
afterAll(() => desk.close());

/** The door with these limits, at a store of its own that has them too. */
async function open(limits: Partial<typeof DOOR>): Promise<{ url: string; metrics: Metrics }> {
  const door = { ...DOOR, ...limits };
  const channels = {
    forWebhook: () => letIn().then(() => desk.channel),
    siblings: () => Promise.resolve([]),
  };
  const opened = await openDoor(desk, { ingestion: desk.anotherService(desk.url, door), channels, limits: door });
  doors.push(opened.server);
  return opened;
}

async function figure(metrics: Metrics, name: string): Promise<number> {
  const told = await metrics.registry.getSingleMetric(name)?.get();
  return told?.values[0]?.value ?? NaN;
}

const post = (url: string, body: Buffer): ReturnType<typeof postWebhook> => postWebhook(url, desk.channel, body);
const guest = (n: number) => desk.guest({ phone: `346001234${String(n).padStart(2, '0')}`, name: `Guest ${n}` });

describe('B2: a database that hangs under a flood', () => {
  it('B2: every webhook is answered while it hangs, within the bounds of the door; told again, each is there once', async () => {
    const limits = { requests: 40, bytes: 24_000, waitMs: 2_000 };
    const { url, metrics } = await open(limits);
    const ana = guest(1);
    expect(await post(url, desk.body(ana.says('Hola')))).toMatchObject({ status: 200 });
    const blocker = await desk.holdChats();
    const bodies = Array.from({ length: 150 }, (_, n) => desk.body(ana.says(`Message ${n}`)));
    const most = { requests: 0, bytes: 0 };
    letIn = async () => {
      most.requests = Math.max(most.requests, await figure(metrics, 'bellhop_door_requests'));
      most.bytes = Math.max(most.bytes, await figure(metrics, 'bellhop_door_bytes'));
    };
    try {
      // All of them are answered before the database is: nothing but the door's own time ends their waiting.
      for (const answer of await Promise.all(bodies.map((body) => post(url, body)))) expect(answer).toEqual(BUSY);
    } finally {
      await blocker.release();
    }
    expect(most.requests).toBeGreaterThan(1);
    expect(most.requests).toBeLessThanOrEqual(limits.requests);
    // The one that breaks the bound is counted before it is refused.
    expect(most.bytes).toBeLessThanOrEqual(limits.bytes + 2_000);
    await expect.poll(() => figure(metrics, 'bellhop_door_requests'), SOON).toBe(0);
    expect(await figure(metrics, 'bellhop_door_bytes')).toBe(0);
    for (const body of bodies) await expect.poll(async () => (await post(url, body)).status, SOON).toBe(200);
    expect((await desk.texts()).filter((text) => text.startsWith('Message'))).toHaveLength(150);
  });

  it('B2: who comes while the oldest has waited half of its time is asked to come again at once', async () => {
    const service = desk.anotherService(desk.url, { ...DOOR, waitMs: 1_000 });
    const ana = guest(2);
    await service.ingest(desk.read(desk.body(ana.says('Hola'))));
    const blocker = await desk.holdChats();
    const first = service.ingest(desk.read(desk.body(ana.says('first'))));
    await expect.poll(() => service.oldestMs(), SOON).toBeGreaterThan(500);
    await expect(service.ingest(desk.read(desk.body(ana.says('second'))))).rejects.toBeInstanceOf(StoreBusyError);
    await blocker.release();
    await first; // was let in, and is stored
    expect(service.oldestMs()).toBe(0);
    await service.ingest(desk.read(desk.body(ana.says('third'))));
    expect(await desk.texts()).toEqual(expect.arrayContaining(['first', 'third']));
    expect(await desk.texts()).not.toContain('second');
  });

  it('B2: whom nobody waits for any more does not hold up the others when it is back', async () => {
    const service = desk.anotherService(desk.url, { ...DOOR, waitMs: 600 });
    const ben = guest(3);
    await service.ingest(desk.read(desk.body(ben.says('Hola'))));
    const blocker = await desk.holdChats();
    const stored = service.ingest(desk.read(desk.body(ben.says('under way'))));
    await desk.untilSomebodyWaits();
    const late = service.ingest(desk.read(desk.body(ben.says('late')))).catch((error: unknown) => error);
    await expect.poll(() => service.oldestMs(), SOON).toBeGreaterThan(1_300);
    await blocker.release();
    await stored;
    expect(await late).toBeInstanceOf(StoreBusyError);
    expect(await desk.texts()).not.toContain('late');
  });
});

describe('B2: while guests’ messages wait too long', () => {
  it('B2: files, reactions and marks stand back, what is sent to guests does not', async () => {
    const service = desk.anotherService(desk.url, { ...DOOR, waitMs: 2_000 });
    const eva = guest(5);
    await service.ingest(desk.read(desk.body(eva.says('Hola'))));
    const queue = new EmbeddedQueue({ tries: 1, timeoutMs: 20_000, pressure: desk.pressure });
    const ran: string[] = [];
    for (const name of JOB_NAMES) queue.handle(name, () => Promise.resolve(void ran.push(name)));
    const blocker = await desk.holdChats();
    const first = service.ingest(desk.read(desk.body(eva.says('first'))));
    try {
      await expect.poll(() => desk.pressure.high, SOON).toBe(true);
      queue.start();
      const chat = { hotelId: desk.channel.hotelId, chatId: desk.channel.id };
      queue.enqueue('media.fetch', { hotelId: chat.hotelId, mediaId: chat.chatId }, { jobId: '1' });
      queue.enqueue('chat.send', chat, { jobId: '1' });
      await expect.poll(() => ran, SOON).toEqual(['chat.send']);
    } finally {
      await blocker.release();
    }
    await first;
    await queue.processAll();
    expect(ran).toEqual(['chat.send', 'media.fetch']);
    await queue.stop();
  });
});

describe('B2: bodies', () => {
  it('B2: that are too many are not read to their end, and nothing of them is kept', async () => {
    const { url, metrics } = await open({ bytes: 4_000 });
    expect(await post(url, desk.body(guest(4).says('x'.repeat(10_000))))).toEqual(BUSY);
    expect(await figure(metrics, 'bellhop_door_bytes')).toBe(0);
    expect(await post(url, desk.body(guest(4).says('short')))).toMatchObject({ status: 200 });
  });

  it('B2: that dribble are given up after twenty seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const request = new PassThrough();
      const load = new DoorLoad(DOOR);
      const held = load.take();
      const reading = readBody(request as unknown as IncomingMessage, held);
      request.write('{"entry": [');
      vi.advanceTimersByTime(20_000);
      await expect(reading).rejects.toMatchObject({ kind: 'too_slow', code: 'too_slow' });
      held.letGo();
      expect([load.requests, load.bytes]).toEqual([0, 0]);
    } finally {
      vi.useRealTimers();
    }
  });
});
