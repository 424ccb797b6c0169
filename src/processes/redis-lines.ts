import { Logger } from '@nestjs/common';
import { Redis, type RedisOptions } from 'ioredis';

/** A connection that died without a word is found within some seconds: pings go out, and an answer must come. */
const PING_MS = 5_000;
const SILENT_MS = 10_000;

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  connectTimeout: 5_000,
  socketTimeout: SILENT_MS,
  // Listening begins when Redis is there, however long that takes.
  maxRetriesPerRequest: null,
  retryStrategy: (times) => Math.min(times * 200, 2_000),
};

/** The two connections on which processes talk: one that listens can do nothing else. */
export class RedisLines {
  readonly talking: Redis;
  readonly listening: Redis;
  /** of everything told here: Redis's numbered databases have one common space of channels */
  readonly prefix: string;
  private readonly logger = new Logger('Redis');
  private readonly pings: NodeJS.Timeout;
  private away = false;
  private closed = false;

  constructor(url: string) {
    // Words kept for a Redis that is away would be old when it is back.
    this.talking = new Redis(url, { ...OPTIONS, enableOfflineQueue: false });
    // Asked whether it is ready, one that listens already refuses to answer, and what it listened to would be forgotten.
    this.listening = new Redis(url, { ...OPTIONS, enableReadyCheck: false });
    this.prefix = `bellhop:${this.talking.options.db ?? 0}`;
    for (const line of this.lines()) {
      line.on('error', (error: Error) => this.tellAway(error));
      line.on('ready', () => this.tellBack());
      line.connect().catch(() => undefined); // tried again by itself
    }
    this.pings = setInterval(() => {
      for (const line of this.lines()) if (line.status === 'ready') line.ping().catch(() => undefined);
    }, PING_MS).unref();
  }

  close(): void {
    this.closed = true;
    clearInterval(this.pings);
    for (const line of this.lines()) line.disconnect();
  }

  private lines(): Redis[] {
    return [this.talking, this.listening];
  }

  private tellAway(error: Error): void {
    if (this.away || this.closed) return;
    this.away = true;
    this.logger.warn(`Redis is away, the desk's processes do not hear of each other: ${String(error)}`);
  }

  private tellBack(): void {
    if (!this.away || this.lines().some(({ status }) => status !== 'ready')) return;
    this.away = false;
    this.logger.log("The desk's processes hear of each other again.");
  }
}
