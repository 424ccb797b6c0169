import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type TestHotel } from '../../test/support/hotel.js';
import { lowestIdAt, newId } from '../common/ids.js';
import { readConfig } from '../config/index.js';
import { DatabaseAddress } from '../database/pg-client.js';
import { makeReceiptPartitions } from '../database/receipt-partitions.js';
import { Sweeper } from '../queue/index.js';
import { Housekeeping } from './housekeeping.js';

const DAY = 86_400_000;
const HEX = 'ab'.repeat(32);

let db: TestDataSource;
let hotel: TestHotel;
let sweeper: Sweeper;

beforeAll(async () => {
  db = await testDataSource();
  hotel = await buildHotel(db.dataSource);
  sweeper = new Sweeper(db.dataSource);
  const config = readConfig({ DATABASE_URL: db.url, JWT_SECRET: HEX, ENCRYPTION_KEY: HEX, RECEIPT_DAYS: '20' });
  new Housekeeping(db.dataSource, new DatabaseAddress(db.url), sweeper, config).onModuleInit();
});
afterAll(() => db.close());

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY);
const count = async (table: string): Promise<number> => {
  const [row] = await hotel.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`);
  return row?.n ?? -1;
};

describe('what is kept for a while', () => {
  it('receipts go by whole days, after as many as are set; the messages made of them stay', async () => {
    const ana = await hotel.guest('Ana');
    await hotel.says(ana, await hotel.conversation(ana), 'Good evening');
    const [messages, receipts] = [await count('message'), await count('webhook_attempt')];
    for (const days of [22, 18]) {
      await makeReceiptPartitions(db.url, daysAgo(days));
      await hotel.query(
        `INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, payload, state, received_at)
         VALUES ($1, $2, $3, 'message_received', '', 'stored', $4)`,
        [hotel.id, lowestIdAt(+daysAgo(days)), hotel.channelId, daysAgo(days)],
      );
    }
    await sweeper.processAll();
    expect(await count('webhook_attempt')).toBe(receipts + 1);
    expect(await count('message')).toBe(messages);
    const [days] = await hotel.query<{ oldest: string }>(
      `SELECT min(right(inhrelid::regclass::text, 8)) AS oldest FROM pg_inherits
       WHERE inhparent = 'webhook_attempt'::regclass AND inhrelid::regclass::text ~ '[0-9]{8}$'`,
    );
    expect(days?.oldest).toBe(daysAgo(20).toISOString().slice(0, 10).replaceAll('-', ''));
  });

  /** A row of that age, in days. */
  const ROWS: [string, kept: number, gone: number, sql: string][] = [
    ['change', 6, 8, `INSERT INTO change (hotel_id, kind, subject_id, at) VALUES ($1, 'message.created', $2, $3)`],
    [
      'idempotency_key',
      0.9,
      1.1,
      `INSERT INTO idempotency_key (hotel_id, user_id, key, route, body_hash, status, answer, created_at)
       VALUES ($1, $2, 'k', 'POST /x', '', 201, '{}', $3)`,
    ],
    [
      'replayed_message',
      6,
      8,
      `INSERT INTO replayed_message (hotel_id, channel_id, provider_id, at) VALUES ($1, $2, 'wamid', $3)`,
    ],
    [
      'session_token',
      89,
      91,
      `INSERT INTO session_token (hash, hotel_id, session_id, created_at) VALUES (uuid_send($2), $1, $2, $3)`,
    ],
    [
      'user_session',
      364,
      366,
      `INSERT INTO user_session (hotel_id, id, user_id, created_at, last_used_at, expires_at)
       SELECT $1, $2, u.id, $3, $3, $3 FROM app_user u WHERE u.hotel_id = $1 LIMIT 1`,
    ],
    [
      'password_link',
      6,
      8,
      `INSERT INTO password_link (hash, login_id, kind, created_at, expires_at)
       SELECT uuid_send($2), u.login_id, 'reset', $3, $3 FROM app_user u WHERE u.hotel_id = $1 LIMIT 1`,
    ],
    [
      'notification',
      364,
      366,
      `INSERT INTO notification (hotel_id, id, user_id, kind, at) SELECT $1, $2, u.id, 'alert', $3 FROM app_user u WHERE u.hotel_id = $1 LIMIT 1`,
    ],
    [
      'notification',
      89,
      91,
      `INSERT INTO notification (hotel_id, id, user_id, kind, at, read_at) SELECT $1, $2, u.id, 'alert', $3, $3 FROM app_user u WHERE u.hotel_id = $1 LIMIT 1`,
    ],
    [
      'review_item',
      89,
      91,
      `INSERT INTO review_item (hotel_id, id, kind, code, reason, at, resolved_at) VALUES ($1, $2, 'job', 'x', 'x', $3, $3)`,
    ],
    [
      'processing_try',
      89,
      91,
      `INSERT INTO processing_try (hotel_id, id, subject_id, began_at) VALUES ($1, $2, $2, $3)`,
    ],
    [
      'alert',
      364,
      366,
      `INSERT INTO alert (hotel_id, id, kind, value, threshold, raised_at, cleared_at) VALUES ($1, $2, 'backlog', 1, 1, $3, $3)`,
    ],
    ['backup_run', 89, 91, `INSERT INTO backup_run (id, started_at) SELECT $2, $3 WHERE $1::uuid IS NOT NULL`],
  ];

  it.each(ROWS)('%s: what is %d days old stays, what is %d days old goes', async (table, kept, gone, sql) => {
    const before = await count(table);
    await hotel.query(sql.replaceAll("'k'", "'k1'"), [hotel.id, newId(), daysAgo(kept)]);
    await hotel.query(sql.replaceAll("'wamid'", "'wamid2'"), [hotel.id, newId(), daysAgo(gone)]);
    expect(await count(table)).toBe(before + 2);
    await sweeper.processAll();
    expect(await count(table)).toBe(before + 1);
  });

  it('what waits in review, and who is signed in, stays however old', async () => {
    await hotel.query(
      `INSERT INTO review_item (hotel_id, id, kind, code, reason, at) VALUES ($1, $2, 'job', 'x', 'x', $3)`,
      [hotel.id, newId(), daysAgo(900)],
    );
    const before = await count('review_item');
    await sweeper.processAll();
    expect(await count('review_item')).toBe(before);
  });
});
