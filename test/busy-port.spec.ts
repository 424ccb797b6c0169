import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { testDatabase, type TestDatabase } from './support/database.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let database: TestDatabase;
const other = createServer();
beforeAll(async () => {
  database = await testDatabase();
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
});
afterAll(async () => {
  other.close();
  await database.drop();
});

it('F1: a port that another program has is told in one clear line, and nothing else', async () => {
  const { port } = other.address() as AddressInfo;
  const desk = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      DATABASE_URL: database.url,
      JWT_SECRET: randomBytes(32).toString('hex'),
      ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    },
  });
  const [out, errors, [code]] = await Promise.all([text(desk.stdout), text(desk.stderr), once(desk, 'exit')]);
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(errors).toBe(`127.0.0.1:${port} is taken by another program. Set PORT to a free one.\n`);
});
