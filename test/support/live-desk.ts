import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { JwtService } from '@nestjs/jwt';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { io, type Socket } from 'socket.io-client';
import { DataSource } from 'typeorm';

import { AuditModule } from '../../src/audit/index.js';
import { AuthModule } from '../../src/auth/index.js';
import { CommonModule } from '../../src/common/common.module.js';
import { setUpHttp } from '../../src/common/http.js';
import { ConfigModule, readConfig, type Env } from '../../src/config/index.js';
import { ChangeSignal } from '../../src/database/change-signal.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { JobQueue, QueueModule } from '../../src/queue/index.js';
import { RealtimeModule, SocketAdapter } from '../../src/realtime/index.js';
import { testDatabase } from './database.js';
import { watchAnswers } from './heard.js';
import { buildHotel, type StaffMember, type TestHotel } from './hotel.js';

export interface HeardEvent {
  name: string;
  position: string | null;
  at: string;
  data: any; // oxlint-disable-line typescript/no-explicit-any -- tests look into whatever came
}

/** A member of staff's screen: a socket and everything it was told. */
export class Screen {
  readonly heard: HeardEvent[] = [];

  constructor(readonly socket: Socket) {
    socket.onAny((name: string, event: Omit<HeardEvent, 'name'>) => this.heard.push({ name, ...event }));
  }

  /** The first event that fits, already here or still to come. */
  async hears(name: string, fits: (event: HeardEvent) => boolean = () => true): Promise<HeardEvent> {
    const until = Date.now() + 30_000;
    for (;;) {
      const found = this.heard.find((event) => event.name === name && fits(event));
      if (found !== undefined) return found;
      if (Date.now() > until)
        throw new Error(`never heard ${name}, only ${JSON.stringify(this.heard.map((event) => event.name))}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  count(name: string, fits: (event: HeardEvent) => boolean = () => true): number {
    return this.heard.filter((event) => event.name === name && fits(event)).length;
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- acknowledgements differ by event
  asks(name: string, body?: unknown): Promise<any> {
    return this.socket.timeout(30_000).emitWithAck(name, ...(body === undefined ? [] : [body]));
  }
}

/** The desk with its sockets on a free port, and Hotel Aurora in it. */
export class LiveDesk {
  private readonly sockets: Socket[] = [];

  private constructor(
    readonly app: NestFastifyApplication,
    readonly hotel: TestHotel,
    readonly address: string,
    private readonly drop: () => Promise<void>,
  ) {}

  /** `heartbeat`: milliseconds, shorter than real ones where a test waits for a missing one. */
  static async open(heartbeat?: ConstructorParameters<typeof SocketAdapter>[1]): Promise<LiveDesk> {
    const database = await testDatabase();
    const { app, address } = await LiveDesk.process(database.url, {}, heartbeat);
    return new LiveDesk(app, await buildHotel(app.get(DataSource)), address, () => database.drop());
  }

  /** Two processes of one desk on one database and Redis, with one hotel. */
  static async pair(redisUrl: string): Promise<[LiveDesk, LiveDesk]> {
    const database = await testDatabase();
    const env = { REDIS_URL: redisUrl, JWT_SECRET: randomBytes(32).toString('hex') };
    const [one, two] = [await LiveDesk.process(database.url, env), await LiveDesk.process(database.url, env)];
    const hotel = await buildHotel(one.app.get(DataSource));
    return [
      new LiveDesk(one.app, hotel, one.address, () => database.drop()),
      new LiveDesk(two.app, hotel, two.address, async () => undefined),
    ];
  }

  private static async process(
    databaseUrl: string,
    env: Env,
    heartbeat?: ConstructorParameters<typeof SocketAdapter>[1],
  ): Promise<{ app: NestFastifyApplication; address: string }> {
    const config = readConfig({
      DATABASE_URL: databaseUrl,
      JWT_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      ...env,
    });
    const testing = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url: databaseUrl, poolSize: 10 }),
        CommonModule,
        QueueModule,
        AuditModule,
        AuthModule,
        RealtimeModule,
      ],
    }).compile();
    const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    app.get(JobQueue).handle('chat.route', () => Promise.resolve()); // nothing is routed here
    app.useWebSocketAdapter(new SocketAdapter(app, heartbeat));
    watchAnswers(app);
    await setUpHttp(app);
    await app.listen(0, '127.0.0.1');
    const { port } = app.getHttpServer().address() as AddressInfo;
    return { app, address: `http://127.0.0.1:${port}` };
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.disconnect();
    await this.app.close();
    await this.drop();
  }

  tokenOf(person: StaffMember): Promise<string> {
    const claims = { sub: person.userId, hid: person.hotelId, sid: person.sessionId, role: person.role };
    return this.app.get(JwtService, { strict: false }).signAsync(claims);
  }

  /** A new screen, connected; fails with the server's word when it is refused. */
  async screen(person: StaffMember, token?: string): Promise<Screen> {
    const socket = io(`${this.address}/staff`, {
      auth: { token: token ?? (await this.tokenOf(person)) },
      reconnection: false,
      forceNew: true,
      transports: ['websocket'],
    });
    this.sockets.push(socket);
    const screen = new Screen(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return screen;
  }

  /** What every act does after its commit. */
  signal(): void {
    this.app.get(ChangeSignal).signal();
  }

  async asks(
    person: StaffMember,
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: object,
    // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
  ): Promise<{ status: number; body: any }> {
    const answer = await this.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${await this.tokenOf(person)}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  }
}
