// npm run cluster:try: two apis and two workers of the built desk on one PostgreSQL and Redis of their own, in real processes.
// Guests write and staff answer while each is restarted and one is killed; then everybody's knowledge is compared.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { findRedis } from './redis.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const load = async (path) => (await runnerImport(join(root, path), { configFile: false, logLevel: 'error' })).module;

const server = findRedis();
if (!server) process.exit(1);
process.env.REDIS_SERVER = server;
const [{ EmbeddedPostgres }, { RedisProcess }, { isKept, tableOf, tryCluster }] = await Promise.all([
  load('src/database/embedded-postgres.ts'),
  load('src/bench/redis-process.ts'),
  load('test/cluster/cluster.ts'),
]);

const dataDir = mkdtempSync(join(tmpdir(), 'bellhop-cluster-'));
const began = performance.now();
const say = (line) => console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
const postgres = new EmbeddedPostgres({ dataDir, log: say });
let redis;
try {
  await postgres.start();
  redis = await RedisProcess.start();
  say('PostgreSQL and Redis are ready.');
  const outcome = await tryCluster({
    databaseUrl: postgres.url(),
    redis,
    dataDir,
    guests: 10,
    pauseMs: 400,
    troubles: [
      'restart api 1',
      'restart worker 1',
      'restart api 2',
      'restart worker 2',
      'kill worker 1',
      'redis away',
      'kill api 2',
    ],
    say,
  });
  console.log(`\n${tableOf(outcome)}\n`);
  const kept = outcome.rules.every(isKept);
  console.log(kept ? 'Nothing was lost, and nothing came twice.' : 'NOT all rules are kept.');
  process.exitCode = kept ? 0 : 1;
} finally {
  await redis?.stop();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
