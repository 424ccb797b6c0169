import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { makeDataDir, removeDataDir } from '../../test/support/data-dir.js';
import { readConfig } from '../config/index.js';
import { openClient } from '../database/pg-client.js';
import { startDatabase } from '../database/start-database.js';
import { run } from './index.js';

/** Two machines with a desk each, all of it in DATA_DIR. */
const [aurora, mar, backups] = [makeDataDir(), makeDataDir(), makeDataDir()];
const said = { out: '', err: '' };

beforeAll(() => {
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += text), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += text), true));
  for (const name of ['DATABASE_URL', 'JWT_SECRET', 'ENCRYPTION_KEY', 'BACKUP_DIR']) vi.stubEnv(name, '');
});
afterEach(() => void Object.assign(said, { out: '', err: '' }));
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const dir of [aurora, mar, backups]) removeDataDir(dir);
});

function bellhop(dataDir: string, ...words: string[]): Promise<number> {
  vi.stubEnv('DATA_DIR', dataDir);
  return run(['node', 'bellhop', ...words]);
}
const secret = (dataDir: string, name: string): string => readFileSync(join(dataDir, name), 'utf8');

describe('bellhop backup and restore', () => {
  let path: string;

  it('bring a desk with its keys to another machine; what they cannot do they say', async () => {
    const hotel = ['hotel', 'add', '--name', 'Hotel Aurora', '--email', 'ines@aurora.example', '--password'];
    expect(await bellhop(aurora, ...hotel, 'brass keys on hooks')).toBe(0);
    said.out = '';
    expect(await bellhop(aurora, 'backup', '--to', backups, '--json')).toBe(0);
    const made = JSON.parse(said.out);
    expect(made).toMatchObject({ files: 0, secrets: ['jwt-secret', 'encryption-key'] });
    path = made.path;
    expect(path.startsWith(join(backups, 'asked-'))).toBe(true);
    expect(statSync(join(path, 'secrets', 'encryption-key')).mode & 0o777).toBe(0o600);

    expect(await bellhop(mar, 'restore', path, '--check')).toBe(0);
    expect(said.out).toContain('Whole and fit to be restored here');
    expect(existsSync(join(mar, 'postgres')) || existsSync(join(mar, 'encryption-key'))).toBe(false);
    expect(await bellhop(mar, 'restore', path)).toBe(0);
    expect(said.out).toContain('Keys put into DATA_DIR: jwt-secret, encryption-key');
    for (const name of ['jwt-secret', 'encryption-key']) {
      expect(secret(mar, name)).toBe(secret(aurora, name));
      expect(secret(mar, `${name}.replaced`)).not.toBe(secret(aurora, name));
    }
    expect(await bellhop(mar, 'restore', path)).toBe(1);
    const hotels = /^There are hotels in this database: .*--replace.*\n$/;
    expect(said.err).toMatch(hotels);
    said.err = '';
    expect(await bellhop(mar, 'restore', path, '--check')).toBe(1);
    expect(said.err).toMatch(hotels);
    expect(await bellhop(mar, 'restore', path, '--check', '--replace')).toBe(0);
    expect(await bellhop(mar, 'restore')).toBe(2);
  }, 60_000);

  it('work beside a running desk, and not', async () => {
    const running = await startDatabase(readConfig({ DATA_DIR: mar }));
    try {
      expect(await bellhop(mar, 'backup')).toBe(0);
      expect(said.out).toMatch(
        new RegExp(`^Made ${join(mar, 'backups')}/asked-\\S+: \\d+ rows of \\d+ tables, 0 files`),
      );
      expect(said.out).toContain('It holds the desk’s keys');
      expect(await bellhop(mar, 'restore', path, '--replace')).toBe(1);
      expect(said.err).toContain('Another Bellhop is running');
      const client = openClient(running);
      await client.connect();
      const { rows } = await client.query(`SELECT h.name, l.email FROM hotel h, login l`);
      await client.end();
      expect(rows).toEqual([{ name: 'Hotel Aurora', email: 'ines@aurora.example' }]);
    } finally {
      await running.stop();
    }
    vi.stubEnv('DATABASE_URL', 'postgresql://desk@127.0.0.1:1/desk');
    for (const name of ['JWT_SECRET', 'ENCRYPTION_KEY']) vi.stubEnv(name, 'ab'.repeat(32));
    said.err = '';
    expect(await bellhop(mar, 'backup')).toBe(1);
    expect(await bellhop(mar, 'restore', path, '--other-key')).toBe(1);
    expect(said.err).toMatch(/^(The database of DATABASE_URL cannot be used: [^\n]+\n){2}$/);
    for (const name of ['DATABASE_URL', 'JWT_SECRET', 'ENCRYPTION_KEY']) vi.stubEnv(name, '');
    said.err = '';
    expect(await bellhop(mar, 'restore', join(mar, 'backups'))).toBe(1);
    expect(said.err).toMatch(/is no backup: it has no manifest.json.\n$/);
  }, 60_000);
});
