import { spawnSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { StartError } from './start-error.js';

/** Who the server runs as: PostgreSQL refuses root. Empty: this process's own user. */
export interface RunAs {
  uid?: number;
  gid?: number;
}

/** The user "postgres" for root (made when it is missing), else oneself. */
export function serverUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  if (!idOf('-u')) spawnSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const uid = idOf('-u');
  const gid = idOf('-g');
  if (!uid || !gid) {
    throw new StartError(
      'PostgreSQL does not run as root, and the user "postgres" could not be made: add it, or start as another user.',
    );
  }
  return { uid, gid };
}

function idOf(flag: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' });
  return status === 0 ? Number(stdout.trim()) : null;
}

/** Whether the server's user can pass through or run `path`. Asked of the system itself: modes alone do not say it all. */
export function canReach(path: string, user: RunAs): boolean {
  if (user.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...user, cwd: '/' }).status === 0;
}

/** Lets others pass through a folder without letting them list it. */
export function openForPassing(folder: string): void {
  chmodSync(folder, (statSync(folder).mode & 0o777) | 0o011);
}
