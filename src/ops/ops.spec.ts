import { Global, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { PeopleDesk } from '../../test/support/people-app.js';
import { DiskSpace } from '../common/disk-space.js';
import type { Config } from '../config/index.js';
import { Sweeper } from '../queue/index.js';
import { OpsModule } from './index.js';
import { ReadinessService } from './readiness.js';

/** The queue's sweeper, not started. */
@Global()
@Module({ providers: [Sweeper], exports: [Sweeper] })
class SweeperModule {}

const TOKEN = 'a token for the Prometheus of the chain';

let desk: PeopleDesk;
beforeAll(async () => {
  desk = await PeopleDesk.open({ METRICS_TOKEN: TOKEN }, [SweeperModule, OpsModule]);
});
afterAll(() => desk.close());

describe('probes', () => {
  it('is alive and ready once everything has started, and not ready while it stops', async () => {
    expect((await desk.ask('GET', '/health/live')).status).toBe(200);
    expect((await desk.ask('GET', '/health/ready')).status).toBe(200);
    const readiness = new ReadinessService(desk.db);
    expect(await readiness.state()).toEqual({ ready: false, reason: 'starting' });
    readiness.onApplicationBootstrap();
    expect(await readiness.state()).toEqual({ ready: true });
    readiness.onModuleDestroy();
    expect(await readiness.state()).toEqual({ ready: false, reason: 'stopping' });
  });

  it('is not ready while the database hangs, says so in time, and is ready again by itself', async () => {
    const runners = Array.from({ length: 10 }, () => desk.db.createQueryRunner());
    await Promise.all(runners.map((runner) => runner.connect())); // nobody else gets a connection now
    // In time: the connections come back only after these two have answered.
    const [one, two] = await Promise.all([desk.ask('GET', '/health/ready'), desk.ask('GET', '/health/ready')]);
    expect([one.status, two.status, one.body.reason]).toEqual([503, 503, 'database_away']);
    await Promise.all(runners.map((runner) => runner.release()));
    await expect.poll(async () => (await desk.ask('GET', '/health/ready')).status).toBe(200);
  });
});

describe('a disk that fills', () => {
  it.each([
    ['ok', 5_120 * 1024 ** 2],
    ['low', 5_120 * 1024 ** 2 - 1],
    ['full', 2_048 * 1024 ** 2 - 1],
    ['ok', null], // cannot be told: nothing is stopped for it
  ])('is told beside readiness as %s with %s bytes left; messages are taken', async (disk, free) => {
    const look = vi.spyOn(desk.app.get(DiskSpace), 'free').mockResolvedValue(free);
    const { status, body } = await desk.ask('GET', '/health/ready');
    look.mockRestore();
    expect([status, body]).toEqual([200, { status: 'ready', reason: null, disk }]);
  });

  it.each([
    ['the embedded database', null, 16 * 1024 ** 2 - 1, 503],
    ['the embedded database', null, 16 * 1024 ** 2, 200],
    ['the embedded database', null, null, 200],
    ['another one', 'postgresql://elsewhere', 0, 200],
  ])('is not ready once %s (%s) can write no more with %s bytes left: %s', async (_, url, free, expected) => {
    const space = new DiskSpace({ database: { url } } as Config);
    vi.spyOn(space, 'free').mockResolvedValue(free);
    const room = await space.databaseHasRoom();
    const asked = vi.spyOn(desk.app.get(DiskSpace), 'databaseHasRoom').mockResolvedValue(room);
    const { status, body } = await desk.ask('GET', '/health/ready');
    asked.mockRestore();
    expect([status, body.reason]).toEqual([expected, expected === 503 ? 'disk_full' : null]);
  });
});

describe('figures', () => {
  it('are told on this machine, by route and never by address', async () => {
    await desk.ask('GET', '/departments/0190b0c8-0000-7000-8000-000000000000');
    await desk.ask('PATCH', '/departments/0190b0c8-0000-7000-8000-000000000000', {});
    const { status, body } = await desk.ask('GET', '/metrics');
    expect(status).toBe(200);
    expect(body).toContain('process_resident_memory_bytes');
    expect(body).toMatch(
      /http_request_duration_seconds_count\{method="PATCH",route="\/api\/v1\/departments\/:id",status="401"\} 1/,
    );
    expect(body).not.toContain('0190b0c8');
  });

  it('are not told to anybody else, nor through a proxy', async () => {
    const far = await desk.app.inject({ url: '/metrics', remoteAddress: '192.0.2.7' });
    const proxied = await desk.ask('GET', '/metrics', undefined, { 'x-forwarded-for': '127.0.0.1' });
    expect([far.statusCode, proxied.status]).toEqual([403, 403]);
  });

  it.each([
    ['is told', `Bearer ${TOKEN}`, 200],
    ['is told, whatever the case of the word before it,', `bearer ${TOKEN}`, 200],
    ['is not told with another token', `Bearer ${TOKEN}s`, 403],
    ['is not told without a scheme', TOKEN, 403],
    ['is not told with an empty token', 'Bearer ', 403],
  ])('a Prometheus elsewhere %s', async (_what, authorization, status) => {
    const headers = { authorization, 'x-forwarded-for': '198.51.100.4' };
    expect((await desk.app.inject({ url: '/metrics', remoteAddress: '192.0.2.7', headers })).statusCode).toBe(status);
  });

  it('are not told to an empty token where none is set', async () => {
    const without = await PeopleDesk.open({}, [SweeperModule, OpsModule]);
    try {
      const far = { url: '/metrics', remoteAddress: '192.0.2.7', headers: { authorization: 'Bearer ' } };
      expect((await without.app.inject(far)).statusCode).toBe(403);
    } finally {
      await without.close();
    }
  });
});
