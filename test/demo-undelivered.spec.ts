import { randomBytes } from 'node:crypto';

import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';

import { testDatabase, type TestDatabase } from './support/database.js';
import { startDeskProcess, type DeskProcess } from '../src/bench/desk-process.js';
import type { PhoneGuest, PhoneMessage } from '../src/demo/phones.js';

/** Longer than a simulator goes on that gives up after five tries. */
const LONGER_THAN_FIVE_TRIES_MS = 3_000;

let database: TestDatabase;
let desk: DeskProcess;
let admin: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  admin = new pg.Client({ connectionString: inject('adminUrl') });
  await admin.connect();
  const [JWT_SECRET, ENCRYPTION_KEY] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')];
  const nobody = { BOOTSTRAP_HOTEL: '', BOOTSTRAP_EMAIL: '', BOOTSTRAP_PASSWORD: '', JWT_SECRET, ENCRYPTION_KEY };
  desk = await startDeskProcess({ ...nobody, NODE_ENV: '', DEMO: '1', DATABASE_URL: database.url });
});
afterAll(async () => {
  await desk?.stop();
  await admin?.end();
  await database?.drop();
});

const name = (): string => new URL(database.url).pathname.slice(1);

async function databaseGoes(): Promise<void> {
  await admin.query(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS false`);
  await admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1`, [name()]);
}
const databaseComesBack = (): Promise<unknown> => admin.query(`ALTER DATABASE ${name()} ALLOW_CONNECTIONS true`);

async function phoneOf(guest: string): Promise<string> {
  const phones = (await (await fetch(`${desk.url}/demo/api/guests`)).json()) as PhoneGuest[];
  const { id = '' } = phones.find((one) => one.name === guest) ?? {};
  return `${desk.url}/demo/api/guests/${id}/messages`;
}

async function writes(guest: string, text: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const sent = await fetch(await phoneOf(guest), { method: 'POST', headers, body: JSON.stringify({ text }) });
  expect(sent.status).toBe(202);
}

/** The ticks of these words on the guest's phone, each time they stand there. */
async function ticksOf(guest: string, text: string): Promise<PhoneMessage['status'][]> {
  const messages = (await (await fetch(await phoneOf(guest))).json()) as PhoneMessage[];
  return messages.filter(({ content }) => content.type === 'text' && content.text === text).map(({ status }) => status);
}

async function storedTimes(text: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rowCount } = await client.query(`SELECT 1 FROM message WHERE content ->> 'text' = $1`, [text]);
  await client.end();
  return rowCount ?? 0;
}

const arrives = (guest: string, text: string): Promise<void> =>
  vi.waitFor(async () => expect(await ticksOf(guest, text)).toEqual(['delivered']), { timeout: 60_000, interval: 50 });

it('what the desk could not take reaches it once its database is back', async () => {
  await databaseGoes();
  await writes('Hugo Martins', 'Is the pool heated?');
  await new Promise((resolve) => setTimeout(resolve, LONGER_THAN_FIVE_TRIES_MS));
  expect(await ticksOf('Hugo Martins', 'Is the pool heated?')).toEqual(['sent']);
  await databaseComesBack();
  await arrives('Hugo Martins', 'Is the pool heated?');
  expect(await storedTimes('Is the pool heated?')).toBe(1);
});

it('what the desk had not taken when it was killed is on the phone after the next start, and reaches it once', async () => {
  await databaseGoes();
  await writes('Hugo Martins', 'And until when?');
  expect(await ticksOf('Hugo Martins', 'And until when?')).toEqual(['sent']);
  await desk.kill();
  await databaseComesBack();
  expect(await storedTimes('And until when?')).toBe(0);
  await desk.start();
  await arrives('Hugo Martins', 'And until when?');
  expect(await storedTimes('And until when?')).toBe(1);
});
