import { afterAll, beforeAll, expect, it } from 'vitest';

import { RedisProcess } from '../src/bench/index.js';
import { tableOf, tryCluster, type Trouble } from './cluster/cluster.js';
import { makeDataDir, removeDataDir } from './support/data-dir.js';
import { testDatabase, type TestDatabase } from './support/database.js';

const TROUBLES: Trouble[] = process.env['TEST_LONG']
  ? ['restart api 1', 'restart api 2', 'restart worker 1', 'restart worker 2', 'kill worker 1', 'redis away']
  : ['restart api 1', 'restart worker 1', 'kill worker 2'];

let database: TestDatabase;
let redis: RedisProcess;
const dataDir = makeDataDir();

beforeAll(async () => {
  [database, redis] = [await testDatabase(), await RedisProcess.start()];
}, 60_000);
afterAll(async () => {
  await redis?.stop();
  await database?.drop();
  removeDataDir(dataDir);
}, 60_000);

it('D7: two apis and two workers lose nothing and double nothing while each is restarted and one is killed (promises 1, 2, 8)', async () => {
  const outcome = await tryCluster({
    databaseUrl: database.url,
    redis,
    dataDir,
    guests: 5,
    pauseMs: 500,
    troubles: TROUBLES,
    say: () => undefined,
  });
  expect(outcome.figures[0]?.[1]).toBeGreaterThan(10);
  expect(
    outcome.rules.filter(({ expected, found }) => expected !== found),
    tableOf(outcome),
  ).toEqual([]);
}, 480_000);
