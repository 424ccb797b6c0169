import type { EnvReader } from './env-reader.js';

/**
 * What a process of the desk does. `api`: everything people and providers reach, and puts work in the queue; `worker`: does
 * that work, and finds what was left open; `all`: both.
 */
const ROLES = ['all', 'api', 'worker'] as const;
export type ProcessRole = (typeof ROLES)[number];

export function processRole(read: EnvReader, demo: boolean): ProcessRole {
  const role = read.oneOf('ROLE', ROLES, 'all');
  if (role === 'all') return role;
  const missing = ['DATABASE_URL', 'REDIS_URL'].filter((name) => read.text(name, '') === '');
  if (missing.length > 0)
    read.wrong(`ROLE=${role} needs ${missing.join(' and ')}: its other half is another process, and they meet there.`);
  if (role === 'api' && read.text('QUEUES', '') !== '')
    read.wrong('QUEUES is not for ROLE=api, which works on none: give it to the workers.');
  if (demo) read.wrong('DEMO needs ROLE=all.');
  return role;
}
