import { BullModule, getQueueToken } from '@nestjs/bull';
import { Injectable, Logger, Module, type DynamicModule } from '@nestjs/common';
import type Bull from 'bull';
import { setTimeout } from 'node:timers/promises';

import { Pressure } from '../common/pressure.js';
import type { QueueConfig, QueueName } from '../config/index.js';
import { JobQueue, type EnqueueOptions, type JobHandler } from './job-queue.js';
import { JobRunner, type QueueLimits } from './job-runner.js';
import { backoffMs, JOB_NAMES, JOB_SETTINGS, type JobName, type Jobs } from './jobs.js';

/** Everything of ours in Redis; the braces keep it on one node of a Redis Cluster. */
const PREFIX = '{bellhop}';
/** Bull's most urgent is 1, and what has no priority comes last. */
const LEAST_URGENT = 1_000;
/** A Redis that takes commands and does not answer must not fill the memory: beyond this the sweeper brings jobs back. */
const MOST_UNDER_WAY = 10_000;
const LOOK_MS = 20;
/** A start waits so long for Redis, then begins without it. */
const CONNECT_MS = 1_000;
/** A stop waits so long for Redis to take leave: one that stands still never does. */
const LEAVE_MS = 3_000;

/** How a worker that died or stands still is noticed: it renews its hold on a job, and others look for what is not held. */
interface Watch {
  lockMs: number;
  renewMs: number;
  lookMs: number;
}

/** Together within 15 seconds. */
const WATCH: Watch = { lockMs: 10_000, renewMs: 5_000, lookMs: 5_000 };

type RedisQueueConfig = QueueConfig & { redis: NonNullable<QueueConfig['redis']> };

/**
 * The queue's driver on Redis, for several processes: Bull's lists, one for each job. What Redis loses, or is not told
 * while it is away, the sweeper makes anew from rows.
 */
@Injectable()
export class BullQueue extends JobQueue {
  private readonly logger = new Logger('Redis');
  private readonly runner: JobRunner;
  private readonly options: Bull.JobOptions;
  private readonly away = new Set<Bull.Queue>();
  private underWay = 0;
  private stopping = false;

  constructor(
    private readonly lists: ReadonlyMap<JobName, Bull.Queue>,
    private readonly worked: readonly QueueName[],
    limits: QueueLimits & { retryAfterMs: number },
  ) {
    super();
    this.runner = new JobRunner(limits);
    this.options = {
      attempts: limits.tries,
      backoff: { type: 'doubling' },
      // The runner's limit ends a try before; this is the lease, which bounds a worker whose limit did not work.
      timeout: limits.retryAfterMs,
      // A finished job's id is free again: an id that is known is not queued twice.
      removeOnComplete: true,
      removeOnFail: true,
    };
    for (const list of lists.values()) {
      this.listen(list);
      // Nest's own way to close it would wait for a Redis that stands still; `stop` does not.
      Object.assign(list, { onApplicationShutdown: undefined });
    }
  }

  /** Waits a moment for Redis: what the first sweep finds is not to wait for the second one. */
  async connect(): Promise<void> {
    const connections = [...this.lists.values()].map(
      ({ client }) =>
        new Promise<void>((resolve) => (client.status === 'ready' ? resolve() : client.once('ready', resolve))),
    );
    await Promise.race([Promise.all(connections), setTimeout(CONNECT_MS)]);
  }

  enqueue<N extends JobName>(name: N, data: Jobs[N], { jobId, delayMs, priority }: EnqueueOptions): void {
    const list = this.list(name);
    // Kept commands would all come when Redis is back, for rows that the sweeper finds anyway.
    if (this.stopping || list.client.status !== 'ready' || this.underWay >= MOST_UNDER_WAY) return;
    this.underWay++;
    const urgency = priority ? { priority: Math.max(1, LEAST_URGENT - priority) } : {};
    list
      .add(name, data, { ...this.options, ...urgency, jobId, delay: delayMs ?? 0 })
      .catch((error: unknown) => this.logger.debug(`${name} ${jobId} waits for the sweeper: ${String(error)}`))
      .finally(() => this.underWay--);
  }

  handle<N extends JobName>(name: N, handler: JobHandler<N>): void {
    this.runner.handle(name, handler);
  }

  start(): void {
    this.runner.assertComplete();
    for (const [name, list] of this.workedLists()) {
      list
        .process(name, JOB_SETTINGS[name].concurrency, (job) => {
          // Bull may still hand one over while a stop is under way: to fail it would cost it a try.
          if (this.stopping) return new Promise<never>(() => undefined);
          return this.runner.run({
            name,
            data: job.data as Jobs[JobName],
            jobId: String(job.id),
            attempt: job.attemptsMade + 1,
          });
        })
        .catch((error: unknown) => {
          if (!this.stopping) this.logger.error(`${list.name} is not worked on: ${String(error)}`);
        });
    }
  }

  async pause(): Promise<void> {
    await this.takeNothing();
    await this.runner.idle();
  }

  resume(): void {
    for (const [, list] of this.workedLists()) void list.resume(true);
  }

  async processAll({ delayed = false } = {}): Promise<void> {
    // A job may make one of a list that was counted already: empty twice in a row.
    for (let empty = 0; empty < 2;) {
      empty = (await this.open(delayed)) === 0 ? empty + 1 : 0;
      if (empty === 0) await setTimeout(LOOK_MS);
    }
  }

  /** What was taken and not begun, or could not be reported, is another worker's once nobody renews its hold. */
  async stop(): Promise<void> {
    this.stopping = true;
    const nothingMore = this.takeNothing();
    await this.runner.stop();
    const left = nothingMore.then(() => Promise.allSettled([...this.lists.values()].map((list) => list.close(true))));
    await Promise.race([left, setTimeout(LEAVE_MS, undefined, { ref: false })]);
  }

  /**
   * Bull would also wait for those that only look for a job: minutes, where Redis comes back at that moment, and it
   * leaves a failure of that unheard.
   */
  private async takeNothing(): Promise<void> {
    await Promise.allSettled(this.workedLists().map(([, list]) => list.pause(true, true)));
  }

  private list(name: JobName): Bull.Queue {
    const list = this.lists.get(name);
    if (!list) throw new Error(`Job ${name} has no list`);
    return list;
  }

  private workedLists(): [JobName, Bull.Queue][] {
    return [...this.lists].filter(([name]) => this.worked.includes(JOB_SETTINGS[name].queue));
  }

  /** How many jobs wait or run; with `hurried`, those that wait for their time are set going and count too. */
  private async open(hurried: boolean): Promise<number> {
    let open = this.underWay;
    for (const [, list] of this.workedLists()) {
      if (hurried) {
        const waiting = await list.getDelayed();
        await Promise.allSettled(waiting.map((job) => job.promote())); // one whose time came meanwhile runs already
      }
      const counts = await list.getJobCounts();
      open += counts.waiting + counts.active + (hurried ? counts.delayed : 0);
    }
    return open;
  }

  /** Each list has connections of its own, and each says for itself that Redis is away: told once. */
  private listen(list: Bull.Queue): void {
    list.on('error', (error) => {
      if (this.stopping) return;
      if (list.client.status === 'ready') this.logger.warn(`${list.name}: ${String(error)}`);
      else {
        if (this.away.size === 0) this.logger.warn(`Redis is away, jobs wait in their rows: ${String(error)}`);
        this.away.add(list);
      }
    });
    list.client.on('ready', () => {
      if (this.away.delete(list) && this.away.size === 0) this.logger.log('Redis is back.');
    });
  }
}

/** Bull's part of the queue module. */
@Module({})
export class BullDriver {
  static on(config: RedisQueueConfig, limits: { graceMs?: number } = {}, watch = WATCH): DynamicModule {
    const { redis, worked } = config;
    return {
      module: BullDriver,
      imports: [
        BullModule.registerQueue(
          ...JOB_NAMES.map((name) => ({ name: listName(name, redis), ...setUp(name, redis, watch) })),
        ),
      ],
      providers: [
        {
          provide: BullQueue,
          inject: [
            { token: Pressure, optional: true },
            ...JOB_NAMES.map((name) => getQueueToken(listName(name, redis))),
          ],
          useFactory: async (pressure: Pressure | undefined, ...lists: Bull.Queue[]) => {
            const { tries, timeoutMs, told } = config;
            const byJob = new Map(JOB_NAMES.map((name, index) => [name, lists[index] as Bull.Queue]));
            const queue = new BullQueue(byJob, worked, {
              tries,
              timeoutMs,
              told,
              retryAfterMs: redis.retryAfterMs,
              ...(pressure ? { pressure } : {}),
              ...limits,
            });
            await queue.connect();
            return queue;
          },
        },
      ],
      exports: [BullQueue],
    };
  }
}

function listName(name: JobName, { whatsapp }: RedisQueueConfig['redis']): string {
  return name === 'chat.route' ? whatsapp.name : JOB_SETTINGS[name].list;
}

function setUp(name: JobName, { url, whatsapp }: RedisQueueConfig['redis'], watch: Watch): Bull.QueueOptions {
  return {
    prefix: PREFIX,
    redis: connectionOf(name === 'chat.route' ? whatsapp.url : url),
    settings: {
      lockDuration: watch.lockMs,
      lockRenewTime: watch.renewMs,
      stalledInterval: watch.lookMs,
      // A job that took three workers with it is left to the sweeper, which counts its tries on the row.
      maxStalledCount: 2,
      retryProcessDelay: 1_000,
      backoffStrategies: { doubling: (triesMade) => backoffMs(name, triesMade) },
    },
  };
}

/** Bull's own reading of an address knows no TLS. */
function connectionOf(address: string): NonNullable<Exclude<Bull.QueueOptions['redis'], string>> {
  const { protocol, hostname, port, username, password, pathname } = new URL(address);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    db: Number(pathname.slice(1) || 0),
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
    retryStrategy: (times) => Math.min(times * 200, 2_000),
  };
}
