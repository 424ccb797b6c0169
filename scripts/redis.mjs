// A Redis for the tests: the system's redis-server, fetched by apt-get for root on Debian.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

function installed() {
  const named = process.env.REDIS_SERVER;
  if (named) return existsSync(named) ? named : null;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, 'redis-server')).find((path) => existsSync(path)) ?? null;
}

function run(command, args) {
  console.log(`> ${command} ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0;
}

/** Its path; null, with the line to run printed, where it cannot be had by itself. */
export function findRedis() {
  const found = installed();
  if (found) return found;
  const debian = existsSync('/etc/debian_version');
  if (process.getuid?.() === 0 && debian && !process.env.REDIS_SERVER) {
    if (run('apt-get', ['update', '-qq'])) run('apt-get', ['install', '-y', '-qq', 'redis-server']);
    const fetched = installed();
    if (fetched) return fetched;
  }
  const line = debian ? 'sudo apt-get install -y redis-server' : 'brew install redis';
  console.log(`The queue's tests need Redis 7. Run this once, or set REDIS_SERVER to its path:\n\n  ${line}\n`);
  return null;
}
