import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { PASSWORD, PeopleDesk } from '../../test/support/people-app.js';
import { run } from './index.js';

let desk: PeopleDesk;
const said = { out: '', err: '' };

beforeAll(async () => {
  desk = await PeopleDesk.open();
  vi.stubEnv('DATABASE_URL', (desk.db.options as { url: string }).url);
  vi.stubEnv('JWT_SECRET', desk.config.jwtSecret.toString('hex'));
  vi.stubEnv('ENCRYPTION_KEY', desk.config.encryptionKey.toString('hex'));
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += text), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += text), true));
});
afterEach(() => void Object.assign(said, { out: '', err: '' }));
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await desk.close();
});

const bellhop = (...words: string[]): Promise<number> => run(['node', 'bellhop', ...words]);
const aurora = ['hotel', 'add', '--name', 'Hotel Aurora', '--email', 'ines@aurora.example', '--password'];

describe('bellhop hotel add', () => {
  it('adds a hotel while the desk runs, whose administrator signs in there at once', async () => {
    expect(await bellhop(...aurora, PASSWORD, '--country', 'PT', '--languages', 'pt, en', '--json')).toBe(0);
    const added = JSON.parse(said.out);
    expect(added).toMatchObject({ hotelId: expect.any(String), passwordSet: true });
    const ines = await desk.signIn('ines@aurora.example');
    expect((await ines.get('/hotel')).body).toMatchObject({
      id: added.hotelId,
      country: 'PT',
      languages: ['pt', 'en'],
    });
  });

  it('tells when the administrator keeps the password they have', async () => {
    expect(await bellhop(...aurora, 'another password')).toBe(0);
    expect(said.out).toContain('the password they have already');
  });

  it.each([
    ['a missing option', ['hotel', 'add', '--name', 'X'], "required option '--email"],
    ['a weak password', [...aurora, 'short'], 'weak_password'],
    ['a country that is none', [...aurora, PASSWORD, '--country', 'XX'], 'country'],
    ['an unknown command', ['hotels'], 'unknown command'],
  ])('answers 2 to %s and says what is wrong', async (_, words, reason) => {
    expect(await bellhop(...words)).toBe(2);
    expect(said.err).toContain(reason);
  });

  it('answers 1 when the database is not there', async () => {
    const url = process.env['DATABASE_URL'] ?? '';
    vi.stubEnv('DATABASE_URL', url.replace(/test_\w+/, 'nowhere'));
    expect(await bellhop(...aurora, PASSWORD)).toBe(1);
    expect(said.err).toContain('database');
    vi.stubEnv('DATABASE_URL', url);
  });
});

describe('bellhop user reset', () => {
  it('prints a link with which somebody chooses a new password, and which is good once', async () => {
    expect(await bellhop('user', 'reset', '--email', 'Ines@aurora.example')).toBe(0);
    expect(said.out).toContain('Hand this link to Ines@aurora.example.');
    expect(await bellhop('user', 'reset', '--email', 'ines@aurora.example', '--json')).toBe(0);
    const { kind, url } = JSON.parse(said.out.split('\n').at(-2) ?? '');
    expect(kind).toBe('reset');
    const chosen = { token: new URL(url).hash.replace('#token=', ''), password: 'brass keys on hooks' };
    expect((await desk.ask('POST', '/auth/password', chosen)).status).toBe(204);
    const login = { email: 'ines@aurora.example', password: chosen.password };
    // Told only to who knows the password: by now she runs two hotels.
    expect((await desk.ask('POST', '/auth/login', login)).body.code).toBe('hotel_choice_required');
    expect((await desk.ask('POST', '/auth/password', chosen)).body.code).toBe('link_invalid');
  });

  it('answers 1 where nobody has this e-mail, and 2 where none is given', async () => {
    expect(await bellhop('user', 'reset', '--email', 'nobody@aurora.example')).toBe(1);
    expect(said.err).toContain('not_found');
    expect(await bellhop('user', 'reset')).toBe(2);
  });
});

describe('a DATA_DIR without a desk', () => {
  it.each([
    ['queue', 'status'],
    ['queue', 'failed'],
    ['queue', 'work', '--once'],
    ['replay', '--day', '2026-11-20'],
    ['backup'],
    ['user', 'reset', '--email', 'ines@aurora.example'],
  ])('is told, and nothing is made in it: %s %s', async (...words) => {
    const folder = mkdtempSync(join(tmpdir(), 'bellhop-mistyped-'));
    const url = process.env['DATABASE_URL'] ?? '';
    vi.stubEnv('DATABASE_URL', '');
    vi.stubEnv('DATA_DIR', folder);
    try {
      expect(await bellhop(...words)).toBeGreaterThan(0);
      expect(said.err).toMatch(/^.*There is no desk in DATA_DIR .*\n$/);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      vi.stubEnv('DATABASE_URL', url);
      vi.stubEnv('DATA_DIR', undefined);
      rmSync(folder, { recursive: true });
    }
  });
});

describe('bellhop openapi', () => {
  it('writes the document without a database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bellhop-openapi-'));
    try {
      const file = join(folder, 'openapi.json');
      expect(await bellhop('openapi', file, '--json')).toBe(0);
      const document = JSON.parse(readFileSync(file, 'utf8'));
      expect(Object.keys(document.paths)).toContain('/api/v1/conversations');
      expect(JSON.parse(said.out)).toEqual({ file, routes: Object.keys(document.paths).length });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('answers 1 where it cannot write, in one line', async () => {
    expect(await bellhop('openapi', '/nowhere/openapi.json')).toBe(1);
    expect(said.err).toMatch(/^ENOENT: .*\/nowhere\/openapi\.json'\n$/);
    expect(said.out).toBe('');
  });

  it('answers 2 without a file to write to', async () => {
    expect(await bellhop('openapi')).toBe(2);
    expect(said.err).toContain("missing required argument 'file'");
  });
});
