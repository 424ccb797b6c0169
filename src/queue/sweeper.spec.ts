import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { Sweeper } from './sweeper.js';

const HOUR_MS = 3_600_000;

let db: TestDataSource;
let sweepers: Sweeper[];
const said = { error: [] as string[], warn: [] as string[] };

beforeAll(async () => {
  db = await testDataSource();
});
beforeEach(() => {
  sweepers = [];
  for (const level of ['error', 'warn'] as const) {
    said[level] = [];
    vi.spyOn(Logger.prototype, level).mockImplementation((line: string) => void said[level].push(line));
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(sweepers.map((sweeper) => sweeper.stop()));
  await db.dataSource.query('DELETE FROM lease');
});
afterAll(() => db.close());

/** A sweeper of a process of its own that writes down what it swept; a sweep may do something first. */
function sweeperOf(...sweeps: [name: string, run?: () => Promise<unknown>][]): { sweeper: Sweeper; swept: string[] } {
  const sweeper = new Sweeper(db.dataSource);
  sweepers.push(sweeper);
  const swept: string[] = [];
  for (const [name, run] of sweeps) {
    sweeper.add({
      name,
      everyMs: HOUR_MS,
      run: async () => {
        await run?.();
        swept.push(name);
      },
    });
  }
  return { sweeper, swept };
}

/** As if this process had stood still for longer than the lease. */
const outliveTheLease = () =>
  db.dataSource.query(`UPDATE lease SET expires_at = clock_timestamp() - interval '1 second'`);

describe('B2: the sweeper', () => {
  it('B2: works one at a time', async () => {
    const [first, second] = [sweeperOf(['chats']), sweeperOf(['chats'])];
    first.sweeper.start();
    await expect.poll(() => first.swept).toEqual(['chats']);
    second.sweeper.start();
    await second.sweeper.stop(); // waits for its round
    expect(second.swept).toEqual([]);
  });

  it('D7: gives its turn back when it stops, so that another one need not wait for the end of the lease', async () => {
    const [first, second] = [sweeperOf(['chats']), sweeperOf(['chats'])];
    first.sweeper.start();
    await expect.poll(() => first.swept, { timeout: 10_000 }).toEqual(['chats']);
    await first.sweeper.stop();
    second.sweeper.start();
    await expect.poll(() => second.swept, { timeout: 10_000 }).toEqual(['chats']);
  });

  it('B2: stops its round when it was given up for dead meanwhile, and another one does the rest', async () => {
    const second = sweeperOf(['chats'], ['sends']);
    const first = sweeperOf(
      [
        'chats',
        async () => {
          await outliveTheLease();
          second.sweeper.start();
          await expect.poll(() => second.swept).toEqual(['chats', 'sends']);
        },
      ],
      ['sends'],
    );
    first.sweeper.start();
    await expect.poll(() => first.swept).toEqual(['chats']);
    await first.sweeper.stop();
    expect(first.swept).toEqual(['chats']);
  });

  it('B2: stops its round also when its lease is free again, because another one had a turn', async () => {
    const takeATurn = async () => {
      await outliveTheLease();
      const other = sweeperOf(['chats']);
      other.sweeper.start();
      await expect.poll(() => other.swept).toEqual(['chats']);
      await other.sweeper.stop();
      await outliveTheLease();
    };
    const { sweeper, swept } = sweeperOf(['chats', takeATurn], ['sends']);
    sweeper.start();
    await expect.poll(() => swept).toEqual(['chats']);
    await sweeper.stop();
    expect(swept).toEqual(['chats']);
  });

  it('B2: tells which sweep failed and why, and goes on with the others', async () => {
    const { sweeper, swept } = sweeperOf(
      ['quiet episodes', () => Promise.reject(new Error('no such column'))],
      ['sends'],
    );
    sweeper.start();
    await expect.poll(() => swept).toEqual(['sends']);
    expect(said.error).toEqual(['Sweeping quiet episodes failed, again in 3600 s: Error: no such column']);
    expect(said.warn).toEqual([]);
  });

  it('F3: says once that it waits for the database, and sweeps when it is back', async () => {
    const { sweeper, swept } = sweeperOf(['chats']);
    await db.dataSource.query('ALTER TABLE lease RENAME TO lease_gone');
    sweeper.start();
    await expect.poll(() => said.warn).toHaveLength(1);
    expect(said.warn[0]).toContain('waits for the database');
    await expect
      .poll(() => db.statements.filter((sql) => sql.includes('INTO lease')).length, { timeout: 30_000 })
      .toBeGreaterThan(2);
    await db.dataSource.query('ALTER TABLE lease_gone RENAME TO lease');
    await expect.poll(() => swept, { timeout: 30_000 }).toEqual(['chats']);
    expect(said.warn).toHaveLength(1);
  });
});
