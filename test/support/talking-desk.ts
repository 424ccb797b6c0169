import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';

import { JwtService } from '@nestjs/jwt';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { vi } from 'vitest';

import { AuditModule } from '../../src/audit/index.js';
import { AuthModule } from '../../src/auth/index.js';
import { Clock } from '../../src/common/clock.js';
import { CommonModule } from '../../src/common/common.module.js';
import { setUpHttp } from '../../src/common/http.js';
import { ConfigModule, readConfig, type Env } from '../../src/config/index.js';
import { DatabaseModule } from '../../src/database/database.module.js';
import { JobQueue, QueueModule } from '../../src/queue/index.js';
import { RealtimeModule, SocketAdapter } from '../../src/realtime/index.js';
import { Resume, type Missed } from '../../src/realtime/resume.js';
import { RoutingModule } from '../../src/routing/index.js';
import { MetaCloudSimulator } from '../../src/simulators/index.js';
import { WebhooksModule, WebhooksRoutes } from '../../src/webhooks/index.js';
import { testDatabase } from './database.js';
import { watchAnswers } from './heard.js';
import { buildHotel, type StaffMember, type TestHotel } from './hotel.js';

type Guest = ReturnType<MetaCloudSimulator['addGuest']>;

/** The desk's messages with its jobs running, Hotel Aurora in it, and a Cloud API with guests' phones on the far side. */
export class TalkingDesk {
  private phones = 0;

  private constructor(
    readonly app: NestFastifyApplication,
    readonly hotel: TestHotel,
    readonly cloud: MetaCloudSimulator,
    readonly channelId: string,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(
    settings: object = {},
    env: Env = {},
    modules: NonNullable<Parameters<typeof Test.createTestingModule>[0]['imports']> = [],
    cloud = new MetaCloudSimulator(),
  ): Promise<TalkingDesk> {
    const database = await testDatabase();
    const config = readConfig({
      DATABASE_URL: database.url,
      JWT_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      META_GRAPH_URL: await cloud.listen(),
      ...env,
    });
    const testing = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(config),
        DatabaseModule.forRoot({ url: database.url, poolSize: 10 }),
        CommonModule,
        QueueModule.on(config),
        AuditModule,
        AuthModule,
        RoutingModule,
        WebhooksModule,
        RealtimeModule,
        ...modules,
      ],
    }).compile();
    const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    watchAnswers(app);
    app.useWebSocketAdapter(new SocketAdapter(app));
    await setUpHttp(app);
    app.get(WebhooksRoutes).register(app.getHttpAdapter().getInstance(), false);
    await app.listen(0, '127.0.0.1');
    const hotel = await buildHotel(app.get(DataSource));
    // Guests and staff alone talk here.
    await hotel.query(`UPDATE hotel SET auto_reply = '{"enabled": false}' WHERE id = $1`, [hotel.id]);
    const desk = new TalkingDesk(app, hotel, cloud, '', () => database.drop());
    const { phoneNumberId, wabaId, accessToken, appSecret, verifyToken } = cloud.about();
    const channel = await desk.asks(hotel.lucia, 'POST', '/channels', {
      provider: 'meta-cloud',
      name: 'WhatsApp',
      settings: { phoneNumberId, wabaId, ...settings },
      credentials: { accessToken, appSecret, verifyToken },
    });
    const { port } = app.getHttpServer().address() as AddressInfo;
    cloud.webhooks.url = `http://127.0.0.1:${port}/webhooks/meta-cloud/${channel.body.id}`;
    return Object.assign(desk, { channelId: channel.body.id });
  }

  async close(): Promise<void> {
    await this.cloud.close();
    await this.app.close();
    await this.drop();
  }

  get clock(): Clock {
    return this.app.get(Clock);
  }

  get queue(): JobQueue {
    return this.app.get(JobQueue);
  }

  guest(name: string): Guest {
    return this.cloud.addGuest({ name, phone: `+34 600 100 ${200 + this.phones++}` });
  }

  /** The guest says something; its row, as the desk has it. */
  async says(guest: Guest, text: string): Promise<{ id: string; conversationId: string; providerId: string }> {
    const { id: providerId } = await guest.writes(text);
    const [row] = await this.hotel.query<{ id: string; conversationId: string }>(
      `SELECT id, conversation_id AS "conversationId" FROM message WHERE hotel_id = $1 AND provider_id = $2`,
      [this.hotel.id, providerId],
    );
    if (!row) throw new Error(`"${text}" did not arrive`);
    return { ...row, providerId };
  }

  /** All jobs done, also those that wait for their time, and everything the provider has to tell told. */
  async settled(): Promise<void> {
    await this.queue.processAll({ delayed: true });
    await this.cloud.settled();
  }

  /** What the provider was asked beside messages: ids marked as read, with "typing" where it was shown. */
  get marks(): { id: string; typing: boolean }[] {
    return this.cloud.calls.flatMap(({ body }) => {
      const { status, message_id: id, typing_indicator: typing } = body as Record<string, unknown>;
      return status === 'read' ? [{ id: String(id), typing: typing !== undefined }] : [];
    });
  }

  /** What this person's screen is told when it comes back; without a position, where it stands now. */
  missed(person: StaffMember, since?: string): Promise<Missed> {
    return this.app.get(Resume).missed(person, since);
  }

  tokenOf(person: StaffMember): Promise<string> {
    const claims = { sub: person.userId, hid: person.hotelId, sid: person.sessionId, role: person.role };
    return this.app.get(JwtService, { strict: false }).signAsync(claims);
  }

  async asks(
    person: StaffMember,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
  ): Promise<{ status: number; body: any }> {
    const token = await this.tokenOf(person);
    const answer = await this.app.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() };
  }

  /** Until it is so; what the desk does by itself takes a moment. */
  until(holds: () => void | Promise<void>): Promise<void> {
    return vi.waitFor(holds, { timeout: 30_000, interval: 10 });
  }
}
