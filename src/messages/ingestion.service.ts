import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { DomainError } from '../common/errors.js';
import { Metrics } from '../common/metrics.js';
import { Pressure } from '../common/pressure.js';
import { Config } from '../config/config.js';
import { ChangeSignal } from '../database/change-signal.js';
import { DatabaseAddress } from '../database/pg-client.js';
import { JobQueue } from '../queue/index.js';
import { FirstInLine } from './first-in-line.js';
import { IngestionLane, StoreAwayError } from './ingestion.lane.js';
import { asKnown, type KnownMessage } from './ingestion.known.js';
import type { Arrival } from './ingestion.plan.js';
import type { NewsOfNames } from './ingestion.notes.js';
import type { StoreResult } from './ingestion.store.js';
import { Pace } from './pace.js';
import { SecondLook } from './second-look.js';

/** The store is behind or away; the provider is asked to come again (503 with Retry-After). */
export class StoreBusyError extends DomainError {
  override readonly name = 'StoreBusyError';

  constructor() {
    super('unavailable', 'store_busy', 'The message store is busy. Send this again in a few seconds.', {
      retryAfterSeconds: 5,
    });
  }
}

interface Waiting {
  arrivals: Arrival[];
  /** ready for the short way; null: it has to go the longer one */
  known: KnownMessage[] | null;
  /** real time of its coming */
  since: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** Events in one transaction at most: past this, latency grows and nothing is gained. */
const MAX_BATCH = 400;
/** More messages than this in PACE_MS are a rush: 160 a second, hundreds of times what a hotel receives. */
const BUSY_MESSAGES = 16;
const PACE_MS = 100;
/** How often it is noted that a channel is heard of. */
const HEARD_MS = 60_000;
/** While the oldest request has waited longer than this share of its time, newcomers are asked to come again at once. */
const BEHIND = 0.5;
/** … and than this one, what can wait stands back. */
const LATE = 0.2;

/**
 * The one way into the record, for webhooks and sync alike (promise 3). Requests that come while a
 * transaction is under way join the next one (group commit); a lone one does not wait. When `ingest`
 * resolves, its events are committed.
 */
@Injectable()
export class IngestionService implements OnApplicationShutdown {
  private readonly logger = new Logger(IngestionService.name);
  private readonly lane: IngestionLane;
  private readonly expiryMs: number;
  private readonly waitMs: number;
  private readonly waiting: Waiting[] = [];
  /** when the oldest request of the batch under way came */
  private storing: number | undefined;
  private readonly pace = new Pace(PACE_MS);
  private readonly secondLook = new SecondLook(() => this.wake());
  private working: Promise<void> | undefined;
  /** real time of the last note, by channel */
  private readonly heard = new Map<string, number>();

  constructor(
    address: DatabaseAddress,
    config: Config,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
    private readonly signal: ChangeSignal,
    private readonly metrics: Metrics,
    private readonly first: FirstInLine,
    pressure: Pressure,
  ) {
    this.lane = new IngestionLane(address);
    this.expiryMs = config.conversations.expiryHours * 3_600_000;
    this.waitMs = config.door.waitMs;
    pressure.tells(() => this.oldestMs() > this.waitMs * LATE);
  }

  /** Stores these events. Resolves after the commit; rejects with StoreBusyError when they could not be stored. */
  ingest(arrivals: Arrival[]): Promise<void> {
    if (arrivals.length === 0) return Promise.resolve();
    const since = performance.now();
    // Those let in would be answered too late, all of them: better few at once than everybody after the time is up.
    if (this.oldestMs(since) > this.waitMs * BEHIND) return Promise.reject(new StoreBusyError());
    return new Promise((resolve, reject) => {
      this.waiting.push({ arrivals, known: asKnown(arrivals), since, resolve, reject });
      this.wake();
    });
  }

  /**
   * Whether messages come in so fast that what can wait (routing) should stand back and be done for many at once.
   * A guest here and there does not make a desk busy.
   */
  get busy(): boolean {
    return this.pace.recent() > BUSY_MESSAGES;
  }

  /** Milliseconds that the oldest request not yet stored has waited; 0: none waits. */
  oldestMs(now = performance.now()): number {
    return now - (this.storing ?? this.waiting[0]?.since ?? now);
  }

  async onApplicationShutdown(): Promise<void> {
    this.secondLook.hurry();
    while (this.working) await this.working;
    await this.lane.close();
  }

  private wake(): void {
    this.working ??= this.work().finally(() => {
      this.working = undefined;
      // Somebody may have come between the last look and here.
      if (this.waiting.length > 0 || this.secondLook.isDue) this.wake();
    });
  }

  private async work(): Promise<void> {
    // One turn of the event loop lets requests that arrived together share the first transaction.
    await new Promise((resolve) => setImmediate(resolve));
    let answer = (): void => undefined;
    while (this.waiting.length > 0 || this.secondLook.isDue) {
      if (this.secondLook.isDue) {
        this.storing = undefined; // nobody waits for a look
        answer();
        answer = () => undefined;
        await this.lookAgain();
        continue;
      }
      const batch = this.take();
      this.storing = batch[0]?.since;
      if (batch.length === 0) continue;
      const storing = this.store(batch);
      // The next batch is on its way to the database before those of the last one are answered: neither waits.
      answer();
      try {
        const result = await storing;
        answer = () => {
          this.announce(result);
          if (batch[0]) this.metrics.storeSeconds.observe((performance.now() - batch[0].since) / 1_000);
          for (const waiting of batch) waiting.resolve();
        };
      } catch (error) {
        answer = () => undefined;
        await this.alone(batch, error);
      }
    }
    this.storing = undefined;
    answer();
  }

  private async lookAgain(): Promise<void> {
    const keys = this.secondLook.take();
    if (keys.length === 0) return;
    try {
      await again(() => this.lane.lookAgain(keys, this.clock.now()));
      this.signal.signal();
    } catch (error) {
      this.logger.warn(`${keys.length} messages could not be looked at again: ${String(error)}`);
    }
  }

  private take(): Waiting[] {
    this.letGoOfTheLate();
    let events = 0;
    let count = 0;
    for (const waiting of this.waiting) {
      if (count > 0 && events + waiting.arrivals.length > MAX_BATCH) break;
      events += waiting.arrivals.length;
      count++;
    }
    this.metrics.received.inc(events);
    return this.waiting.splice(0, count);
  }

  /** Their providers were asked to come again: what nobody waits for does not hold up what somebody does. */
  private letGoOfTheLate(): void {
    const now = performance.now();
    const inTime = this.waiting.findIndex(({ since }) => now - since < this.waitMs);
    const late = this.waiting.splice(0, inTime < 0 ? this.waiting.length : inTime);
    for (const waiting of late) waiting.reject(new StoreBusyError());
  }

  /** A joint transaction failed: each request alone, so that one poison never fails its neighbours. */
  private async alone(batch: Waiting[], error: unknown): Promise<void> {
    if (error instanceof StoreAwayError) {
      this.logger.warn(`The database did not take ${batch.length} webhooks: ${String(error)}`);
      for (const waiting of batch) waiting.reject(new StoreBusyError());
      return;
    }
    for (const waiting of batch) {
      try {
        this.announce(await this.storeLong(waiting.arrivals));
        waiting.resolve();
      } catch (failure) {
        await this.oneByOne(waiting, failure);
      }
    }
  }

  /** A request failed alone: each of its events alone; the one that cannot be stored waits in review, whole. */
  private async oneByOne(waiting: Waiting, error: unknown): Promise<void> {
    try {
      if (error instanceof StoreAwayError) throw error;
      for (const arrival of waiting.arrivals) {
        try {
          this.announce(await this.storeLong([arrival]));
        } catch (poison) {
          if (poison instanceof StoreAwayError) throw poison;
          this.logger.error(`An event cannot be stored and waits in review: ${String(poison)}`);
          this.announce(await this.storeLong([asFailed(arrival, poison)]));
        }
      }
      waiting.resolve();
    } catch (failure) {
      this.logger.warn(`A webhook could not be stored: ${String(failure)}`);
      waiting.reject(new StoreBusyError());
    }
  }

  /** A batch the short way where it fits (most of what guests write), else the longer one. */
  private async store(batch: Waiting[]): Promise<StoreResult> {
    const messages: KnownMessage[] = [];
    for (const { known } of batch) {
      if (known === null) return this.storeLong(batch.flatMap(({ arrivals }) => arrivals));
      messages.push(...known);
    }
    const now = this.clock.now();
    const result = await again(() => this.lane.storeKnown(messages, { now, expiryMs: this.expiryMs }));
    const arrivals = batch.flatMap((waiting) => waiting.arrivals);
    if (result === null) return this.storeLong(arrivals);
    await this.noteBeside(arrivals, result, now);
    return result;
  }

  private async storeLong(arrivals: Arrival[]): Promise<StoreResult> {
    const now = this.clock.now();
    const result = await again(() => this.lane.store(arrivals, { now, expiryMs: this.expiryMs }));
    await this.noteBeside(arrivals, result, now);
    return result;
  }

  /** After the commit, in transactions of their own. */
  private async noteBeside(arrivals: Arrival[], result: StoreResult, now: Date): Promise<void> {
    await this.storeNames(result.names, now);
    await this.noteHeard(arrivals, now);
  }

  /** When a channel was last heard of, to the minute: a row that every batch wrote would be a queue. */
  private async noteHeard(arrivals: Arrival[], now: Date): Promise<void> {
    const time = performance.now();
    const channels = new Map(arrivals.map(({ channel }) => [channel.id, channel]));
    for (const id of channels.keys()) if (time - (this.heard.get(id) ?? -Infinity) < HEARD_MS) channels.delete(id);
    if (channels.size === 0) return;
    for (const id of channels.keys()) this.heard.set(id, time);
    try {
      await again(() => this.lane.noteHeard([...channels.values()], now));
    } catch (error) {
      this.logger.warn(`When channels were last heard of could not be noted: ${String(error)}`);
    }
  }

  /** What was committed stays, whatever becomes of the names: the next message tells them again. */
  private async storeNames(names: NewsOfNames, now: Date): Promise<void> {
    if (names.told.length === 0 && names.phones.length === 0) return;
    try {
      await again(() => this.lane.storeNames(names, now));
    } catch (error) {
      this.logger.warn(`${names.told.length} names could not be recorded: ${String(error)}`);
    }
  }

  private announce(result: StoreResult): void {
    this.pace.count(result.stored);
    this.metrics.stored.inc(result.stored);
    this.metrics.duplicates.inc(result.duplicates);
    this.metrics.failed.inc(result.failed);
    this.signal.signal();
    if (result.duplicates > 0) this.logger.warn(`${result.duplicates} messages were told again and changed nothing`);
    for (const { hotelId, chatId, inboundSeq } of result.toRoute) {
      const first = this.first.has(chatId) ? { priority: 10 } : {};
      this.queue.enqueue('chat.route', { hotelId, chatId }, { jobId: `${chatId}:${inboundSeq}`, ...first });
    }
    this.secondLook.later(result.toldOf);
    for (const file of result.toFetch) this.queue.enqueue('media.fetch', file, { jobId: file.mediaId });
  }
}

function asFailed({ channel, parsed }: Arrival, error: unknown): Arrival {
  const reason = `The database refused this event: ${error instanceof Error ? error.message : String(error)}`;
  const stack = error instanceof Error ? error.stack : undefined;
  const event = { type: 'unparsed', code: 'not_storable', reason, ...(stack === undefined ? {} : { stack }) } as const;
  return { channel, parsed: { ...parsed, eventKey: null, event } };
}

/** A deadlock or a serialisation failure: the same again goes through. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      const conflict = error instanceof StoreAwayError && error.kind === 'conflict';
      if (!conflict || attempt === 5) throw error;
    }
  }
}
