import { createHmac } from 'node:crypto';

import { Logger } from '@nestjs/common';
import type pg from 'pg';

import { MetaCloudAdapter } from '../../src/channels/meta-cloud/index.js';
import type { ChannelConnection, ParsedEvent } from '../../src/channels/index.js';
import { newId } from '../../src/common/ids.js';
import { Metrics } from '../../src/common/metrics.js';
import { Pressure } from '../../src/common/pressure.js';
import type { Config } from '../../src/config/config.js';
import { ChangeSignal } from '../../src/database/change-signal.js';
import { DatabaseAddress, openClient } from '../../src/database/pg-client.js';
import type { FirstInLine } from '../../src/messages/first-in-line.js';
import { IngestionService } from '../../src/messages/ingestion.service.js';
import { JobQueue, type EnqueueOptions } from '../../src/queue/job-queue.js';
import type { JobName, Jobs } from '../../src/queue/jobs.js';
import { testDatabase } from './database.js';
import { TestGuest, type Change } from './meta-news.js';
import { StoppedClock } from './stopped-clock.js';

export const HOUR = 3_600_000;
const NOON = new Date('2026-11-21T12:00:00Z');
const SECRET = 'app-secret';
/** As a desk has it by default. */
export const DOOR = { requests: 8_000, bytes: 32 * 1024 * 1024, waitMs: 2_500 };

interface Job {
  name: JobName;
  data: Jobs[JobName];
  options: EnqueueOptions;
}

/** Writes down what was asked of it and does none of it. */
class RecordingQueue extends JobQueue {
  readonly jobs: Job[] = [];

  enqueue<N extends JobName>(name: N, data: Jobs[N], options: EnqueueOptions): void {
    this.jobs.push({ name, data, options });
  }
  handle(): void {}
  start(): void {}
  pause(): Promise<void> {
    return Promise.resolve();
  }
  resume(): void {}
  processAll(): Promise<void> {
    return Promise.resolve();
  }
  stop(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * A hotel's WhatsApp number with the real parser and the real store behind it, on a database of its own:
 * signed bytes go in, rows come out. No routing, no sending: nothing answers.
 */
export class IngestionDesk {
  readonly clock = new StoppedClock(NOON);
  readonly queue = new RecordingQueue();
  readonly signal = new ChangeSignal();
  readonly metrics = new Metrics();
  readonly pressure = new Pressure();
  readonly adapter = new MetaCloudAdapter({ graphUrl: 'http://127.0.0.1:1', now: () => this.clock.now() });
  readonly service: IngestionService;
  private readonly others: IngestionService[] = [];
  private channels = 0;

  private constructor(
    readonly url: string,
    private readonly db: pg.Client,
    private readonly drop: () => Promise<void>,
    public channel: ChannelConnection,
  ) {
    this.service = this.anotherService();
  }

  static async open(): Promise<IngestionDesk> {
    Logger.overrideLogger(false); // what it warns of is what these tests do on purpose
    const database = await testDatabase();
    const db = openClient(database);
    await db.connect();
    const desk = new IngestionDesk(database.url, db, () => database.drop(), connection('', ''));
    desk.channel = await desk.addHotel();
    return desk;
  }

  async close(): Promise<void> {
    for (const service of this.others) await service.onApplicationShutdown();
    await this.db.end();
    await this.drop();
  }

  /** As another process on the same database would have it. */
  anotherService(url = this.url, door = DOOR): IngestionService {
    const config = { door, conversations: { expiryHours: 24, providerWindowHours: 24 } } as Config;
    const service = new IngestionService(
      new DatabaseAddress(url),
      config,
      this.clock,
      this.queue,
      this.signal,
      this.metrics,
      { has: () => false } as unknown as FirstInLine,
      this.pressure,
    );
    this.others.push(service);
    return service;
  }

  /** Another hotel with a number of its own. */
  async addHotel(): Promise<ChannelConnection> {
    const hotelId = newId();
    await this.rows(
      `INSERT INTO hotel (id, name, time_zone, country, languages, created_at, updated_at) VALUES ($1, 'Aurora', 'Europe/Lisbon', 'PT', '{pt}', $2, $2)`,
      [hotelId, NOON],
    );
    return this.addChannel(hotelId);
  }

  /** Another number of this or that hotel. */
  async addChannel(hotelId = this.channel.hotelId): Promise<ChannelConnection> {
    const number = this.channels++;
    const channel = connection(hotelId, number === 0 ? '105550001112223' : `10555000111${3000 + number}`);
    await this.rows(
      `INSERT INTO channel (hotel_id, id, provider, name, external_id, account_id, created_at, updated_at) VALUES ($1, $2, 'meta-cloud', 'WhatsApp', $3, $4, $5, $5)`,
      [hotelId, channel.id, channel.externalId, channel.accountId, NOON],
    );
    return channel;
  }

  async addDepartment(name: string): Promise<string> {
    const id = newId();
    await this.rows(
      `INSERT INTO department (hotel_id, id, name, name_folded, created_at, updated_at) VALUES ($1, $2, $3, lower($3), $4, $4)`,
      [this.channel.hotelId, id, name, NOON],
    );
    return id;
  }

  guest(who: { phone?: string; userId?: string; name?: string; username?: string }): TestGuest {
    return new TestGuest(this.clock, who);
  }

  /** Somebody else's transaction holds every chat until `release`: what comes meanwhile has to wait. */
  async holdChats(): Promise<{ release(): Promise<void> }> {
    const other = openClient({ url: this.url });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT 1 FROM chat FOR UPDATE');
    return { release: () => other.end() };
  }

  /** Until one of this database's sessions waits for another one's lock. */
  async untilSomebodyWaits(): Promise<void> {
    const waiting = `pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await this.count(waiting)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  /** Signs what Meta tells, reads it as the door does, stores it: one POST. */
  async receives(...changes: Change[]): Promise<void> {
    await this.service.ingest(this.read(this.body(...changes)));
  }

  /** The very bytes of a POST. */
  body(...changes: Change[]): Buffer {
    return this.bodyFor(this.channel, ...changes);
  }

  bodyFor(channel: ChannelConnection, ...changes: Change[]): Buffer {
    const metadata = { display_phone_number: '34910000111', phone_number_id: channel.externalId };
    return Buffer.from(
      JSON.stringify({
        object: 'whatsapp_business_account',
        entry: [
          {
            id: channel.accountId,
            changes: changes.map(({ field, value }) => ({
              field,
              value: { messaging_product: 'whatsapp', metadata, ...value },
            })),
          },
        ],
      }),
    );
  }

  read(raw: Buffer, channel = this.channel): { channel: ChannelConnection; parsed: ParsedEvent }[] {
    const signature = `sha256=${createHmac('sha256', SECRET).update(raw).digest('hex')}`;
    if (!this.adapter.verify(channel, { 'x-hub-signature-256': signature }, raw)) throw new Error('not signed');
    return this.adapter.parse(raw).map((parsed) => ({ channel, parsed }));
  }

  async rows<T = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<T[]> {
    return (await this.db.query(sql, params)).rows as T[];
  }

  async row<T = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<T> {
    const rows = await this.rows<T>(sql, params);
    const [row] = rows;
    if (!row || rows.length > 1) throw new Error(`${rows.length} rows where one was expected: ${sql}`);
    return row;
  }

  async count(from: string, params: unknown[] = []): Promise<number> {
    return (await this.row<{ count: number }>(`SELECT count(*) FROM ${from}`, params)).count;
  }

  /** What a guest's chat looks like from outside. */
  texts(): Promise<string[]> {
    return this.rows<{ text: string }>(`SELECT content ->> 'text' AS text FROM message ORDER BY sent_at, seq`).then(
      (rows) => rows.map((row) => row.text),
    );
  }
}

function connection(hotelId: string, externalId: string): ChannelConnection {
  return {
    hotelId,
    id: newId(),
    provider: 'meta-cloud',
    name: 'WhatsApp',
    phoneNumber: '+34910000111',
    externalId,
    accountId: '210987654321098',
    settings: {},
    credentials: { appSecret: SECRET, verifyToken: 'verify-me', accessToken: 'token' },
  };
}
