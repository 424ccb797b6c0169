import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import { JwtService } from '@nestjs/jwt';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { HTTPMethods, InjectOptions, LightMyRequestResponse } from 'fastify';
import { DataSource } from 'typeorm';

import { AppModule } from '../../src/app.module.js';
import { readConfig, type Config, type Env } from '../../src/config/index.js';
import { query } from '../../src/database/transaction.js';
import { httpServer, openDoors } from '../../src/desk.js';
import { JobQueue, Sweeper } from '../../src/queue/index.js';
import { makeDataDir, removeDataDir } from './data-dir.js';
import { testDatabase } from './database.js';
import { watchAnswers } from './heard.js';
import type { StaffMember } from './hotel.js';

/** Takes hints and does nothing: what a request did is all that happens. */
class StillQueue extends JobQueue {
  enqueue(): void {}
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

const STILL_SWEEPER = {
  add: () => undefined,
  start: () => undefined,
  processAll: async () => {},
  stop: async () => {},
};

export interface RegisteredRoute {
  method: HTTPMethods;
  /** as Fastify has it, `/api/v1/users/:id` */
  url: string;
}

/** The desk with every door it has, on a database of its own; no jobs, no sweeps. */
export class WholeDesk {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly config: Config,
    /** everything Fastify answers at, HEAD and OPTIONS left out */
    readonly routes: readonly RegisteredRoute[],
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(given: { env?: Env; patience?: Parameters<typeof httpServer>[1] } = {}): Promise<WholeDesk> {
    const database = await testDatabase();
    const dataDir = makeDataDir();
    const config = readConfig({
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      JWT_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      META_GRAPH_URL: 'http://127.0.0.1:1',
      ...given.env,
    });
    const testing = await Test.createTestingModule({ imports: [AppModule.forRoot(config, database)] })
      .overrideProvider(JobQueue)
      .useClass(StillQueue)
      .overrideProvider(Sweeper)
      .useValue(STILL_SWEEPER)
      .compile();
    const server = httpServer(config, given.patience);
    const routes: RegisteredRoute[] = [];
    server.getInstance().addHook('onRoute', ({ method, url }) => {
      for (const each of [method].flat()) {
        if (each !== 'HEAD' && each !== 'OPTIONS') routes.push({ method: each as HTTPMethods, url });
      }
    });
    const app = testing.createNestApplication<NestFastifyApplication>(server, { logger: false });
    watchAnswers(app);
    await openDoors(app, config);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new WholeDesk(app, config, routes, async () => {
      await database.drop();
      removeDataDir(dataDir);
    });
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.drop();
  }

  get db(): DataSource {
    return this.app.get(DataSource);
  }

  sql<T = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<T[]> {
    return query<T>(this.db, sql, params);
  }

  /** On a free port of this machine: for what only a socket can show. */
  async listen(): Promise<number> {
    await this.app.listen(0, '127.0.0.1');
    return (this.app.getHttpServer().address() as AddressInfo).port;
  }

  tokenOf(person: StaffMember): Promise<string> {
    const claims = { sub: person.userId, hid: person.hotelId, sid: person.sessionId, role: person.role };
    return this.app.get(JwtService, { strict: false }).signAsync(claims);
  }

  ask(request: InjectOptions & { token?: string | null }): Promise<LightMyRequestResponse> {
    const { token, headers, ...rest } = request;
    return this.app.inject({
      ...rest,
      headers: { ...headers, ...(token ? { authorization: `Bearer ${token}` } : {}) },
    });
  }
}
