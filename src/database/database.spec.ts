import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DataSource } from 'typeorm';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { emptyDatabase, testDatabase, type TestDatabase } from '../../test/support/database.js';
import { DatabaseModule } from './database.module.js';
import { migrate } from './migrate.js';
import { openClient } from './pg-client.js';
import { dropReceiptsOlderThan, makeReceiptPartitions } from './receipt-partitions.js';
import { inTransaction, query } from './transaction.js';

describe('migrations', () => {
  let database: TestDatabase;
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  beforeAll(async () => {
    database = await emptyDatabase();
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('run once, however often and however many desks start', async () => {
    const both = await Promise.all([migrate(database.url), migrate(database.url)]);
    expect(both.flat().sort()).toEqual([...new Set(both.flat())].sort());
    expect(both.flat()).toContain('0001_desk.sql');
    expect(await migrate(database.url)).toEqual([]);
  });

  it('are refused when one was changed after it ran, or when the database is newer', async () => {
    const other = await emptyDatabase();
    writeFileSync(join(folder, '0001_a.sql'), 'CREATE TABLE a (id int)');
    writeFileSync(join(folder, '0002_b.sql'), 'CREATE TABLE b (id int)');
    expect(await migrate(other.url, { folder })).toEqual(['0001_a.sql', '0002_b.sql']);
    writeFileSync(join(folder, '0001_a.sql'), 'CREATE TABLE a (id bigint)');
    await expect(migrate(other.url, { folder })).rejects.toThrow(/0001_a\.sql was changed after it ran/);
    rmSync(join(folder, '0002_b.sql'));
    await expect(migrate(other.url, { folder })).rejects.toThrow(/newer than this Bellhop.*0002_b\.sql/);
    await other.drop();
  });

  it('leave nothing of a migration that fails', async () => {
    const other = await emptyDatabase();
    const broken = mkdtempSync(join(tmpdir(), 'migrations-'));
    writeFileSync(join(broken, '0001_a.sql'), 'CREATE TABLE a (id int); CREATE TABLE a (id int)');
    await expect(migrate(other.url, { folder: broken })).rejects.toThrow(/already exists/);
    writeFileSync(join(broken, '0001_a.sql'), 'CREATE TABLE a (id int)');
    expect(await migrate(other.url, { folder: broken })).toEqual(['0001_a.sql']);
    rmSync(broken, { recursive: true });
    await other.drop();
  });
});

describe('transactions', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let close: () => Promise<void>;
  beforeAll(async () => {
    database = await testDatabase();
    const module = await Test.createTestingModule({
      imports: [DatabaseModule.forRoot({ url: database.url })],
    }).compile();
    dataSource = module.get(DataSource);
    close = () => module.close();
    await query(dataSource, 'CREATE TABLE room (number bigint PRIMARY KEY, guest text)');
  });
  afterAll(async () => {
    await close();
    await database.drop();
  });

  it('give plain rows for every kind of statement, bigint as number', async () => {
    await inTransaction(dataSource, async (tx) => {
      expect(await tx.query(`INSERT INTO room VALUES ($1, 'Ana') RETURNING *`, [101])).toEqual([
        { number: 101, guest: 'Ana' },
      ]);
      expect(await tx.query(`UPDATE room SET guest = 'Bea' RETURNING guest`)).toEqual([{ guest: 'Bea' }]);
      expect(await tx.query('SELECT number FROM room')).toEqual([{ number: 101 }]);
      expect(await tx.query('DELETE FROM room RETURNING number')).toEqual([{ number: 101 }]);
    });
    expect(await query(dataSource, 'SELECT * FROM room')).toEqual([]);
  });

  it('tell the news after the commit only, and survive who cannot hear it', async () => {
    const told: string[] = [];
    const logged = vi.spyOn(Logger.prototype, 'error').mockReturnValue();
    await inTransaction(dataSource, async (tx) => {
      tx.afterCommit(() => {
        throw new Error('deaf');
      });
      tx.afterCommit(() => void told.push('after'));
      await tx.query(`INSERT INTO room VALUES (102, 'Carla')`);
      told.push('inside');
    });
    expect(told).toEqual(['inside', 'after']);
    expect(logged).toHaveBeenCalledOnce();
    logged.mockRestore();
    const failed = inTransaction(dataSource, async (tx) => {
      tx.afterCommit(() => void told.push('never'));
      await tx.query(`INSERT INTO room VALUES (102, 'Dora')`);
    });
    await expect(failed).rejects.toThrow(/duplicate key/);
    expect(told).toEqual(['inside', 'after']);
    expect(await query(dataSource, 'SELECT guest FROM room')).toEqual([{ guest: 'Carla' }]);
  });

  it('fail when their connection is cut, and the next one works', async () => {
    const cut = inTransaction(dataSource, async (tx) => {
      const [own] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      await query(dataSource, 'SELECT pg_terminate_backend($1)', [own?.pid]);
      await tx.query('SELECT 1');
    });
    await expect(cut).rejects.toThrow();
    expect(await query(dataSource, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe('receipt partitions', () => {
  it('are made ahead, take in what waited, and go after their days', async () => {
    const database = await testDatabase();
    const client = openClient(database);
    await client.connect();
    const receipt = (id: string) =>
      client.query(
        `INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, payload, state, received_at)
         VALUES (gen_random_uuid(), $1, gen_random_uuid(), 'message', '', 'stored', now()) RETURNING tableoid::regclass::text AS place`,
        [id],
      );
    const later = new Date('2031-03-05T10:00:00Z');
    const id = `${later
      .getTime()
      .toString(16)
      .padStart(12, '0')
      .replace(/^(.{8})/, '$1-')}-7000-8000-000000000001`;
    expect((await receipt(id)).rows).toEqual([{ place: 'webhook_attempt_rest' }]);
    await makeReceiptPartitions(database.url, later);
    await makeReceiptPartitions(database.url, later);
    const { rows } = await client.query('SELECT tableoid::regclass::text AS place, id FROM webhook_attempt');
    expect(rows).toEqual([{ place: 'webhook_attempt_20310305', id }]);

    const inTwoWeeks = new Date('2031-04-10T00:00:00Z');
    expect(await dropReceiptsOlderThan(database.url, 30, inTwoWeeks)).toBeGreaterThan(0);
    expect((await client.query('SELECT id FROM webhook_attempt')).rows).toEqual([]);
    await client.end();
    await database.drop();
  });
});

describe('the schema', () => {
  it('promise 10: every key of a table with hotel_id begins with hotel_id', async () => {
    const database = await testDatabase();
    const client = openClient(database);
    await client.connect();
    const { rows } = await client.query<{ name: string }>(`
      WITH hotels AS (
        SELECT c.oid, c.relname, a.attnum FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'hotel_id'
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname NOT IN ('session_token', 'webhook_address', 'api_key_hash')
      )
      SELECT h.relname || '.' || k.conname AS name FROM hotels h JOIN pg_constraint k ON k.conrelid = h.oid
      WHERE k.contype IN ('p', 'u', 'f') AND k.conkey[1] <> h.attnum
        AND NOT (k.contype = 'f' AND k.confrelid = 'login'::regclass)
      UNION ALL
      SELECT h.relname || '.' || i.indexrelid::regclass FROM hotels h JOIN pg_index i ON i.indrelid = h.oid
      WHERE i.indisunique AND i.indkey[0] <> h.attnum
      UNION ALL
      SELECT h.relname || ' has no primary key' FROM hotels h
      WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = h.oid AND k.contype = 'p')`);
    expect(rows).toEqual([]);
    await client.end();
    await database.drop();
  });
});
