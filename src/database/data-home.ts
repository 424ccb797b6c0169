import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SYSTEM_HOME } from './postgres-binaries.js';
import { canReach, openForPassing, type RunAs } from './postgres-user.js';
import { StartError } from './start-error.js';

/** Where one desk's server keeps its rows, its sockets and its log. */
export interface DataHome {
  data: string;
  /** 0700; short enough for the path of a Unix socket. */
  run: string;
  log: string;
}

/** PostgreSQL and Linux take 107 bytes; ".s.PGSQL.5432.lock" is the longest name in there. */
const LONGEST_SOCKET_FOLDER = 107 - '/.s.PGSQL.5432.lock'.length;

/**
 * Finds or makes the folders. They lie in DATA_DIR, with two exceptions: rows that the server's user could
 * not reach there (root's home) lie under /var/lib/bellhop, named by the link DATA_DIR/postgres, and the
 * sockets of a deep DATA_DIR lie in the system's folder for temporary files.
 */
export function dataHome(dataDir: string, user: RunAs): DataHome {
  mkdirSync(dataDir, { recursive: true });
  const real = realpathSync(dataDir);
  const home = homeOf(real, user);
  const data = join(home, 'postgres');
  // A folder for the link's target when it was never filled; a filled one that went is not made anew.
  let run = join(home, 'run');
  if (Buffer.byteLength(run) > LONGEST_SOCKET_FOLDER) {
    run = join(tmpdir(), `bellhop-${createHash('sha256').update(real).digest('hex').slice(0, 16)}`);
  }
  ownFolder(run, user);
  return { data, run, log: join(home, 'postgres.log') };
}

function homeOf(dataDir: string, user: RunAs): string {
  const link = join(dataDir, 'postgres');
  if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) {
    const target = readlinkSync(link);
    if (!existsSync(dirname(target))) {
      throw new StartError(
        `${link} points to ${target}, which is gone: bring it back, or remove the link to begin anew.`,
      );
    }
    return dirname(target);
  }
  if (user.uid !== undefined) openForPassing(dataDir);
  if (canReach(dataDir, user)) return dataDir;
  const home = join(SYSTEM_HOME, randomBytes(8).toString('hex'));
  mkdirSync(home, { recursive: true, mode: 0o711 });
  openForPassing(home);
  symlinkSync(join(home, 'postgres'), link);
  return home;
}

/** A folder only the server's user may enter. Someone else's folder of that name is not used. */
export function ownFolder(folder: string, user: RunAs): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(folder);
  if (uid !== process.getuid?.() && uid !== user.uid) {
    throw new StartError(`${folder} belongs to another user: remove it, or start as that user.`);
  }
  chmodSync(folder, 0o700);
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
}
