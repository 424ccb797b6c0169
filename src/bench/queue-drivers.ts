import { spawnSync } from 'node:child_process';

import { RedisProcess } from './redis-process.js';

/** Where a bench's desk keeps its jobs: both drivers of the queue, side by side. */
export interface QueueDriver {
  name: 'embedded' | 'bull';
  /** of the desk */
  environment: Record<string, string>;
  /** pid of the Redis */
  redis: number | null;
  stop(): Promise<void>;
}

/** Bull only where a redis-server is on the PATH, or REDIS_SERVER names one; `--queue embedded` for one of them. */
export async function queueDrivers(): Promise<QueueDriver[]> {
  const asked = process.argv[process.argv.indexOf('--queue') + 1];
  const embedded: QueueDriver = { name: 'embedded', environment: {}, redis: null, stop: () => Promise.resolve() };
  if (asked === 'embedded') return [embedded];
  if (spawnSync(process.env['REDIS_SERVER'] ?? 'redis-server', ['--version']).status !== 0) {
    process.stdout.write('No redis-server on the PATH: the queue in the process alone is measured.\n');
    return [embedded];
  }
  const redis = await RedisProcess.start();
  const environment = { REDIS_URL: redis.url };
  const bull: QueueDriver = { name: 'bull', environment, redis: redis.pid, stop: () => redis.stop() };
  return asked === 'bull' ? [bull] : [embedded, bull];
}
