import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type ChatOf, type TestHotel } from '../../test/support/hotel.js';
import { StoppedClock } from '../../test/support/stopped-clock.js';
import { lowestIdAt, newId } from '../common/ids.js';
import { DiskSpace } from '../common/disk-space.js';
import { readConfig } from '../config/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { Sweeper } from '../queue/index.js';
import { Watch } from './watch.js';
import { WatchRepository } from './watch.repository.js';

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;
const GIB = 1024 ** 3;
const HEX = 'ab'.repeat(32);
const config = readConfig({ DATABASE_URL: 'postgresql://nobody@localhost/x', JWT_SECRET: HEX, ENCRYPTION_KEY: HEX });

let db: TestDataSource;
let hotel: TestHotel;
let clock: StoppedClock;
let sweeper: Sweeper;
let free: number | null;

beforeAll(async () => {
  db = await testDataSource();
  for (const level of ['warn', 'log'] as const) vi.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await db.close();
});
beforeEach(async () => {
  hotel = await buildHotel(db.dataSource);
  clock = new StoppedClock(new Date());
  sweeper = new Sweeper(db.dataSource);
  free = 100 * GIB;
  const disk = Object.assign(new DiskSpace(config), { free: () => Promise.resolve(free) });
  const repository = new WatchRepository(db.dataSource);
  const watch = new Watch(db.dataSource, repository, sweeper, new ChangeSignal(), clock, disk, config);
  watch.onModuleInit();
});

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
const told = (): Promise<any[]> =>
  hotel.query(
    `SELECT n.kind, n.user_id, n.data FROM notification n JOIN change c ON c.hotel_id = n.hotel_id AND c.subject_id = n.id
     AND c.kind = 'notification.created' WHERE n.hotel_id = $1 ORDER BY n.id`,
    [hotel.id],
  );
const kinds = async (): Promise<string[]> => (await told()).map(({ kind, data }) => `${kind} ${data.alert}`);
const set = (thresholds: object): Promise<unknown> =>
  hotel.query(`UPDATE hotel SET thresholds = $2 WHERE id = $1`, [hotel.id, JSON.stringify(thresholds)]);

async function fails(): Promise<void> {
  await hotel.query(
    `INSERT INTO review_item (hotel_id, id, kind, code, reason, at) VALUES ($1, $2, 'job', 'routing_failed', 'It broke.', $3)`,
    [hotel.id, newId(), clock.now()],
  );
}

/** So many receipts of the hotel's number, made `ago` milliseconds ago. */
async function heard(ago: number, count: number): Promise<void> {
  const low = lowestIdAt(+clock.now() - ago).slice(0, 24);
  const ids = Array.from({ length: count }, (_, n) => `${low}${String(n).padStart(12, '0')}`);
  await hotel.query(
    `INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, payload, state, received_at)
     SELECT $1, unnest($2::uuid[]), $3, 'message_received', '', 'stored', $4`,
    [hotel.id, ids, hotel.channelId, new Date(+clock.now() - ago)],
  );
}
const lastHeard = (minutesAgo: number): Promise<unknown> =>
  hotel.query(`UPDATE channel SET last_event_at = $3 WHERE hotel_id = $1 AND id = $2`, [
    hotel.id,
    hotel.channelId,
    new Date(+clock.now() - minutesAgo * MINUTE),
  ]);

describe('D6: failed jobs', () => {
  it('are told to each administrator once, and that it is over', async () => {
    const joana = await hotel.addStaff(hotel.member('Joana', 'admin'));
    await fails();
    await sweeper.processAll();
    await sweeper.processAll();
    const first = await told();
    expect(new Set(first.map(({ user_id }) => user_id))).toEqual(new Set([hotel.lucia.userId, joana.userId]));
    expect(first).toHaveLength(2);
    expect(first[0]).toMatchObject({ kind: 'alert', data: { alert: 'failed_jobs', value: 1, threshold: 1 } });
    await hotel.query(`UPDATE review_item SET resolved_at = at WHERE hotel_id = $1`, [hotel.id]);
    await sweeper.processAll();
    await sweeper.processAll();
    expect(await kinds()).toEqual([
      ...Array(2).fill('alert failed_jobs'),
      ...Array(2).fill('alert_cleared failed_jobs'),
    ]);
    const alerts = await hotel.query(`SELECT cleared_at FROM alert WHERE hotel_id = $1`, [hotel.id]);
    expect(alerts).toEqual([{ cleared_at: clock.now() }]);
    await fails();
    await sweeper.processAll();
    expect((await kinds()).slice(4)).toEqual(Array(2).fill('alert failed_jobs'));
  });

  it('are over after an hour, and fewer than the hotel’s threshold are none', async () => {
    await fails();
    await set({ failedJobs: 2 });
    await sweeper.processAll();
    expect(await kinds()).toEqual([]);
    await set({ failedJobs: 1 });
    await sweeper.processAll();
    clock.advance(61 * MINUTE);
    await sweeper.processAll();
    expect(await kinds()).toEqual(['alert failed_jobs', 'alert_cleared failed_jobs']);
  });
});

describe('D6: messages that are not routed', () => {
  it('are a backlog, and the oldest waits too long', async () => {
    const ana = await hotel.guest('Ana');
    const conversation = await hotel.conversation(ana);
    await set({ backlog: 1, oldestSeconds: 60 });
    await hotel.says(ana, conversation, 'Is anybody there?');
    await hotel.query(`UPDATE message SET created_at = $2 WHERE hotel_id = $1`, [hotel.id, clock.now()]);
    await sweeper.processAll();
    expect(await kinds()).toEqual(['alert backlog']);
    clock.advance(MINUTE);
    await sweeper.processAll();
    expect(await kinds()).toEqual(['alert backlog', 'alert oldest_waiting']);
    await hotel.query(`UPDATE chat SET routed_seq = inbound_seq WHERE hotel_id = $1`, [hotel.id]);
    await sweeper.processAll();
    expect((await kinds()).slice(2).toSorted()).toEqual(['alert_cleared backlog', 'alert_cleared oldest_waiting']);
  });

  describe('are slow', () => {
    let ana: ChatOf;
    let conversation: string;
    beforeEach(async () => {
      ana = await hotel.guest('Ana');
      conversation = await hotel.conversation(ana);
    });

    /** So many messages that were routed `ago` milliseconds ago, after so many seconds. */
    async function routed(count: number, seconds: number, ago: number): Promise<void> {
      const first = await hotel.says(ana, conversation, 'Towels, please');
      await hotel.query(`UPDATE chat SET routed_seq = inbound_seq WHERE hotel_id = $1`, [hotel.id]);
      await hotel.query(
        `WITH told AS (
           INSERT INTO message SELECT (jsonb_populate_record(m, jsonb_build_object(
             'id', gen_random_uuid(), 'seq', m.seq + n, 'inbound_seq', NULL, 'provider_id', NULL, 'created_at', $2::timestamptz))).*
           FROM message m, generate_series(1, $6::int) n WHERE m.hotel_id = $1 AND m.id = $5
           RETURNING hotel_id, id, chat_id, conversation_id)
         INSERT INTO route_decision (hotel_id, id, chat_id, conversation_id, message_id, rule, version, decision, inputs, at)
         SELECT hotel_id, ($4 || lpad(to_hex(row_number() OVER ()), 12, '0'))::uuid, chat_id, conversation_id, id, 'relay', 1, '{}', '{}',
           $2::timestamptz + $3 * interval '1 second' FROM told`,
        [hotel.id, clock.now(), seconds, lowestIdAt(Date.now() - ago).slice(0, 24), first, count],
      );
    }

    it('where one in ten took longer than the hotel wants', async () => {
      await routed(95, 1, MINUTE);
      await routed(8, 40, MINUTE / 2);
      await sweeper.processAll();
      expect(await kinds()).toEqual([]);
      await routed(4, 40, MINUTE);
      await sweeper.processAll();
      expect(await kinds()).toEqual(['alert slow_processing']);
    });

    it('in the last five minutes, of a thousand the newest', async () => {
      await routed(400, 40, 6 * MINUTE);
      await routed(400, 40, 4 * MINUTE);
      await routed(1_000, 1, MINUTE);
      await sweeper.processAll();
      expect(await kinds()).toEqual([]);
      await routed(101, 40, MINUTE / 2);
      await sweeper.processAll();
      expect(await kinds()).toEqual(['alert slow_processing']);
    });
  });
});

describe('D6: a channel', () => {
  const habit = async (events: number, weeks: number): Promise<void> => {
    for (let week = 1; week <= weeks; week++) await heard(week * WEEK + 20 * MINUTE, events);
  };

  it('that is silent against its own habit of that hour of the week is told, until it is heard of', async () => {
    await habit(5, 3);
    await lastHeard(90);
    await sweeper.processAll();
    await sweeper.processAll();
    const [alert, ...more] = await told();
    expect(more).toEqual([]);
    expect(alert.data).toMatchObject({ alert: 'channel_silent', channelId: hotel.channelId, threshold: 60 });
    expect(Math.round(alert.data.value)).toBe(90);
    clock.advance(MINUTE);
    await lastHeard(0);
    await sweeper.processAll();
    expect(await kinds()).toEqual(['alert channel_silent', 'alert_cleared channel_silent']);
  });

  it.each([
    ['was heard of within the hour', 5, 4, 50, {}],
    ['is seldom heard of at this hour', 4, 4, 90, {}],
    ['has the habit of two weeks only', 5, 2, 90, {}],
    ['may be silent longer, by the hotel’s choice', 5, 4, 90, { silentMinutes: 120 }],
    ['is not watched, by the hotel’s choice', 5, 4, 90, { silentMinutes: null }],
  ])('that %s is no alarm', async (_, events, weeks, minutesAgo, thresholds) => {
    await habit(events, weeks);
    await lastHeard(minutesAgo);
    await set(thresholds);
    await sweeper.processAll();
    expect(await kinds()).toEqual([]);
  });
});

describe('the house', () => {
  const night = (path: string | null, failure: string | null, hoursAgo: number): Promise<unknown> =>
    hotel.query(
      `INSERT INTO backup_run (id, started_at, finished_at, path, failure)
       SELECT $1, clock_timestamp() - $4 * interval '1 hour', CASE WHEN coalesce($2, $3) IS NOT NULL THEN clock_timestamp() END, $2, $3`,
      [newId(), path, failure, hoursAgo],
    );

  it('tells every hotel that no backup was made in the night, until one is', async () => {
    await night('/backups/nightly-1', null, 50);
    await sweeper.processAll();
    expect(await kinds()).toEqual([]);
    await night(null, 'There is no room.', 26);
    await night(null, null, 13); // its process died
    await sweeper.processAll();
    await sweeper.processAll();
    const [alert, ...more] = await told();
    expect(more).toEqual([]);
    expect(alert.data).toEqual({ alert: 'backup_failed', channelId: null, value: 2, threshold: 1 });
    await night('/backups/nightly-2', null, 1);
    await sweeper.processAll();
    expect(await kinds()).toEqual(['alert backup_failed', 'alert_cleared backup_failed']);
  });

  it('tells that its disk fills, in MiB, and that it is over when there is more room than that', async () => {
    free = 5 * GIB - 1;
    await sweeper.processAll();
    expect((await told()).map(({ data }) => data)).toEqual([
      { alert: 'disk_low', channelId: null, value: 5_119, threshold: 5_120 },
    ]);
    for (free of [6 * GIB, null]) {
      await sweeper.processAll();
      expect(await kinds()).toEqual(['alert disk_low']);
    }
    free = 7 * GIB;
    await sweeper.processAll();
    expect(await kinds()).toEqual(['alert disk_low', 'alert_cleared disk_low']);
  });
});
