import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { testDatabase, type TestDatabase } from '../../test/support/database.js';
import { canonicalPhone } from '../attendees/index.js';
import { readConfig } from '../config/index.js';
import { query } from '../database/transaction.js';
import { createDesk } from '../desk.js';
import { GUESTS } from './guests.js';
import { DEMO_PASSWORD, emailOf, STAFF } from './hotel.js';
import { prepareDemo } from './index.js';
import type { PhoneGuest, PhoneMessage } from './phones.js';

/** A demo, as `npm run demo` starts it, on a database and a DATA_DIR that outlive it. */
class RunningDemo {
  private constructor(
    private readonly desk: NestFastifyApplication,
    readonly address: string,
    readonly printed: string[],
  ) {}

  static async start(database: TestDatabase, dataDir: string, secrets: Record<string, string>): Promise<RunningDemo> {
    const config = readConfig({
      DEMO: '1',
      PORT: '0',
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      LOG_LEVEL: 'fatal',
      LOG_FORMAT: 'json',
      ...secrets,
    });
    const desk = await createDesk(config, database);
    const demo = await prepareDemo(desk, config);
    await desk.listen(0, '127.0.0.1');
    const printed: string[] = [];
    const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    await demo.begin().finally(() => out.mockRestore());
    const { port } = desk.getHttpServer().address() as AddressInfo;
    return new RunningDemo(desk, `http://127.0.0.1:${port}`, printed);
  }

  stop(): Promise<void> {
    return this.desk.close();
  }

  sql<T>(sql: string, params: unknown[] = []): Promise<T[]> {
    return query<T>(this.desk.get(DataSource), sql, params);
  }

  async get<T>(path: string, token?: string): Promise<T> {
    const answer = await fetch(this.address + path, token ? { headers: { authorization: `Bearer ${token}` } } : {});
    return (await answer.json()) as T;
  }

  post(path: string, body: unknown): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return fetch(this.address + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async guest(name: string): Promise<PhoneGuest> {
    const guests = await this.get<PhoneGuest[]>('/demo/api/guests');
    const found = guests.find((guest) => guest.name === name);
    if (!found) throw new Error(`${name} has no phone`);
    return found;
  }

  messages({ id }: PhoneGuest): Promise<PhoneMessage[]> {
    return this.get(`/demo/api/guests/${id}/messages`);
  }

  /** The guest's phone, as soon as it shows such a message. */
  async shows(guest: PhoneGuest, fits: (message: PhoneMessage) => boolean): Promise<PhoneMessage> {
    return vi.waitFor(
      async () => {
        const found = (await this.messages(guest)).findLast(fits);
        if (!found) throw new Error('not on the phone yet');
        return found;
      },
      { timeout: 30_000, interval: 20 },
    );
  }
}

let database: TestDatabase;
let dataDir: string;
let secrets: Record<string, string>;
let demo: RunningDemo;

beforeAll(async () => {
  database = await testDatabase();
  dataDir = mkdtempSync(join(tmpdir(), 'bellhop-demo-'));
  secrets = { JWT_SECRET: randomBytes(32).toString('hex'), ENCRYPTION_KEY: randomBytes(32).toString('hex') };
  demo = await RunningDemo.start(database, dataDir, secrets);
});

afterAll(async () => {
  await demo.stop();
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('Hotel Aurora', () => {
  it('the phones show what the hotel is called', async () => {
    expect(await demo.get('/demo/api/hotel')).toEqual({ name: 'Hotel Aurora' });
  });

  it('every guest of the demo has a phone that is a valid number, and no two share one', () => {
    const phones = GUESTS.map(({ phone }) => canonicalPhone(phone.replace(/[^\d+]/g, '')));
    expect(phones).not.toContain(null);
    expect(new Set(phones).size).toBe(30);
    expect(
      GUESTS.filter(({ waId, phone }) => waId && canonicalPhone(waId) !== canonicalPhone(phone.replace(/[^\d+]/g, ''))),
    ).toEqual([]);
  });

  it('F1: plays the main job once in the terminal, then says where everything is and who may sign in', () => {
    const text = demo.printed.join('');
    expect(text).toContain('has read it ✓✓');
    expect(text).toContain(`${demo.address}/demo/phone`);
    for (const { key } of STAFF) expect(text).toMatch(new RegExp(`${emailOf(key)} +${DEMO_PASSWORD}\n`));
  });

  it('has conversations of every kind, ticks of every state, notes and reactions, and nothing left to route', async () => {
    const kinds = await demo.sql<{ status: string; type: string }>(`SELECT DISTINCT status, type FROM conversation`);
    expect(kinds).toEqual(
      expect.arrayContaining([
        { status: 'active', type: 'general' },
        { status: 'active', type: 'service' },
        { status: 'closed', type: 'service' },
        { status: 'expired', type: 'service' },
      ]),
    );
    const ticks = await demo.sql<{ status: number }>(`SELECT DISTINCT status FROM message WHERE status IS NOT NULL`);
    expect(ticks.map(({ status }) => status)).toEqual(expect.arrayContaining([20, 30, 40, 50, 60]));
    const [odd] = await demo.sql(
      `SELECT (SELECT count(*) FROM chat WHERE routed_seq <> inbound_seq)::int AS unrouted,
              (SELECT count(*) FROM message WHERE sent_at > $1)::int AS future,
              (SELECT count(*) FROM conversation WHERE status = 'active' AND expires_at < $1)::int AS overdue,
              (SELECT count(*) FROM conversation WHERE priority = 'urgent' AND status = 'active')::int AS urgent`,
      [new Date()],
    );
    expect(odd).toEqual({ unrouted: 0, future: 0, overdue: 0, urgent: 1 });
  });
});

describe('the simulated Cloud API', () => {
  it('tells about itself what somebody needs to write a webhook to the seeded channel', async () => {
    const about = await demo.get<Record<string, string>>('/sim/meta/about');
    expect(Object.keys(about)).toEqual(
      expect.arrayContaining(['phoneNumberId', 'wabaId', 'accessToken', 'appSecret', 'verifyToken', 'webhookUrl']),
    );
    const challenge = `hub.mode=subscribe&hub.challenge=42&hub.verify_token=${about['verifyToken']}`;
    const answer = await fetch(`${about['webhookUrl']}?${challenge}`);
    expect(await answer.text()).toBe('42');
  });

  it('takes a send at any version with the token, and refuses it without', async () => {
    const { phoneNumberId, accessToken } = await demo.get<Record<string, string>>('/sim/meta/about');
    const send = (authorization: string): Promise<Response> =>
      fetch(`${demo.address}/sim/meta/v23.0/${phoneNumberId}/messages`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({
          messaging_product: 'whatsapp',
          to: '+447400000101',
          type: 'text',
          text: { body: 'Hi' },
        }),
      });
    expect((await send('Bearer wrong')).status).toBe(401);
    expect((await send(`Bearer ${accessToken}`)).status).toBe(200);
  });

  it('keeps its secrets where only the desk’s user reads them', () => {
    expect(statSync(join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
  });
});

describe('the guest’s phone', () => {
  it('E12, E13: Ana writes, gets the menu on her phone, chooses, and the department has her conversation', async () => {
    const ana = await demo.guest('Ana Sousa');
    const sent = await demo.post(`/demo/api/guests/${ana.id}/messages`, { text: 'Boa noite, tem mais toalhas?' });
    expect(sent.status).toBe(202);

    const menu = await demo.shows(ana, ({ from, content }) => from === 'hotel' && content.type === 'list');
    if (menu.content.type !== 'list') throw new Error('no list');
    const row = menu.content.sections.flatMap(({ rows }) => rows).find(({ title }) => title === 'Governança');
    const choice = { id: row?.id, title: row?.title, messageId: menu.id };
    expect((await demo.post(`/demo/api/guests/${ana.id}/messages`, { choice })).status).toBe(202);
    await demo.shows(ana, ({ from, content }) => from === 'hotel' && content.type === 'text');
    const own = await demo.shows(ana, ({ from, status }) => from === 'guest' && status !== 'sent');
    expect(own.content).toMatchObject({ type: 'choice', id: row?.id });

    const rows = await demo.sql(
      `SELECT d.name, m.content->>'text' AS text FROM message m
       JOIN conversation c ON c.hotel_id = m.hotel_id AND c.id = m.conversation_id
       JOIN department d ON d.hotel_id = c.hotel_id AND d.id = c.department_id
       WHERE m.provider_id IS NOT NULL AND m.content->>'text' = 'Boa noite, tem mais toalhas?'`,
    );
    expect(rows).toEqual([{ name: 'Housekeeping', text: 'Boa noite, tem mais toalhas?' }]);
  });

  it('E21: what the guest reads and reacts to reaches the desk', async () => {
    const andres = await demo.guest('Andrés Villalobos');
    const answer = await demo.shows(andres, ({ from, content }) => from === 'hotel' && content.type === 'text');
    await demo.post(`/demo/api/guests/${andres.id}/messages`, { reaction: { messageId: answer.id, emoji: '👍' } });
    expect((await demo.post(`/demo/api/guests/${andres.id}/read`, {})).status).toBe(204);
    await vi.waitFor(async () => {
      const [row] = await demo.sql<{ emoji: string }>(`SELECT emoji FROM reaction WHERE target_provider_id = $1`, [
        answer.id,
      ]);
      expect(row?.emoji).toBe('👍');
    });
    expect((await demo.shows(andres, ({ id }) => id === answer.id)).reaction).toBe('👍');
  });

  it('tells at once on which phone something happened', async () => {
    const stop = new AbortController();
    const stream = await fetch(`${demo.address}/demo/api/events`, { signal: stop.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const hugo = await demo.guest('Hugo Martins');
    await demo.post(`/demo/api/guests/${hugo.id}/messages`, { text: 'Oi!' });
    let heard = '';
    for await (const chunk of stream.body ?? []) {
      heard += Buffer.from(chunk).toString('utf8');
      if (heard.includes(`data: {"guestId":"${hugo.id}"}\n\n`)) break;
    }
    stop.abort();
    expect(heard).toContain(hugo.id);
  });

  it.each([
    ['nothing', {}],
    ['an empty text', { text: '  ' }],
    ['two things at once', { text: 'Hi', reaction: { messageId: 'wamid.1', emoji: '👍' } }],
    ['a list', []],
    ['half a character', { text: '\ud800' }],
    ['a choice without its menu', { choice: { id: 'dept:1', title: 'Spa' } }],
  ])('refuses %s as problem+json', async (_what, body) => {
    const emily = await demo.guest('Emily Carter');
    const answer = await demo.post(`/demo/api/guests/${emily.id}/messages`, body);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'invalid_input', status: 400 });
  });

  it('refuses what is no JSON, a phone nobody has, an option nobody offered', async () => {
    const emily = await demo.guest('Emily Carter');
    const broken = await fetch(`${demo.address}/demo/api/guests/${emily.id}/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(await broken.json()).toMatchObject({ code: 'invalid_json', status: 400 });
    expect((await demo.post('/demo/api/guests/nobody/messages', { text: 'Hi' })).status).toBe(404);
    const choice = { id: 'dept:none', title: 'Casino', messageId: 'wamid.none' };
    expect((await demo.post(`/demo/api/guests/${emily.id}/messages`, { choice })).status).toBe(404);
  });

  it('the clock of desk and phone goes forward together, and never back', async () => {
    const before = Date.now();
    const answer = await demo.post('/demo/api/clock', { advanceMs: 3_600_000 });
    const { now } = (await answer.json()) as { now: string };
    expect(Date.parse(now)).toBeGreaterThanOrEqual(before + 3_600_000);
    expect((await demo.post('/demo/api/clock', { advanceMs: -1 })).status).toBe(400);

    const ingrid = await demo.guest('Ingrid Bauer');
    await demo.post(`/demo/api/guests/${ingrid.id}/messages`, { text: 'Hello from later' });
    const own = await demo.shows(
      ingrid,
      ({ content, status }) => content.type === 'text' && content.text === 'Hello from later' && status !== 'sent',
    );
    expect(new Date(own.at).getTime()).toBeGreaterThanOrEqual(before + 3_600_000);
  });
});

describe('a second start', () => {
  it('finds the hotel as it was left: nothing twice, no scenario, the same secrets, the past on the phones', async () => {
    const about = await demo.get<Record<string, string>>('/sim/meta/about');
    const ana = await demo.guest('Ana Sousa');
    const onAnasPhone = (await demo.messages(ana)).map(({ id, content }) => ({ id, content }));
    const count = `SELECT (SELECT count(*) FROM hotel)::int AS hotels, (SELECT count(*) FROM guest)::int AS guests,
                          (SELECT count(*) FROM message)::int AS messages`;
    await vi.waitFor(async () => {
      const busy = await demo.sql(
        `SELECT 1 FROM chat c WHERE routed_seq < inbound_seq OR EXISTS (
           SELECT 1 FROM message m WHERE m.hotel_id = c.hotel_id AND m.chat_id = c.id AND m.status < 20)`,
      );
      expect(busy).toEqual([]);
    });
    const before = await demo.sql(count);
    const page = await fetch(`${demo.address}/demo/api/events`); // an open phone does not hold the desk back
    await demo.stop();
    await expect(page.text()).rejects.toThrow();

    demo = await RunningDemo.start(database, dataDir, secrets);
    expect(await demo.sql(count)).toEqual(before);
    expect(demo.printed.join('')).not.toContain('pillows');
    const again = await demo.get<Record<string, string>>('/sim/meta/about');
    expect(again).toEqual({ ...about, webhookUrl: expect.stringContaining(demo.address) as string });
    expect((await demo.messages(ana)).map(({ id, content }) => ({ id, content }))).toEqual(onAnasPhone);

    await demo.post(`/demo/api/guests/${ana.id}/messages`, { text: 'E mais um travesseiro' });
    await demo.shows(
      ana,
      ({ content, status }) => content.type === 'text' && content.text.includes('travesseiro') && status !== 'sent',
    );
  });
});
