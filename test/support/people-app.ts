import { randomBytes } from 'node:crypto';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { DataSource } from 'typeorm';

import { AuditModule } from '../../src/audit/index.js';
import { AuthModule, type Role } from '../../src/auth/index.js';
import { CommonModule } from '../../src/common/common.module.js';
import { setUpHttp } from '../../src/common/http.js';
import { Config, ConfigModule, readConfig, type Env } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { inTransaction, query } from '../../src/database/transaction.js';
import { DepartmentsModule } from '../../src/departments/index.js';
import { Founding, HotelsModule } from '../../src/hotels/index.js';
import { UsersModule } from '../../src/users/index.js';
import { testDatabase } from './database.js';
import { watchAnswers } from './heard.js';

export const PASSWORD = 'the lobby clock is late';

/** One answer: its status, its JSON (null when empty), headers and cookie. */
export interface Answer {
  status: number;
  body: any; // oxlint-disable-line typescript/no-explicit-any -- tests look into whatever came
  headers: LightMyRequestResponse['headers'];
  refreshCookie: string | null;
  raw: LightMyRequestResponse;
}

/** A signed-in member of staff, as their browser sees the desk. */
export class Person {
  constructor(
    readonly id: string,
    readonly email: string,
    readonly hotelId: string,
    readonly token: string,
    private readonly desk: PeopleDesk,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.asks('GET', path, undefined, headers);
  }
  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.asks('POST', path, body, headers);
  }
  patch(path: string, body: unknown): Promise<Answer> {
    return this.asks('PATCH', path, body);
  }
  put(path: string, body: unknown): Promise<Answer> {
    return this.asks('PUT', path, body);
  }
  delete(path: string): Promise<Answer> {
    return this.asks('DELETE', path);
  }

  asks(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.desk.ask(method, path, body, { authorization: `Bearer ${this.token}`, ...headers });
  }
}

/** The people's part of the desk on a database of its own, spoken to as a browser does. */
export class PeopleDesk {
  private constructor(
    readonly app: NestFastifyApplication,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(
    env: Env = {},
    modules: NonNullable<Parameters<typeof Test.createTestingModule>[0]['imports']> = [],
  ): Promise<PeopleDesk> {
    const database = await testDatabase();
    const config = readConfig({
      DATABASE_URL: database.url,
      JWT_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      ...env,
    });
    const testing = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url: database.url, poolSize: 10 }),
        CommonModule,
        AuditModule,
        AuthModule,
        UsersModule,
        DepartmentsModule,
        HotelsModule,
        ...modules,
      ],
    }).compile();
    const app = testing.createNestApplication<NestFastifyApplication>(
      new FastifyAdapter({ trustProxy: config.http.trustProxy }),
      { logger: false },
    );
    watchAnswers(app);
    await setUpHttp(app);
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    return new PeopleDesk(app, () => database.drop());
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.drop();
  }

  get config(): Config {
    return this.app.get(Config);
  }

  get db(): DataSource {
    return this.app.get(DataSource);
  }

  sql<T = Record<string, unknown>>(sql: string, params: unknown[] = []): Promise<T[]> {
    return query<T>(this.db, sql, params);
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const raw = await this.app.inject({
      method: method as InjectOptions['method'] & string,
      url: path.startsWith('/api/') || path.startsWith('/health') || path === '/metrics' ? path : `/api/v1${path}`,
      headers,
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const cookie = raw.cookies.find(({ name }) => name === 'bellhop_refresh');
    const json = String(raw.headers['content-type']).includes('json');
    return {
      status: raw.statusCode,
      body: json ? raw.json() : raw.body || null,
      headers: raw.headers,
      refreshCookie: cookie?.value ?? null,
      raw,
    };
  }

  /** A hotel with its administrator, signed in. */
  async hotel(name: string, email = `admin@${name.toLowerCase().replaceAll(' ', '')}.example`): Promise<Person> {
    await inTransaction(this.db, (tx) =>
      this.app
        .get(Founding, { strict: false })
        .found(
          tx,
          { name, timeZone: 'Europe/Lisbon', country: 'PT', languages: ['en', 'pt'] },
          { name: 'Ines', email, password: PASSWORD },
          { kind: 'operator' },
        ),
    );
    return this.signIn(email);
  }

  async signIn(email: string, password = PASSWORD, hotelId?: string): Promise<Person> {
    const answer = await this.ask('POST', '/auth/login', { email, password, hotelId });
    if (answer.status !== 200)
      throw new Error(`sign-in of ${email} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return new Person(answer.body.user.id, email, answer.body.user.hotelId, answer.body.accessToken, this);
  }

  /** A colleague, added by an administrator and signed in. */
  async colleague(admin: Person, name: string, role: Role): Promise<Person> {
    const email = `${name.toLowerCase()}@${admin.email.split('@')[1]}`;
    const added = await admin.post('/users', { email, name, role, password: PASSWORD });
    if (added.status !== 201) throw new Error(`adding ${name} answered ${added.status}: ${JSON.stringify(added.body)}`);
    return this.signIn(email, PASSWORD, admin.hotelId);
  }
}
