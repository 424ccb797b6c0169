import { setTimeout as wait } from 'node:timers/promises';

import type { RedisProcess } from '../bench/index.js';
import type { Verdict } from './checker/index.js';
import { DatabaseTroubles } from './database-troubles.js';
import { Random } from './random.js';
import { plan, type Trouble, type Troubled } from './troubles.js';
import { World } from './world.js';

/** Guests at the beginning, and those who come while things go wrong (each stays a while). */
const GUESTS = 8;
const NEWCOMERS = { everyMs: 3_000, most: 2 };

export interface RunOptions {
  seed: number;
  /** how long things go wrong; coming to rest takes what it takes */
  seconds: number;
  /** the queue on Redis and a worker beside the desk, not all in one process */
  redis: boolean;
  /** told while it runs */
  say?: (line: string) => void;
  /** what the desk printed, at the end */
  log?: (printed: string) => void;
  /** ends it before its time, without a verdict */
  signal?: AbortSignal;
}

export interface Report {
  /** how often each trouble came, as "database: killed" */
  troubles: Map<string, number>;
  written: number;
  acknowledged: number;
  answers: { typed: number; acknowledged: number };
  /** POSTs of the provider by how they ended */
  webhooks: Record<string, number>;
  /** requests of staff by how they ended */
  requests: Map<string, number>;
  /** everything under way came to an end */
  rested: boolean;
  verdict: Verdict;
}

/** A desk at work among people while everything around it goes wrong; then rest, and the checker's verdict. */
export async function runChaos(options: RunOptions): Promise<Report> {
  const { seed, seconds, redis, say = () => undefined, log, signal = new AbortController().signal } = options;
  const random = new Random(seed);
  const world = await World.open({ random: random.branch(), redis });
  const troubles = new Map<string, number>();
  const suffered = (what: string, ms: number): void => {
    troubles.set(what, (troubles.get(what) ?? 0) + 1);
    say(`${what}, ${ms} ms`);
  };
  const silence = new AbortController();
  try {
    await world.farSide.call('arrive', GUESTS);
    const people = Promise.all([
      ...world.staff.map((person) => person.work(silence.signal)),
      newcomers(world, random.branch(), silence.signal),
    ]);
    people.catch(() => undefined); // of a run that is ended before its time, nobody is there any more
    const time = { totalMs: seconds * 1_000, signal };
    await together(partsOf(world).map((run) => run(random.branch(), time, suffered)));
    silence.abort();
    await world.farSide.call('fallSilent');
    await people;
    say('Everybody is silent, nothing goes wrong any more: the desk finishes what it has.');
    const rested = await world.atRest();
    return { troubles, rested, answers: answersOf(world), requests: requestsOf(world), ...(await world.judge()) };
  } finally {
    silence.abort();
    log?.(world.desk.printed() + (world.worker?.printed() ?? ''));
    await world.close();
  }
}

interface Time {
  totalMs: number;
  signal: AbortSignal;
}
type Part = (random: Random, time: Time, suffered: (what: string, ms: number) => void) => Promise<void>;

/** What the seed has planned for one part, in its time. */
function part<T extends Troubled>(name: T, suffer: (kind: Trouble<T>, ms: number) => Promise<void>): Part {
  return async (random, { totalMs, signal }, suffered) => {
    const end = Date.now() + totalMs;
    for (const trouble of plan(name, random, totalMs)) {
      if (Date.now() > end) return; // a start takes longer than its plan knows
      await wait(trouble.after, undefined, { signal });
      suffered(`${name}: ${trouble.kind}`, trouble.for);
      await suffer(trouble.kind, trouble.for);
    }
  };
}

function partsOf(world: World): Part[] {
  const { farSide, redis, worker } = world;
  const database = new DatabaseTroubles(world.databaseUrl, world.desk);
  return [
    part('desk', (_, ms) => world.killAndStart(world.desk, ms)),
    part('database', (kind, ms) => database.suffer(kind, ms)),
    part('provider', async (kind, ms) => {
      await farSide.call('trouble', kind);
      await wait(ms);
      await farSide.call('heal');
    }),
    part('webhooks', async (kind, ms) => {
      await farSide.call('unrest', kind);
      await wait(ms);
      await farSide.call('calm');
    }),
    ...(worker ? [part('worker', (_, ms) => world.killAndStart(worker, ms))] : []),
    ...(redis ? [part('redis', (kind, ms) => redisSuffers(redis, kind, ms))] : []),
  ];
}

/** All of them to their end, also when one fails: what is half done would come in the way of putting things away. */
async function together(parts: Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(parts)) if (outcome.status === 'rejected') throw outcome.reason;
}

async function redisSuffers(redis: RedisProcess, kind: Trouble<'redis'>, ms: number): Promise<void> {
  if (kind === 'emptied') await redis.ask('FLUSHALL');
  else if (kind === 'killed') await redis.stop();
  else redis.freeze();
  await wait(ms);
  if (kind === 'killed') await redis.start();
  else if (kind === 'frozen') redis.thaw();
}

async function newcomers({ farSide }: World, random: Random, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await wait(NEWCOMERS.everyMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await farSide.call('arrive', random.between(0, NEWCOMERS.most));
  }
}

function answersOf({ staff }: World): Report['answers'] {
  const answers = staff.flatMap((person) => person.answers);
  return { typed: answers.length, acknowledged: answers.filter(({ messageId }) => messageId !== null).length };
}

function requestsOf({ staff }: World): Report['requests'] {
  const requests = new Map<string, number>();
  for (const { client } of staff)
    for (const [how, count] of client.counts) requests.set(how, (requests.get(how) ?? 0) + count);
  return requests;
}
