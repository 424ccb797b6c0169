import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeDataDir, removeDataDir, serverHome } from '../../test/support/data-dir.js';
import { readConfig } from '../config/config.js';
import { DatabaseModule } from './database.module.js';
import { startDatabase } from './start-database.js';
import { query } from './transaction.js';

const HEX = 'ab'.repeat(32);

describe('the database of a desk', () => {
  it('goes away and comes back without a restart of the desk', async () => {
    const dataDir = makeDataDir();
    const database = await startDatabase(readConfig({ DATA_DIR: dataDir }));
    const module = await Test.createTestingModule({ imports: [DatabaseModule.forRoot(database)] }).compile();
    onTestFinished(async () => {
      await module.close();
      await database.stop();
      removeDataDir(dataDir);
    });
    const dataSource = module.get(DataSource);
    await query(dataSource, 'CREATE TABLE arrival (name text)');
    await query(dataSource, `INSERT INTO arrival VALUES ('Ana')`);
    const slow = query(dataSource, 'SELECT pg_sleep(20)').catch((error: Error) => error); // in hand when it goes

    const pid = Number(readFileSync(join(serverHome(dataDir), 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGKILL');
    expect(await slow).toBeInstanceOf(Error);

    let refused = 0;
    let rows: unknown[] | null = null;
    while (rows === null) {
      rows = await query(dataSource, 'SELECT name FROM arrival').catch(() => null);
      if (rows === null) refused++;
      await wait(10);
    }
    expect(rows).toEqual([{ name: 'Ana' }]);
    expect(refused).toBeGreaterThan(0);
  });

  it('serves an operator’s command beside a running desk, and outlives it', async () => {
    const dataDir = makeDataDir();
    const config = readConfig({ DATA_DIR: dataDir });
    const desk = await startDatabase(config);
    const command = await startDatabase(config, { join: true });
    expect(command.url).toBe(desk.url);
    await command.stop();
    const again = await startDatabase(config, { join: true });
    await again.stop();
    await desk.stop();
    const alone = await startDatabase(config, { join: true });
    await alone.stop();
    removeDataDir(dataDir);
  });

  it.each([
    ['nobody listens', 'postgresql://desk@127.0.0.1:1/desk'],
    ['the host is unknown', 'postgresql://desk@no-such-host.invalid/desk'],
  ])('is refused with one line when %s at DATABASE_URL', async (_, url) => {
    const config = readConfig({ DATABASE_URL: url, JWT_SECRET: HEX, ENCRYPTION_KEY: HEX });
    await expect(startDatabase(config)).rejects.toThrow(/^The database of DATABASE_URL cannot be used: [^\n]+$/);
  });

  it('is refused with one line when DATA_DIR cannot be written to', async () => {
    // Not even root makes folders in the kernel's own tree.
    const config = readConfig({ DATA_DIR: '/sys/bellhop', JWT_SECRET: HEX, ENCRYPTION_KEY: HEX });
    await expect(startDatabase(config)).rejects.toThrow(/^DATA_DIR \/sys\/bellhop cannot be written to[^\n]+$/);
  });
});
