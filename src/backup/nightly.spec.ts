import { copyFileSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { makeDataDir, removeDataDir } from '../../test/support/data-dir.js';
import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { emptyDatabase, type TestDatabase } from '../../test/support/database.js';
import { buildHotel } from '../../test/support/hotel.js';
import { readConfig, type Config, type Env } from '../config/index.js';
import { migrate, readMigrations } from '../database/migrate.js';
import { DatabaseAddress, openClient } from '../database/pg-client.js';
import { makeReceiptPartitions, receiptPartitions } from '../database/receipt-partitions.js';
import { startDatabase } from '../database/start-database.js';
import { Sweeper } from '../queue/index.js';
import { backupBeforeUpdate } from './before-update.js';
import { isDue } from './due.js';
import { NightlyBackups } from './nightly-backups.js';
import { backupsIn, removeOldBackups } from './old-backups.js';
import { restoreBackup } from './restore-backup.js';
import { Snapshot } from './snapshot.js';

const HEX = 'ab'.repeat(32);
const dirs: string[] = [];
const databases: TestDatabase[] = [];

beforeAll(() => {
  for (const level of ['log', 'error'] as const) vi.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  for (const database of databases) await database.drop();
  for (const dir of dirs) removeDataDir(dir);
});

function folder(): string {
  const dir = makeDataDir();
  dirs.push(dir);
  return dir;
}
const configOf = (url: string, env: Env = {}): Config =>
  readConfig({ DATA_DIR: folder(), DATABASE_URL: url, JWT_SECRET: HEX, ENCRYPTION_KEY: HEX, ...env });
async function empty(): Promise<TestDatabase> {
  const database = await emptyDatabase();
  databases.push(database);
  return database;
}

describe('the hour of the night', () => {
  const at = (day: number, hour: number, minute = 0): Date => new Date(2026, 5, day, hour, minute);
  const since = at(1, 12);

  it.each([
    ['nothing in the hours before the first night', at(1, 23), null, null, false],
    ['the first one in the first night', at(2, 3), null, null, true],
    ['one in each night', at(3, 3, 1), at(2, 3, 1), at(2, 3, 1), true],
    ['no second one in the same night', at(3, 4), at(3, 3), at(3, 3), false],
    ['what a machine that was off at night missed, when it is on', at(5, 9), at(3, 3), at(3, 3), true],
    ['not at once again what failed', at(3, 3, 30), at(2, 3), at(3, 3), false],
    ['again after an hour what failed', at(3, 4, 1), at(2, 3), at(3, 3), true],
    ['also before midnight', at(3, 2, 59), at(1, 13), null, true],
  ])('is of %s', (_, now, good, tried, due) => {
    expect(isDue(3, { since, good, tried }, now)).toBe(due);
  });
});

describe('every night', () => {
  let db: TestDataSource;
  beforeAll(async () => {
    db = await testDataSource();
    await buildHotel(db.dataSource);
    await db.dataSource.query(`UPDATE schema_migration SET applied_at = applied_at - interval '3 days'`);
  });
  afterAll(() => db.close());

  const desk = (config: Config): NightlyBackups =>
    new NightlyBackups(db.dataSource, new DatabaseAddress(db.url), new Sweeper(db.dataSource), config);
  const runs = () => db.dataSource.query(`SELECT path, bytes, failure FROM backup_run ORDER BY started_at`);

  it('one desk of those that share a database makes a backup, and what is too old goes', async () => {
    const config = configOf(db.url);
    const old = join(config.backup.dir, 'nightly-20200101T030000Z');
    mkdirSync(old, { recursive: true });
    const both = [desk(config), desk(config)];
    await Promise.all(both.map((one) => one.look()));
    await Promise.all(both.map((one) => one.settled()));
    await both[0]?.look();
    await both[0]?.settled();
    const [run, ...more] = await runs();
    expect(more).toEqual([]);
    expect(run).toMatchObject({ path: (await backupsIn(config.backup.dir))[0]?.path, failure: null });
    expect(Number(run.bytes)).toBeGreaterThan(0);
    expect(readdirSync(config.backup.dir)).toEqual([run.path.split('/').at(-1)]);
    await db.dataSource.query(`DELETE FROM backup_run; DELETE FROM lease`);
  });

  it('what went wrong is noted with its reason, and a desk that stops leaves no trace', async () => {
    const config = configOf(db.url);
    writeFileSync(config.backup.dir, 'a file where the folder should be');
    const failing = desk(config);
    await failing.look();
    await failing.settled();
    expect(await runs()).toEqual([{ path: null, bytes: null, failure: expect.stringContaining('EEXIST') }]);
    await db.dataSource.query(`DELETE FROM backup_run; DELETE FROM lease`);
    const stopping = desk(configOf(db.url));
    await stopping.look();
    await stopping.beforeApplicationShutdown();
    expect((await runs()).filter(({ path }: { path: string | null }) => path === null)).toEqual([]);
  });

  it('while a backup reads, no day of receipts is made or dropped, and nobody waits behind whoever wants to', async () => {
    const client = openClient(db);
    await client.connect();
    const snapshot = await Snapshot.open(db.url);
    try {
      await snapshot.query('SELECT count(*) FROM webhook_attempt'); // as its copy does, it holds the table until its end
      const making = makeReceiptPartitions(db.url, new Date('2031-03-05T10:00:00Z'));
      const waiting = `SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE NOT l.granted`;
      await vi.waitFor(async () => expect((await client.query(waiting)).rowCount).toBe(1), {
        timeout: 20_000,
        interval: 10,
      });
      await client.query(`SET lock_timeout = '500ms'`);
      await client.query(
        `INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, payload, state, received_at)
         VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'message', '', 'stored', now())`,
      );
      await snapshot.close();
      await making;
      expect(await receiptPartitions(client)).toContain('webhook_attempt_20310305');
    } finally {
      await snapshot.close();
      await client.end();
    }
  });
});

describe('what is kept', () => {
  it('the newest whatever its age, those of the last days, and what somebody asked for', async () => {
    const dir = folder();
    const names = [
      'asked-20260101T000000Z',
      'nightly-20260601T030000Z',
      'update-20260602T030000Z',
      'nightly-20260610T030000Z',
    ];
    const others = ['.nightly-20260609T030000Z.partial', '.nightly-20260611T030000Z.partial', 'letters'];
    for (const name of [...names, ...others]) mkdirSync(join(dir, name));
    const now = new Date('2026-06-12T12:00:00Z');
    utimesSync(join(dir, others[0] ?? ''), now, new Date('2026-06-09T03:00:00Z'));
    utimesSync(join(dir, others[1] ?? ''), now, now);
    await removeOldBackups(dir, 7, now);
    expect(readdirSync(dir).toSorted()).toEqual(
      [names[0], names[3], others[1], others[2]].toSorted((a = '', b = '') => (a < b ? -1 : 1)),
    );
    await removeOldBackups(dir, 7, new Date('2027-01-01T00:00:00Z'));
    expect(readdirSync(dir)).toContain('nightly-20260610T030000Z');
  });
});

describe('an older database', () => {
  /** As a Bellhop of these migrations left it, with a hotel. */
  async function older(count: number): Promise<TestDatabase> {
    const database = await empty();
    const had = folder();
    for (const { name } of readMigrations().slice(0, count))
      copyFileSync(new URL(`../../migrations/${name}`, import.meta.url), join(had, name));
    await migrate(database.url, { folder: had });
    const client = openClient(database);
    await client.connect();
    await client.query(
      `INSERT INTO hotel (id, name, time_zone, country, languages, created_at, updated_at) VALUES (gen_random_uuid(), 'Hotel Mar', 'UTC', 'PT', '{pt}', now(), now());
       INSERT INTO guest (hotel_id, id, name, created_at, updated_at) SELECT id, gen_random_uuid(), E'Ana\\t\\\\N\\n', now(), now() FROM hotel`,
    );
    await client.end();
    return database;
  }
  async function names(url: string): Promise<unknown[]> {
    const client = openClient({ url });
    await client.connect();
    const { rows } = await client.query(
      `SELECT g.id, g.name, g.vip, h.name AS hotel FROM guest g JOIN hotel h ON h.id = g.hotel_id`,
    );
    await client.end();
    return rows;
  }

  it('is backed up once before it is changed, however many desks start; the backup comes back at today’s version', async () => {
    const database = await older(3);
    const config = configOf(database.url);
    const start = () => startDatabase(config, { beforeUpdate: backupBeforeUpdate(config) });
    await Promise.all([start(), start()]);
    const backups = await backupsIn(config.backup.dir);
    expect(backups).toMatchObject([{ reason: 'update' }]);
    const manifest = JSON.parse(readFileSync(join(backups[0]?.path ?? '', 'manifest.json'), 'utf8'));
    expect(manifest.schema).toHaveLength(3);

    const place = configOf((await empty()).url);
    const restored = await restoreBackup({ config: place, from: backups[0]?.path ?? '' });
    expect(restored.migrated).toEqual(
      readMigrations()
        .slice(3)
        .map(({ name }) => name),
    );
    expect(await names(place.database.url ?? '')).toEqual(await names(database.url));
    expect(await names(database.url)).toMatchObject([{ name: 'Ana\t\\N\n', hotel: 'Hotel Mar' }]);
    expect(await migrate(place.database.url ?? '')).toEqual([]);
  }, 60_000);

  it('is not changed, and the desk not started, where no backup could be made; unless told', async () => {
    const database = await older(6);
    const full = { DISK_LOW: '100000000', DISK_FULL: '100000000' };
    const config = configOf(database.url, full);
    await expect(startDatabase(config, { beforeUpdate: backupBeforeUpdate(config) })).rejects.toThrow(
      /was not changed.*\nThere is no room for a backup.*\n.*BACKUP_BEFORE_UPDATE=0/,
    );
    const client = openClient(database);
    await client.connect();
    expect((await client.query(`SELECT 1 FROM schema_migration`)).rowCount).toBe(6);
    await client.end();
    const told = configOf(database.url, { ...full, BACKUP_BEFORE_UPDATE: '0' });
    await startDatabase(told, { beforeUpdate: backupBeforeUpdate(told) });
    expect(await migrate(database.url)).toEqual([]);
  }, 60_000);
});
