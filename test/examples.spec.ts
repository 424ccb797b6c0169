import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { Switchboard } from '../src/realtime/switchboard.js';
import { UsersModule } from '../src/users/index.js';
import { TalkingDesk } from './support/talking-desk.js';

const EXAMPLE = fileURLToPath(new URL('../examples/follow-the-inbox.mjs', import.meta.url));
const VERA = { email: 'vera@aurora.example', name: 'Vera', role: 'admin', password: 'the lobby clock is late' };

let desk: TalkingDesk;
let program: ChildProcess | undefined;
let printed = '';

beforeAll(async () => {
  desk = await TalkingDesk.open({}, {}, [UsersModule]);
});
afterAll(async () => {
  if (program?.exitCode === null) {
    program.kill();
    await once(program, 'exit');
  }
  await desk.close();
});

const timesPrinted = (line: string): number => printed.split('\n').filter((one) => one === line).length;

it('F4: the example signs in, lists, follows and answers; after a cut it misses nothing and answers once', async () => {
  expect((await desk.asks(desk.hotel.lucia, 'POST', '/users', VERA)).status).toBe(201);
  const ana = desk.guest('Ana Sousa');
  await desk.says(ana, 'Is breakfast included?');
  await desk.settled();

  program = spawn(process.execPath, [EXAMPLE], {
    env: {
      ...process.env,
      DESK: await desk.app.getUrl(),
      EMAIL: VERA.email,
      PASSWORD: VERA.password,
      ANSWER: 'We will see to it.',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [program.stdout, program.stderr])
    stream?.on('data', (text: Buffer) => (printed += String(text)));
  await expect.poll(() => printed, { timeout: 30_000 }).toContain('Following.');
  expect(printed).toContain('Ana Sousa, ');

  await desk.says(ana, 'And towels, please');
  await expect.poll(() => timesPrinted('Vera: We will see to it.'), { timeout: 30_000 }).toBe(1);

  for (const socket of desk.app.get(Switchboard, { strict: false }).sockets()) socket.conn.close();
  await desk.says(ana, 'Said while nobody listened');
  await expect.poll(() => timesPrinted('Vera: We will see to it.'), { timeout: 30_000 }).toBe(2);
  expect(timesPrinted('Ana Sousa: And towels, please')).toBe(1);
  expect(timesPrinted('Ana Sousa: Said while nobody listened')).toBe(1);
  const [{ answers } = { answers: 0 }] = await desk.hotel.query<{ answers: number }>(
    `SELECT count(*)::int AS answers FROM message WHERE hotel_id = $1 AND direction = 'outbound'`,
    [desk.hotel.id],
  );
  expect(answers).toBe(2);
}, 40_000);
