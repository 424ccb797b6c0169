import { NestFactory } from '@nestjs/core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { TestRedis } from '../../test/support/redis.js';
import { BullDriver, BullQueue } from './bull-queue.js';
import { EmbeddedQueue } from './embedded-queue.js';
import type { JobContext, JobHandler, JobQueue } from './job-queue.js';
import type { QueueLimits } from './job-runner.js';
import { backoffMs, JOB_NAMES, JOB_SETTINGS, type JobName } from './jobs.js';

const LIMITS = { tries: 3, timeoutMs: 5_000 };
const IN_TIME = { timeout: 30_000, interval: 10 };
/** Notices within two seconds what takes a real desk fifteen. */
const QUICK = { lockMs: 1_500, renewMs: 300, lookMs: 300 };

let redis: TestRedis;
let ending: (() => Promise<void>)[];

beforeAll(async () => {
  redis = await TestRedis.start();
});
beforeEach(() => {
  ending = [];
});
afterEach(async () => {
  await Promise.all(ending.map((end) => end()));
  await redis.ask('FLUSHALL');
});
afterAll(() => redis?.stop());

type Handlers = { [N in JobName]?: JobHandler<N> };

function serve(queue: JobQueue, handlers: Handlers): void {
  for (const name of JOB_NAMES)
    queue.handle(name, (handlers[name] as JobHandler<JobName>) ?? (() => Promise.resolve()));
}

/** What a process of its own has: it works on the jobs once it is started. */
async function bull(limits: Partial<QueueLimits> = {}, watch = QUICK): Promise<BullQueue> {
  const { graceMs = 25_000, ...given } = { ...LIMITS, ...limits };
  const config = {
    ...given,
    worked: ['whatsapp-messages', 'outbound', 'media', 'maintenance'] as const,
    told: false,
    redis: { url: redis.url, whatsapp: { url: redis.url, name: 'whatsapp-messages' }, retryAfterMs: 60_000 },
  };
  const process = await NestFactory.createApplicationContext(BullDriver.on(config, { graceMs }, watch), {
    logger: false,
  });
  const queue = process.get(BullQueue);
  ending.push(async () => {
    await queue.stop();
    await process.close();
  });
  return queue;
}

function embedded(limits: Partial<QueueLimits> = {}): Promise<EmbeddedQueue> {
  const queue = new EmbeddedQueue({ ...LIMITS, ...limits });
  ending.push(() => queue.stop());
  return Promise.resolve(queue);
}

const route = (chatId: string) => ({ hotelId: 'aurora', chatId });
const waitingIn = async (name: JobName): Promise<number> =>
  Number((await redis.ask('LLEN', `{bellhop}:${JOB_SETTINGS[name].list}:wait`)).slice(1));

/** A job that goes on when it is told to. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** It works on a job of Ana's chat, which goes on when it is told to. */
async function atWork(queue: JobQueue): Promise<{ said: string[]; work: ReturnType<typeof gate> }> {
  const said: string[] = [];
  const work = gate();
  serve(queue, {
    'chat.send': async ({ chatId }) => {
      said.push(`${chatId} begins`);
      await work.opened;
      said.push(`${chatId} ends`);
    },
  });
  queue.start();
  queue.enqueue('chat.send', route('ana'), { jobId: 'ana' });
  await expect.poll(() => said, IN_TIME).toEqual(['ana begins']);
  return { said, work };
}

describe.each([
  { driver: 'embedded', open: embedded },
  { driver: 'bull', open: bull },
])('F1: the queue, driver $driver', ({ driver, open }) => {
  /** So many jobs have come to the queue; in the process itself they come at once. */
  const arrived = (name: JobName, count: number) =>
    expect.poll(() => (driver === 'bull' ? waitingIn(name) : count), IN_TIME).toBe(count);

  it('gives a job’s payload to its one handler; a second handler or none at all is a mistake', async () => {
    const queue = await open();
    expect(() => queue.start()).toThrow('has no handler');
    const seen: unknown[] = [];
    serve(queue, { 'chat.route': async (data, { attempt }) => void seen.push({ ...data, attempt }) });
    expect(() => queue.handle('chat.route', () => Promise.resolve())).toThrow('two handlers');
    queue.start();
    await expect
      .poll(() => (queue.enqueue('chat.route', route('ana'), { jobId: 'ana:1' }), seen.length), IN_TIME)
      .toBe(1);
    expect(seen).toEqual([{ hotelId: 'aurora', chatId: 'ana', attempt: 1 }]);
  });

  it('queues an id once while it waits or runs, and again when it is done', async () => {
    const queue = await open();
    let runs = 0;
    let work = gate();
    serve(queue, { 'chat.route': () => (runs++, work.opened) });
    for (let n = 0; n < 3; n++) queue.enqueue('chat.route', route('ana'), { jobId: 'ana:1' });
    queue.start();
    await expect.poll(() => runs, IN_TIME).toBe(1);
    queue.enqueue('chat.route', route('ana'), { jobId: 'ana:1' });
    work.open();
    await queue.processAll();
    expect(runs).toBe(1);
    work = gate();
    work.open();
    queue.enqueue('chat.route', route('ana'), { jobId: 'ana:1' });
    await queue.processAll();
    expect(runs).toBe(2);
  });

  it('runs jobs of different chats side by side', async () => {
    const queue = await open();
    const [ana, ben] = [gate(), gate()];
    serve(queue, {
      'chat.send': async ({ chatId }) => {
        (chatId === 'ana' ? ana : ben).open();
        await Promise.all([ana.opened, ben.opened]); // each ends only when the other has begun
      },
    });
    queue.start();
    for (const chat of ['ana', 'ben']) queue.enqueue('chat.send', route(chat), { jobId: chat });
    await queue.processAll();
    await Promise.all([ana.opened, ben.opened]);
  });

  it('D8: runs what is urgent first, in the order it came', async () => {
    const queue = await open();
    const order: string[] = [];
    const { concurrency } = JOB_SETTINGS['chat.send'];
    const places = Array.from({ length: concurrency }, gate);
    let taken = 0;
    serve(queue, {
      'chat.send': async ({ chatId }) => {
        if (chatId === 'long letter') await places[taken++]?.opened;
        else order.push(chatId);
      },
    });
    queue.start();
    for (const n of places.keys()) queue.enqueue('chat.send', route('long letter'), { jobId: `letter ${n}` });
    await expect.poll(() => taken, IN_TIME).toBe(concurrency);
    const jobs = { menu: 0, greeting: 0, staff1: 10, staff2: 10, fire: 100, farewell: 0 };
    for (const [jobId, priority] of Object.entries(jobs)) queue.enqueue('chat.send', route(jobId), { jobId, priority });
    await arrived('chat.send', 6);
    places[0]?.open(); // one place for all six, or those that begin at once would race
    await expect.poll(() => order.length, IN_TIME).toBe(6);
    for (const place of places) place.open();
    expect(order).toEqual(['fire', 'staff1', 'staff2', 'menu', 'greeting', 'farewell']);
  });

  it('runs a job after its delay; a hurried drain does not wait for it', async () => {
    const queue = await open();
    const ran: string[] = [];
    serve(queue, { 'chat.send': async ({ chatId }) => void ran.push(chatId) });
    queue.start();
    queue.enqueue('chat.send', route('tomorrow'), { jobId: 'tomorrow', delayMs: 86_400_000 });
    queue.enqueue('chat.send', route('soon'), { jobId: 'soon', delayMs: 300 });
    queue.enqueue('chat.send', route('now'), { jobId: 'now' });
    await queue.processAll();
    expect(ran).toEqual(['now']);
    await expect.poll(() => ran, IN_TIME).toEqual(['now', 'soon']);
    await queue.processAll({ delayed: true });
    expect(ran).toEqual(['now', 'soon', 'tomorrow']);
  });

  it('D3: tries a failing job three times, by itself, then lets it go: its id is free for the sweeper', async () => {
    const queue = await open();
    const tries: number[] = [];
    serve(queue, {
      'chat.send': (_, { attempt }) => (tries.push(attempt), Promise.reject(new Error('the provider is cross'))),
    });
    queue.start();
    queue.enqueue('chat.send', route('ana'), { jobId: 'ana' });
    await expect.poll(() => tries, IN_TIME).toEqual([1, 2]);
    await queue.processAll({ delayed: true });
    expect(tries).toEqual([1, 2, 3]);
    queue.enqueue('chat.send', route('ana'), { jobId: 'ana' });
    await queue.processAll();
    expect(tries).toEqual([1, 2, 3, 1]);
  });

  it('D3: ends a job that hangs, tells it so, and counts it as failed; its neighbours go on', async () => {
    const queue = await open({ timeoutMs: 150 });
    const contexts: JobContext[] = [];
    const ran: string[] = [];
    serve(queue, {
      'chat.send': async ({ chatId }, context) => {
        if (chatId === 'ben') return void ran.push(chatId);
        contexts.push(context);
        if (context.attempt === 1) await gate().opened; // for ever
      },
    });
    queue.start();
    queue.enqueue('chat.send', route('ana'), { jobId: 'ana' });
    queue.enqueue('chat.send', route('ben'), { jobId: 'ben' });
    await expect.poll(() => contexts.map(({ attempt }) => attempt), IN_TIME).toEqual([1, 2]);
    expect(contexts.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(ran).toEqual(['ben']);
  });

  it('pauses once what runs is done, begins nothing meanwhile, and goes on', async () => {
    const queue = await open();
    const { said, work } = await atWork(queue);
    const paused = queue.pause().then(() => said.push('paused'));
    work.open();
    await paused;
    queue.enqueue('chat.send', route('ben'), { jobId: 'ben' });
    await arrived('chat.send', 1);
    expect(said).toEqual(['ana begins', 'ana ends', 'paused']);
    queue.resume();
    await expect.poll(() => said.slice(3), IN_TIME).toEqual(['ben begins', 'ben ends']);
  });

  it('drains jobs that make jobs', async () => {
    const queue = await open();
    const sent: string[] = [];
    serve(queue, {
      'chat.route': async (data) => queue.enqueue('chat.send', data, { jobId: data.chatId }),
      'chat.send': async ({ chatId }) => void sent.push(chatId),
    });
    queue.start();
    for (let n = 0; n < 20; n++) queue.enqueue('chat.route', route(`chat ${n}`), { jobId: `chat ${n}:1` });
    await queue.processAll();
    expect(sent).toHaveLength(20);
  });

  it('D7: finishes at a stop what it has begun, and takes nothing more', async () => {
    const queue = await open();
    const { said, work } = await atWork(queue);
    const stopped = queue.stop().then(() => said.push('stopped'));
    queue.enqueue('chat.send', route('ben'), { jobId: 'ben' });
    work.open();
    await stopped;
    expect(said).toEqual(['ana begins', 'ana ends', 'stopped']);
  });

  it('D7: gives back at a stop what does not end in time', async () => {
    const queue = await open({ graceMs: 50 });
    let held: AbortSignal | undefined;
    serve(queue, { 'chat.send': (_, { signal }) => ((held = signal), gate().opened) });
    queue.start();
    queue.enqueue('chat.send', route('ana'), { jobId: 'ana' });
    await expect.poll(() => held, IN_TIME).toBeDefined();
    await queue.stop();
    expect(held?.aborted).toBe(true);
  });
});

it('D3: the delays double, and are up to a half longer by chance', () => {
  for (const [triesMade, least] of [500, 1_000, 2_000].entries()) {
    const delays = Array.from({ length: 200 }, () => backoffMs('chat.send', triesMade + 1));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...delays)).toBeLessThanOrEqual(least * 1.5);
    expect(new Set(delays).size).toBeGreaterThan(20);
  }
});

describe('D7: several workers on one Redis', () => {
  it('D1, D12: share the load of the queue whatsapp-messages', async () => {
    const workers = [await bull(), await bull()] as const;
    const both = workers.map(() => gate());
    for (const [n, worker] of workers.entries())
      serve(worker, {
        'chat.route': async () => {
          both[n]?.open();
          await Promise.all(both.map(({ opened }) => opened)); // nobody does it alone
        },
      });
    for (let n = 0; n < 600; n++) workers[0].enqueue('chat.route', route(`chat ${n}`), { jobId: `chat ${n}:1` });
    await expect.poll(() => waitingIn('chat.route'), IN_TIME).toBe(600);
    for (const worker of workers) worker.start();
    await workers[0].processAll();
  });

  it('take over from one that stands still, whose late end changes nothing', async () => {
    // As a frozen process: does not say that it still works, and takes nothing.
    const frozen = await bull({}, { ...QUICK, renewMs: 60_000 });
    const other = await bull();
    const said: string[] = [];
    const [wakes, finishes] = [gate(), gate()];
    serve(frozen, {
      'chat.send': async () => {
        said.push('first begins');
        await wakes.opened;
        said.push('first ends');
      },
    });
    serve(other, {
      'chat.send': async () => {
        said.push('second begins');
        await finishes.opened;
        said.push('second ends');
      },
    });
    frozen.start();
    frozen.enqueue('chat.send', route('ana'), { jobId: 'ana' });
    await expect.poll(() => said, IN_TIME).toEqual(['first begins']);
    const still = frozen.pause();
    other.start();
    await expect.poll(() => said, IN_TIME).toEqual(['first begins', 'second begins']);
    wakes.open();
    await still;
    expect(said).toContain('first ends');
    finishes.open();
    await other.processAll();
    expect(said).toEqual(['first begins', 'second begins', 'first ends', 'second ends']);
  });

  it('go on with what one gave back when it stopped', async () => {
    const stopping = await bull({ graceMs: 50 });
    const other = await bull();
    const tries: string[] = [];
    serve(stopping, { 'chat.send': (_, { attempt }) => (tries.push(`first ${attempt}`), gate().opened) });
    serve(other, { 'chat.send': async (_, { attempt }) => void tries.push(`second ${attempt}`) });
    stopping.start();
    stopping.enqueue('chat.send', route('ana'), { jobId: 'ana' });
    await expect.poll(() => tries, IN_TIME).toEqual(['first 1']);
    await stopping.stop();
    other.start();
    await expect.poll(() => tries, IN_TIME).toEqual(['first 1', 'second 2']);
  });

  it('go on when Redis is wiped while they work', async () => {
    const worker = await bull();
    const said: string[] = [];
    const work = gate();
    serve(worker, {
      'chat.send': async ({ chatId }) => {
        said.push(chatId);
        if (chatId === 'ana') await work.opened;
      },
    });
    worker.start();
    worker.enqueue('chat.send', route('ana'), { jobId: 'ana' });
    await expect.poll(() => said, IN_TIME).toEqual(['ana']);
    await redis.ask('FLUSHALL');
    work.open(); // cannot be reported any more
    for (let n = 0; n < 20; n++) worker.enqueue('chat.send', route(`chat ${n}`), { jobId: `chat ${n}` });
    await expect.poll(() => said.length, IN_TIME).toBe(21);
    await worker.processAll();
  });
});
