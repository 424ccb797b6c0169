import { Injectable, Logger, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import { testDatabase, type TestDatabase } from '../../test/support/database.js';
import { DatabaseModule } from './database.module.js';
import { HotQueries } from './hot-queries.js';
import { DatabaseAddress, openClient } from './pg-client.js';

/** An embedded server that ends when its desk does, a moment before the pools have let go. */
@Injectable()
class HastyServer implements OnApplicationShutdown {
  constructor(
    private readonly sql: HotQueries,
    private readonly address: DatabaseAddress,
  ) {}

  async cut(): Promise<void> {
    await this.sql.query('SELECT 1');
    const client = openClient(this.address);
    await client.connect();
    await client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    await client.end();
    await expect.poll(() => this.sql.load, { timeout: 20_000 }).toMatchObject({ idle: 0, busy: 0 });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.cut();
  }
}

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('tells of a connection that broke, and is silent about those that go when the desk does', async () => {
  @Module({ imports: [DatabaseModule.forRoot({ url: database.url })], providers: [HastyServer] })
  class Desk {}
  const desk = await NestFactory.createApplicationContext(Desk, { logger: false });
  const warn = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  await desk.get(HastyServer).cut();
  expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^A connection to the database was lost: /));
  warn.mockClear();
  await desk.close();
  expect(warn).not.toHaveBeenCalled();
});
