import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDataDir, removeDataDir, serverHome } from '../../test/support/data-dir.js';
import { EmbeddedPostgres } from './embedded-postgres.js';
import { openClient } from './pg-client.js';

const QUICK = { fsync: 'off', shared_buffers: '16MB' };

describe('the embedded PostgreSQL', () => {
  let dataDir: string;
  let said: string[];
  const running: EmbeddedPostgres[] = [];
  const folders: string[] = [];

  beforeEach(() => {
    dataDir = makeDataDir();
    folders.push(dataDir);
    said = [];
  });
  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    for (const folder of folders.splice(0)) removeDataDir(folder);
  });

  function desk(folder = dataDir): EmbeddedPostgres {
    const server = new EmbeddedPostgres({ dataDir: folder, settings: QUICK, log: (line) => said.push(line) });
    running.push(server);
    return server;
  }

  it('keeps its rows over a clean stop and leaves no process', async () => {
    const first = desk();
    await first.start();
    await run(first, 'CREATE TABLE guest (name text)', `INSERT INTO guest VALUES ('Ana')`);
    const pid = postmaster(dataDir);
    await first.stop();
    expect(() => process.kill(pid, 0)).toThrow();
    const second = desk();
    await second.start();
    expect(await run(second, 'SELECT name FROM guest')).toEqual([{ name: 'Ana' }]);
  });

  it('is started again when it is killed, with what was committed', async () => {
    const server = desk();
    await server.start();
    await run(server, 'CREATE TABLE guest (name text)', `INSERT INTO guest VALUES ('Ana')`);
    for (let time = 1; time <= 2; time++) {
      process.kill(postmaster(dataDir), 'SIGKILL');
      await until(() => said.filter((line) => line === 'PostgreSQL is back.').length === time);
      expect(await run(server, 'SELECT name FROM guest')).toEqual([{ name: 'Ana' }]);
    }
  });

  it('is adopted, supervised and stopped by the next desk when its own was killed', async () => {
    const killed = await deskInAnotherProcess(dataDir);
    const pid = postmaster(dataDir);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const next = desk();
    await next.start();
    expect(postmaster(dataDir)).toBe(pid);
    process.kill(pid, 'SIGKILL');
    await until(() => said.includes('PostgreSQL is back.'));
    expect(await run(next, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('starts after everything was killed', async () => {
    const killed = await deskInAnotherProcess(dataDir);
    const pid = postmaster(dataDir);
    killed.kill('SIGKILL');
    process.kill(pid, 'SIGKILL');
    await once(killed, 'exit');
    const next = desk();
    await next.start();
    expect(postmaster(dataDir)).not.toBe(pid);
    expect(await run(next, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses a second desk on the same DATA_DIR, and lets it in when the first is gone', async () => {
    const first = desk();
    await first.start();
    await expect(desk().start()).rejects.toThrow(/^Another Bellhop is running on DATA_DIR [^\n]+$/);
    expect(await run(first, 'SELECT 1 AS one')).toEqual([{ one: 1 }]); // the refused one left it alone
    await first.stop();
    await desk().start();
  });

  it('lets one of two desks in that start at once over what a killed one left', async () => {
    const killed = await deskInAnotherProcess(dataDir);
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const both = await Promise.allSettled([desk().start(), desk().start()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('tells an operator’s command where the running one is', async () => {
    const command = desk();
    expect(await command.isRunning()).toBe(false);
    const server = desk();
    await server.start();
    expect(await command.isRunning()).toBe(true);
    expect(command.url()).toBe(server.url());
  });

  it('works in a DATA_DIR whose path is too long for a socket', async () => {
    const deep = join(dataDir, ...Array.from({ length: 6 }, () => 'a-folder-with-a-long-name'));
    mkdirSync(deep, { recursive: true });
    chmodSync(dataDir, 0o711); // else it is moved for root, and short again
    folders.unshift(deep);
    const server = desk(deep);
    await server.start();
    expect(await run(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('begins anew when its first start was cut off', async () => {
    const first = desk();
    const half = join(serverHome(dataDir), 'postgres.new');
    writeFileSync(half, 'half');
    await first.start();
    expect(existsSync(half)).toBe(false);
  });

  it('says in one line why it does not start', async () => {
    const server = new EmbeddedPostgres({
      dataDir,
      settings: { ...QUICK, shared_buffers: 'lots' },
      log: () => undefined,
    });
    running.push(server);
    await expect(server.start()).rejects.toThrow(
      /^PostgreSQL did not start: invalid value for parameter "shared_buffers"[^\n]*$/,
    );
  });
});

/** A whole process with a desk's server in it, to be killed. */
async function deskInAnotherProcess(dataDir: string): Promise<ChildProcess> {
  const script = new URL('../../test/support/desk-to-kill.mjs', import.meta.url);
  const child = fork(script, [dataDir], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
  expect(message).toBe('ready');
  return child;
}

function postmaster(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

async function run(server: EmbeddedPostgres, ...statements: string[]): Promise<unknown[]> {
  const client = openClient({ url: server.url() });
  await client.connect();
  try {
    let rows: unknown[] = [];
    for (const sql of statements) rows = (await client.query<Record<string, unknown>>(sql)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await wait(20);
}
