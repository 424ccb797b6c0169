import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { makeDataDir, removeDataDir } from '../../test/support/data-dir.js';
import { emptyDatabase, testDatabase, type TestDatabase } from '../../test/support/database.js';
import { photo } from '../../test/support/pictures.js';
import { PASSWORD } from '../../test/support/people-app.js';
import { contents, on, schema } from '../../test/support/restored.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { Channels } from '../channels/index.js';
import { Config, readConfig, type Env } from '../config/index.js';
import { inTransaction } from '../database/transaction.js';
import { createDesk } from '../desk.js';
import { Founding, HotelsModule } from '../hotels/index.js';
import { makeBackup } from './make-backup.js';
import { restoreBackup } from './restore-backup.js';

const EMAIL = 'admin@aurora.example';
const BACKUPS = process.env['TEST_LONG'] ? 20 : 1;

let desk: TalkingDesk;
const dataDir = makeDataDir();
const dirs = [dataDir];
const databases: TestDatabase[] = [];

beforeAll(async () => {
  vi.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
  desk = await TalkingDesk.open({}, { DATA_DIR: dataDir }, [HotelsModule]);
  await inTransaction(desk.app.get(DataSource), (tx) =>
    desk.app
      .get(Founding, { strict: false })
      .found(
        tx,
        { name: 'Hotel Aurora', timeZone: 'Europe/Lisbon', country: 'PT', languages: ['pt'] },
        { name: 'Ines', email: EMAIL, password: PASSWORD },
        { kind: 'operator' },
      ),
  );
});
afterAll(async () => {
  vi.restoreAllMocks();
  await desk.close();
  for (const database of databases) await database.drop();
  for (const dir of dirs) removeDataDir(dir);
});

const config = (): Config => desk.app.get(Config);
const url = (): string => config().database.url ?? '';
const backup = (more: Partial<Parameters<typeof makeBackup>[0]> = {}) =>
  makeBackup({ url: url(), config: config(), reason: 'asked', ...more });

/** Settings of a machine of its own: an empty database, another DATA_DIR; the keys as the environment gives them. */
async function elsewhere(env: Env = {}, database: () => Promise<TestDatabase> = emptyDatabase): Promise<Config> {
  const [made, dir] = [await database(), makeDataDir()];
  databases.push(made);
  dirs.push(dir);
  return readConfig({
    DATA_DIR: dir,
    DATABASE_URL: made.url,
    JWT_SECRET: config().jwtSecret.toString('hex'),
    ENCRYPTION_KEY: config().encryptionKey.toString('hex'),
    META_GRAPH_URL: config().meta.graphUrl,
    LOG_LEVEL: 'fatal',
    ...env,
  });
}

describe('a backup made while guests write', () => {
  it(
    'promise 1: has every message that was acknowledged before it, each once, and is one state of the desk',
    async () => {
      const guests = Array.from({ length: 8 }, (_, n) => desk.guest(`Guest ${n}`));
      const acknowledged: string[] = [];
      let writing = true;
      const traffic = guests.map(async (guest) => {
        for (let n = 0; writing; n++) {
          const sent = await guest.writes(`Message ${n}`);
          if (sent.acknowledged) acknowledged.push(sent.id);
        }
      });
      const made: { path: string; before: string[] }[] = [];
      for (let round = 0; round < BACKUPS; round++) {
        const count = acknowledged.length;
        await vi.waitFor(() => expect(acknowledged.length).toBeGreaterThan(count + 20), { timeout: 30_000 });
        const before = [...acknowledged];
        made.push({ path: (await backup()).path, before });
        expect(acknowledged.length).toBeGreaterThan(before.length); // while it was made
      }
      writing = false;
      await Promise.all(traffic);
      await desk.settled();

      for (const { path, before } of made) {
        const place = await elsewhere();
        await restoreBackup({ config: place, from: path });
        await on(place, async (rows) => {
          const there = (await rows(`SELECT provider_id AS id FROM message WHERE direction = 'inbound'`)).map(
            ({ id }) => id,
          );
          expect(new Set(there).size).toBe(there.length);
          expect(before.filter((id) => !there.includes(id))).toEqual([]);
          // A table that was read later than another would not fit it.
          expect(
            await rows(
              `SELECT c.id FROM chat c WHERE c.inbound_seq <> (SELECT count(*) FROM message m WHERE m.chat_id = c.id AND m.direction = 'inbound')
               OR c.message_seq <> (SELECT coalesce(max(seq), 0) FROM message m WHERE m.chat_id = c.id)
             UNION ALL SELECT m.id FROM message m WHERE m.direction = 'inbound'
               AND 1 <> (SELECT count(*) FROM webhook_attempt a WHERE a.event_key = m.provider_id AND a.state = 'stored')`,
            ),
          ).toEqual([]);
        });
      }
    },
    60_000 + BACKUPS * 15_000,
  );

  it('gives back every table as it was, files and counters, on a database of another server', async () => {
    const { id } = await desk.guest('Ana').sendsImage({ bytes: await photo() });
    await desk.until(async () => {
      const [row] = await desk.hotel.query<{ state: string }>(
        `SELECT content ->> 'state' AS state FROM message WHERE provider_id = $1`,
        [id],
      );
      expect(row?.state).toBe('ready');
    });
    await desk.settled();
    const before = await contents(config());
    const { path, rows, files, missingFiles } = await backup();
    expect([files, missingFiles]).toEqual([1, 0]);
    expect(statSync(join(path, 'manifest.json')).mode & 0o777).toBe(0o600);
    expect(statSync(path).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(dataDir, 'backups')).filter((name) => name.startsWith('.'))).toEqual([]);

    const place = await elsewhere();
    expect(await restoreBackup({ config: place, from: path })).toMatchObject({
      rows,
      files: 1,
      migrated: [],
      leftOut: [],
    });
    expect(await contents(place)).toEqual(before);
    expect(await schema(place)).toEqual(await schema(config()));
    const [file] = readdirSync(join(dataDir, 'media'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && /^[0-9a-f]{64}$/.test(entry.name),
    );
    const where = join(file?.parentPath ?? '', file?.name ?? '').replace(dataDir, '');
    expect(readFileSync(join(place.dataDir, where))).toEqual(readFileSync(join(dataDir, where)));
    expect(existsSync(join(place.dataDir, `${where}.small`))).toBe(true);

    // The next change has a number no row has, and the desk starts, lets people in and reads its credentials.
    const restored = await createDesk(place, { url: place.database.url ?? '' });
    try {
      await restored.init();
      await restored.getHttpAdapter().getInstance().ready();
      const login = await restored.inject({
        method: 'POST',
        url: '/api/v1/auth/login',
        payload: { email: EMAIL, password: PASSWORD },
      });
      expect(login.statusCode).toBe(200);
      const channel = await restored.get(Channels, { strict: false }).connection(desk.hotel.id, desk.channelId);
      expect(channel.credentials).toMatchObject({ accessToken: desk.cloud.about().accessToken });
    } finally {
      await restored.close();
    }
    await on(place, async (rows2) => {
      await rows2(`INSERT INTO change (hotel_id, kind, at) SELECT id, 'counts.changed', now() FROM hotel`);
      const [row] = await rows2(`SELECT count(*) AS all, count(DISTINCT position) AS distinct FROM change`);
      expect(row.all).toBe(row.distinct);
    });
  }, 60_000);

  it('promise 8: sends nothing a second time that may have been sent since; only who knows better may ask for it', async () => {
    await desk.queue.pause();
    const { conversationId } = await desk.says(desk.guest('Bruno'), 'Is the bar open?');
    const content = { content: { type: 'text', text: 'Until two' }, clientId: 'bruno-1' };
    const answer = await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, content);
    expect(answer.body.status).toBe('queued');
    const { path } = await backup();
    desk.queue.resume();
    await desk.settled();
    const [place, moved] = [await elsewhere(), await elsewhere()];
    const states = (there: Config) =>
      on(there, (rows) =>
        rows(
          `SELECT m.status, a.status AS try, a.lease_until <= clock_timestamp() AS over FROM message m JOIN send_attempt a ON a.message_id = m.id WHERE m.id = '${answer.body.id}'`,
        ),
      );
    expect((await restoreBackup({ config: place, from: path })).doubtedSends).toBe(1);
    expect(await states(place)).toEqual([{ status: 10, try: 10, over: true }]);
    expect((await restoreBackup({ config: moved, from: path, sendQueued: true })).doubtedSends).toBe(0);
    expect(await states(moved)).toEqual([{ status: 0, try: 0, over: null }]);
  }, 60_000);
});

describe('a restore', () => {
  let path: string;
  beforeAll(async () => {
    path = (await backup()).path;
  });
  const refused = (place: Config, words: RegExp, more: object = {}) =>
    expect(restoreBackup({ config: place, from: path, ...more })).rejects.toThrow(words);

  it('refuses a database with hotels unless told, and then either all is the backup’s or nothing changed', async () => {
    const place = await elsewhere({}, testDatabase);
    await on(place, (rows) =>
      rows(
        `INSERT INTO hotel (id, name, time_zone, country, languages, created_at, updated_at) VALUES (gen_random_uuid(), 'Hotel Mar', 'UTC', 'PT', '{pt}', now(), now())`,
      ),
    );
    const before = await contents(place);
    await refused(place, /There are hotels in this database/);
    // A row too few, which no checksum tells: found when it is in, and everything goes back.
    const manifest = JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'));
    const broken = {
      ...manifest,
      counters: [
        ...manifest.counters,
        { table: 'chat', column: 'kind', last: '1' },
        { table: 'hotel', column: 'nothing', last: '1' },
      ],
    };
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(broken));
    await refused(place, /./, { replace: true });
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(manifest));
    expect(await contents(place)).toEqual(before);
    // The key is lost besides: everything comes back but what it opened.
    const keyless = { ...place, encryptionKey: Buffer.alloc(32, 1) };
    await restoreBackup({ config: keyless, from: join(path, 'manifest.json'), replace: true, otherKey: true });
    expect((await contents(place))['hotel']).toBe((await contents(config()))['hotel']);
  }, 60_000);

  it('refuses while a desk is connected', async () => {
    const place = await elsewhere();
    await on(place, () => refused(place, /A desk is connected/));
    await on(place, () => refused(place, /A desk is connected/, { checkOnly: true }));
  });

  it('says of rows that do not fit together what is missing, in one line', async () => {
    const place = await elsewhere();
    const table = join(path, 'tables', 'chat.copy.gz');
    const whole = { chats: readFileSync(table), manifest: readFileSync(join(path, 'manifest.json'), 'utf8') };
    const none = gzipSync('');
    writeFileSync(table, none);
    const manifest = JSON.parse(whole.manifest);
    const chats = manifest.tables.find(({ name }: { name: string }) => name === 'chat');
    const sha256 = createHash('sha256').update(none).digest('hex');
    Object.assign(chats, { rows: 0, bytes: none.length, sha256 });
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(manifest));
    try {
      await refused(place, /^The rows of this backup do not fit together: .*chat.* Nothing was changed\.$/);
      expect(await contents(place)).toEqual({});
    } finally {
      writeFileSync(table, whole.chats);
      writeFileSync(join(path, 'manifest.json'), whole.manifest);
    }
  });

  it('refuses what is damaged, newer or encrypted with another key, and changes nothing', async () => {
    const place = await elsewhere();
    const untouched = async () => expect(await contents(place)).toEqual({});
    const table = join(path, 'tables', 'message.copy.gz');
    const bytes = readFileSync(table);
    writeFileSync(
      table,
      Buffer.concat([bytes.subarray(0, 200), Buffer.of((bytes[200] ?? 0) ^ 1), bytes.subarray(201)]),
    );
    await refused(place, /message\.copy\.gz is not what was written/);
    writeFileSync(table, bytes.subarray(0, bytes.length - 9));
    await refused(place, /message\.copy\.gz is not what was written/, { checkOnly: true });
    writeFileSync(table, bytes);

    const manifest = readFileSync(join(path, 'manifest.json'), 'utf8');
    const newer = JSON.parse(manifest);
    newer.schema.push({ name: '9999_later.sql', checksum: 'x' });
    writeFileSync(join(path, 'manifest.json'), JSON.stringify(newer));
    await refused(place, /made by a newer Bellhop/);
    writeFileSync(join(path, 'manifest.json'), manifest.slice(0, -20));
    await refused(place, /is damaged/);
    writeFileSync(join(path, 'manifest.json'), manifest);
    await refused({ ...place, encryptionKey: Buffer.alloc(32, 1) }, /another key than the ENCRYPTION_KEY/);
    expect(await restoreBackup({ config: place, from: path, checkOnly: true })).toMatchObject({ checkedOnly: true });
    await untouched();
    await expect(restoreBackup({ config: place, from: join(path, 'tables') })).rejects.toThrow(/is no backup/);
  });
});

describe('making a backup', () => {
  it('stops before it begins where the disk has no room, and says how much it needs', async () => {
    const dir = join(dataDir, 'small-disk');
    await expect(backup({ to: dir, freeIn: () => Promise.resolve(10) })).rejects.toThrow(
      /There is no room for a backup in .*DISK_FULL/,
    );
    expect(readdirSync(dir)).toEqual([]);
  });

  it('leaves nothing behind when it is stopped or the disk refuses', async () => {
    const dir = join(dataDir, 'stopped');
    const stop = new AbortController();
    const made = backup({ to: dir, signal: stop.signal });
    await vi.waitFor(() => expect(readdirSync(dir)).toHaveLength(1), { timeout: 10_000, interval: 1 });
    stop.abort();
    await expect(made).rejects.toThrow();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('takes files that lie elsewhere once: as another name on the same disk, and counts what is missing', async () => {
    const again = await backup();
    const [file] = readdirSync(join(again.path, 'media'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && entry.name.length === 64,
    );
    expect(statSync(join(file?.parentPath ?? '', file?.name ?? '')).nlink).toBeGreaterThan(2);
    const bare = makeDataDir();
    dirs.push(bare);
    mkdirSync(join(bare, 'to'));
    const without = await backup({ config: { ...config(), dataDir: bare }, to: join(bare, 'to') });
    expect([without.files, without.missingFiles]).toEqual([0, 1]);
    rmSync(join(bare, 'to'), { recursive: true });
  });
});
