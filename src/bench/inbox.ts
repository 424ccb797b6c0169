import 'reflect-metadata';

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { encodeCursor } from '../common/cursor.js';
import { readConfig } from '../config/index.js';
import { openClient } from '../database/pg-client.js';
import { startDatabase } from '../database/start-database.js';
import { createDesk } from '../desk.js';
import { SetupService } from '../hotels/index.js';
import { Sweeper } from '../queue/index.js';
import { countQueries, queriesOf } from './counted-queries.js';
import { ASKED, fillPast } from './inbox-fill.js';

/**
 * `npm run bench:inbox`: what staff read, in a hotel of ten thousand messages and in one of a million (`--messages N` and
 * `--against N` for others), through the whole server but the wire. What counts: p99 of the large one over the small one's,
 * and that both take the same statements.
 */
const { values: sizes } = parseArgs({
  options: { messages: { type: 'string', default: '1000000' }, against: { type: 'string', default: '10000' } },
});
const SMALL = messagesOf('against');
const LARGE = messagesOf('messages');
const TIMES = Number(process.env['BENCH_TIMES'] ?? 300);
const PAGE = 15;
const NONE: Measured = { p50: 0, p99: 0, queries: 0 };
/** An access token lasts fifteen minutes; many messages are not written in that. */
const ENTRY_MS = 10 * 60_000;
/** Plans and caches come into being. */
const WARM_UP = 20;

interface Measured {
  p50: number;
  p99: number;
  queries: number;
}
interface Row {
  name: string;
  of: Measured;
  to: Measured;
}
interface Hotel {
  people: { admin: Ask; agent: Ask };
  deep: Awaited<ReturnType<typeof fillPast>>;
  close(): Promise<void>;
}
type Ask = <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<T>;

function messagesOf(option: keyof typeof sizes): number {
  if (!/^[1-9]\d{4,8}$/.test(sizes[option])) throw new Error(`--${option} must be a whole number from 10000.`);
  return Number(sizes[option]);
}

async function main(): Promise<void> {
  countQueries();
  const hotels: Hotel[] = [];
  try {
    for (const messages of [SMALL, LARGE]) hotels.push(await openHotel(messages));
    const [small, large] = hotels;
    if (small && large) print(await measureAll(small, large));
  } finally {
    for (const hotel of hotels) await hotel.close();
  }
}

/** One hotel on a server of its own; both stand while they are measured by turns, so that a busy machine slows both alike. */
async function openHotel(messages: number): Promise<Hotel> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-inbox-'));
  const login = { email: 'admin@bench.example', password: randomBytes(16).toString('hex') };
  const config = readConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'fatal',
    BOOTSTRAP_HOTEL: 'Hotel Bench',
    BOOTSTRAP_EMAIL: login.email,
    BOOTSTRAP_PASSWORD: login.password,
  });
  const database = await startDatabase(config);
  const desk = await createDesk(config, database);
  const close = async (): Promise<void> => {
    await desk.close();
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await desk.get(SetupService).ensureLink();
    await desk.init();
    const admin = await signIn(desk, login);
    const { agent, ...place } = await staff(desk, admin);
    const db = openClient(database);
    await db.connect();
    const began = performance.now();
    const deep = await fillPast(db, { ...place, messages });
    process.stdout.write(`${messages} messages written in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
    await desk.get(Sweeper, { strict: false }).processAll();
    await db.query('VACUUM (ANALYZE) past_tally');
    await db.end();
    return { people: { admin, agent }, deep, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Five departments, and an agent who works in the first. */
async function staff(
  desk: NestFastifyApplication,
  admin: Ask,
): Promise<{ agent: Ask; hotelId: string; channelId: string; departmentIds: string[] }> {
  const { id: hotelId } = await admin<{ id: string }>('GET', '/hotel');
  const login = { email: 'agent@bench.example', password: randomBytes(16).toString('hex') };
  const { id: userId } = await admin<{ id: string }>('POST', '/users', { ...login, name: 'Tomás', role: 'agent' });
  const departmentIds: string[] = [];
  for (const name of ['Housekeeping', 'Spa', 'Concierge', 'Kitchen', 'Valet'])
    departmentIds.push((await admin<{ id: string }>('POST', '/departments', { name })).id);
  await admin('PUT', `/departments/${departmentIds[0]}/members`, { userIds: [userId] });
  const channel = await admin<{ id: string }>('POST', '/channels', {
    provider: 'meta-cloud',
    name: 'Reception',
    settings: { phoneNumberId: '105550001112223', wabaId: '210987654321098' },
    credentials: { accessToken: 'token', appSecret: 'secret', verifyToken: 'verify' },
  });
  return { agent: await signIn(desk, login), hotelId, channelId: channel.id, departmentIds };
}

async function measureAll(small: Hotel, large: Hotel): Promise<Row[]> {
  const rows: Row[] = [];
  const [smallPaths, largePaths] = [await pathsIn(small), await pathsIn(large)];
  for (const who of ['admin', 'agent'] as const) {
    for (const [name, path] of smallPaths) {
      const [of = NONE, to = NONE] = await measure(
        () => small.people[who]('GET', path),
        () => large.people[who]('GET', largePaths.get(name) ?? path),
      );
      rows.push({ name: `${name}, ${who}`, of, to });
    }
  }
  return rows;
}

async function pathsIn({ people, deep }: Hotel): Promise<Map<string, string>> {
  const search = (q: string): string => `/search?limit=${PAGE}&q=${encodeURIComponent(q)}`;
  const messages = `/conversations/${deep.conversationId}/messages?limit=50`;
  return new Map([
    ['first page', `/conversations?limit=${PAGE}`],
    ['first page, active', `/conversations?limit=${PAGE}&status=active`],
    ['waiting longest', `/conversations?limit=${PAGE}&sort=waiting`],
    ['mine', `/conversations?limit=${PAGE}&assignee=me`],
    ['past of a guest', `/conversations?limit=${PAGE}&status=past&q=${ASKED.name}`],
    ['50th page', `/conversations?limit=${PAGE}&cursor=${await fiftieth(people.admin)}`],
    ['newest of a thread', messages],
    ['deep history', `${messages}&before=${encodeCursor(`chat/${deep.chatId}`, deep.middle)}`],
    ['counts', '/conversations/counts'],
    ['search, name', search(ASKED.name)],
    ['search, phone', search(ASKED.phone)],
    ['search, part of a phone', search(ASKED.partOfPhone)],
    ['search, room', search(ASKED.room)],
    ['search, seldom word', search(ASKED.rare)],
    ['search, common word', search(ASKED.common)],
    ['guests by name', `/guests?limit=${PAGE}&q=${ASKED.name}`],
    ['guests, all', `/guests?limit=${PAGE}`],
  ]);
}

/** Where the fiftieth page begins, by walking there. */
async function fiftieth(ask: Ask): Promise<string> {
  let cursor: string | null = null;
  for (let page = 1; page < 50; page++) {
    const from: string = cursor === null ? '' : `&cursor=${cursor}`;
    cursor = (await ask<{ nextCursor: string | null }>('GET', `/conversations?limit=${PAGE}${from}`)).nextCursor;
    if (cursor === null) throw new Error(`there are only ${page} pages`);
  }
  return cursor ?? '';
}

/** By turns, one request each. */
async function measure(...works: (() => Promise<unknown>)[]): Promise<Measured[]> {
  const times: number[][] = works.map(() => []);
  for (let n = -WARM_UP; n < TIMES; n++) {
    for (const [index, work] of works.entries()) {
      const begin = performance.now();
      await work();
      if (n >= 0) times[index]?.push(performance.now() - begin);
    }
  }
  const measured: Measured[] = [];
  for (const [index, work] of works.entries()) {
    const sorted = (times[index] ?? []).toSorted((a, b) => a - b);
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
    measured.push({ p50: at(0.5), p99: at(0.99), queries: (await queriesOf(work)).queries });
  }
  return measured;
}

async function signIn(desk: NestFastifyApplication, login: { email: string; password: string }): Promise<Ask> {
  const server = desk.getHttpAdapter().getInstance();
  const ask = async <T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object, token?: string): Promise<T> => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await server.inject({
      method,
      url: `/api/v1${path}`,
      headers,
      ...(body === undefined ? {} : { payload: body }),
    });
    if (answer.statusCode >= 300) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
    return answer.json<T>();
  };
  const enter = async (): Promise<{ token: string; at: number }> => {
    const { accessToken } = await ask<{ accessToken: string }>('POST', '/auth/login', login);
    return { token: accessToken, at: performance.now() };
  };
  let entry = await enter();
  return async (method, path, body) => {
    if (performance.now() - entry.at > ENTRY_MS) entry = await enter();
    return ask(method, path, body, entry.token);
  };
}

function print(rows: Row[]): void {
  const line = (cells: string[]): string =>
    `${(cells[0] ?? '').padEnd(30)}${cells
      .slice(1)
      .map((cell) => cell.padStart(12))
      .join('')}\n`;
  process.stdout.write(
    line(['', 'p50 small', 'p99 small', 'p50 large', 'p99 large', 'p99 ratio', 'p50 ratio', 'queries']),
  );
  const ratio = (a: number, b: number): number => Number((b / a).toFixed(2));
  for (const { name, of, to } of rows) {
    const figures = [of.p50, of.p99, to.p50, to.p99].map((ms) => ms.toFixed(1));
    const queries = of.queries === to.queries ? String(of.queries) : `${of.queries} ≠ ${to.queries}`;
    process.stdout.write(
      line([name, ...figures, String(ratio(of.p99, to.p99)), String(ratio(of.p50, to.p50)), queries]),
    );
  }
  const worst = rows.reduce((most, row) => Math.max(most, ratio(row.of.p99, row.to.p99)), 0);
  const p99 = Object.fromEntries(rows.map(({ name, of, to }) => [name, ratio(of.p99, to.p99)]));
  const sameQueries = rows.every(({ of, to }) => of.queries === to.queries);
  process.stdout.write(
    `${JSON.stringify({ bench: 'inbox', messages: [SMALL, LARGE], worstP99Ratio: worst, sameQueries, p99Ratios: p99 })}\n`,
  );
}

await main();
