import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, openSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testDatabase, type TestDatabase } from './support/database.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
/** A file whose disk is full, wherever Linux runs. */
const FULL = '/dev/full';
const READY = { timeout: 60_000, interval: 50 };

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

interface Desk {
  process: ChildProcess;
  url: string;
  errors: Promise<string>;
  ended: Promise<[code: number | null, signal: string | null]>;
}

async function start(stdout: 'pipe' | number, format: string): Promise<Desk> {
  const port = await freePort();
  const desk = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', stdout, 'pipe'],
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      DATABASE_URL: database.url,
      JWT_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
      LOG_LEVEL: 'debug', // hundreds of lines
      LOG_FORMAT: format,
    },
  });
  desk.stdout?.destroy(); // its reader has gone before it says a word
  const ended = once(desk, 'exit') as Desk['ended'];
  return { process: desk, url: `http://127.0.0.1:${port}`, errors: text(desk.stderr!), ended };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** 'ended' where it has. */
async function state({ url, process: desk }: Desk): Promise<'ready' | 'not ready' | 'ended'> {
  if (desk.exitCode !== null || desk.signalCode !== null) return 'ended';
  return fetch(`${url}/health/ready`).then(
    (answer) => (answer.ok ? 'ready' : 'not ready'),
    () => 'not ready',
  );
}

describe.each(['pretty', 'json'])('F1: nobody reads what the desk prints (%s)', (format) => {
  it.each([
    ['its reader has gone', 'pipe'],
    ['the disk of its log is full', FULL],
  ])(
    '%s: it goes on, and ends cleanly when its terminal is closed',
    async (_, where) => {
      if (where === FULL) expect(existsSync(FULL), `${FULL} is Linux's`).toBe(true);
      const desk = await start(where === FULL ? openSync(FULL, 'w') : 'pipe', format);
      try {
        await expect.poll(() => state(desk), READY).not.toBe('not ready');
        expect(await state(desk)).toBe('ready');
      } finally {
        desk.process.kill('SIGHUP');
      }
      expect(await desk.ended).toEqual([0, null]);
      expect(await desk.errors).toBe('');
    },
    90_000,
  );
});
