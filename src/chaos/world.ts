import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import pg from 'pg';

import { connectNumber, RedisProcess, startDeskProcess, type DeskApi, type DeskProcess } from '../bench/index.js';
import { readConfig } from '../config/index.js';
import { startDatabase } from '../database/start-database.js';
import { check, type Verdict } from './checker/index.js';
import { FarSideProcess } from './far-side-process.js';
import type { Random } from './random.js';
import { StaffClient } from './staff-client.js';
import { StaffMember } from './staff.js';

const STAFF = 3;
const START_AGAIN_MS = 120_000;
const REST_MS = 240_000;

export interface WorldOptions {
  random: Random;
  /** the queue on Redis and a worker beside the desk, not all in one process */
  redis: boolean;
}

/** A desk of its own with its database, people on both sides of it, and the means to see what became of it. */
export class World {
  private constructor(
    readonly desk: DeskProcess,
    /** with Redis: a second process that does the work too */
    readonly worker: DeskProcess | null,
    readonly farSide: FarSideProcess,
    readonly redis: RedisProcess | null,
    readonly databaseUrl: string,
    readonly staff: StaffMember[],
  ) {}

  static async open(options: WorldOptions): Promise<World> {
    const opened: { close: () => Promise<void> }[] = [];
    try {
      return await World.make(options, (close) => opened.unshift({ close }));
    } catch (error) {
      for (const { close } of opened) await close();
      throw error;
    }
  }

  private static async make(
    { random, redis: onRedis }: WorldOptions,
    opened: (close: () => Promise<void>) => void,
  ): Promise<World> {
    const farSide = new FarSideProcess();
    opened(() => farSide.stop());
    const redis = onRedis ? await RedisProcess.start() : null;
    opened(async () => redis?.stop());
    const { graphUrl, about } = await farSide.call('open', random.between(0, 1e9));
    const environment = {
      META_GRAPH_URL: graphUrl,
      LOG_LEVEL: 'warn',
      LOG_FORMAT: 'json',
      JWT_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      RATE_LIMIT_REQUESTS: '100000', // else the desk would stop answering guests who write that much
      ...(redis ? { REDIS_URL: redis.url } : {}),
    };
    const desk = await startDeskProcess(environment);
    opened(() => desk.stop());
    const { channelId, api } = await connectNumber(desk, about);
    await farSide.call('pointTo', `${desk.url}/webhooks/meta-cloud/${channelId}`);
    const { url } = await startDatabase(readConfig({ DATA_DIR: desk.dataDir, LOG_LEVEL: 'fatal' }), { join: true });
    const worker = redis ? await startDeskProcess({ ...environment, ROLE: 'worker', DATABASE_URL: url }) : null;
    opened(async () => worker?.stop());
    return new World(desk, worker, farSide, redis, url, await hire(desk, api, random));
  }

  /** kill -9, and after a while again as a supervisor does it: until it starts, because the database may be in trouble too. */
  async killAndStart(program: DeskProcess, afterMs: number): Promise<void> {
    await program.kill();
    await wait(afterMs);
    for (const end = Date.now() + START_AGAIN_MS; ;) {
      try {
        return await program.start();
      } catch (error) {
        if (Date.now() > end) throw error;
        await wait(200);
      }
    }
  }

  /** True when nothing is under way any more: webhooks taken, messages routed, sends ended. */
  async atRest(withinMs = REST_MS): Promise<boolean> {
    const end = Date.now() + withinMs;
    if (!(await this.farSide.call('settled', withinMs))) return false;
    while (Date.now() < end) {
      if (!(await this.openWork()) && (await this.farSide.call('settled', 10_000)) && !(await this.openWork()))
        return true;
      await wait(200);
    }
    return false;
  }

  /** Holds the record against what the people on both sides know. */
  async judge(): Promise<{
    verdict: Verdict;
    written: number;
    acknowledged: number;
    webhooks: Record<string, number>;
  }> {
    const { written, phones, webhooks } = await this.farSide.call('evidence');
    const figures = [];
    for (const person of this.staff) figures.push(await person.figures());
    const verdict = await check(this.databaseUrl, {
      written,
      phones,
      figures,
      answers: this.staff.flatMap((person) => person.answers),
      sentAgain: new Set(this.staff.flatMap((person) => [...person.sentAgain])),
      marks: this.staff.flatMap((person) => person.marks),
    });
    const acknowledged = written.filter((words) => words.acknowledged).length;
    return { verdict, written: written.length, acknowledged, webhooks };
  }

  async sql(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    await this.farSide.stop();
    await this.worker?.stop();
    await this.desk.stop();
    await this.redis?.stop();
  }

  private async openWork(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rows } = await client.query<{ open: boolean }>(
        `SELECT EXISTS (SELECT 1 FROM chat WHERE routed_seq < inbound_seq) OR EXISTS (SELECT 1 FROM message WHERE status < 20) AS open`,
      );
      return rows[0]?.open ?? true;
    } catch {
      return true; // it is recovering
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}

/** One administrator, and people of a department the guests can ask for. */
async function hire(desk: DeskProcess, api: DeskApi, random: Random): Promise<StaffMember[]> {
  const department = { name: 'Housekeeping', keywords: ['towels'] };
  const { id } = await api<{ id: string }>('POST', '/departments', department);
  await api('POST', '/departments', { name: 'Restaurant', keywords: ['breakfast'] });
  const people = [desk.login];
  const members: string[] = [];
  for (let n = 1; n < STAFF; n++) {
    const login = { email: `agent${n}@bench.example`, password: randomBytes(16).toString('hex') };
    const user = await api<{ id: string }>('POST', '/users', { ...login, name: `Agent ${n}`, role: 'agent' });
    people.push(login);
    members.push(user.id);
  }
  await api('PUT', `/departments/${id}/members`, { userIds: members });
  return Promise.all(
    people.map(async (login, n) => {
      const client = new StaffClient(desk.url, login);
      return new StaffMember(client, await client.signIn(), `staff${n}`, random.branch());
    }),
  );
}
