import { stat } from 'node:fs/promises';

import { freeBytes } from '../common/disk-space.js';
import type { Config } from '../config/index.js';
import { mediaRoot } from '../media/index.js';
import { BackupError } from './errors.js';
import { backupsIn } from './old-backups.js';
import type { Snapshot } from './snapshot.js';

/** A database of 838 MB came to 76 MB; more room is asked for than its rows will need. */
const ROWS_SHARE = 0.5;

/** Throws BackupError where what is going to be written would not leave DISK_FULL for the database. */
export async function assertRoom(
  snapshot: Snapshot,
  dir: string,
  config: Config,
  freeIn: (folder: string) => Promise<number | null> = freeBytes,
): Promise<void> {
  const free = await freeIn(dir);
  if (free === null) return;
  const rows = snapshot.tables.reduce((sum, { bytes }) => sum + bytes, 0) * ROWS_SHARE;
  const needed = rows + (await mediaToCopy(snapshot, dir, config)) + config.disk.full;
  if (free < needed)
    throw new BackupError(
      `There is no room for a backup in ${dir}: ${inMib(free)} MiB are free, ${inMib(needed)} MiB are needed (${inMib(config.disk.full)} of them are left for messages, DISK_FULL).`,
    );
}

/** On the disk of DATA_DIR files are only named once more; elsewhere those since the last backup are copied. */
async function mediaToCopy(snapshot: Snapshot, dir: string, config: Config): Promise<number> {
  if (!snapshot.has('media_file')) return 0;
  const [here, there] = await Promise.all([mediaRoot(config.dataDir), dir].map((path) => deviceOf(path)));
  if (here === there) return 0;
  const [last] = await backupsIn(dir);
  const [sum] = await snapshot.query<{ bytes: number }>(
    `SELECT coalesce(sum(size + coalesce(thumbnail_size, 0)), 0)::float8 AS bytes FROM media_file WHERE created_at > $1`,
    [last?.madeAt ?? new Date(0)],
  );
  return sum?.bytes ?? 0;
}

/** Null: it is not there; a desk without files has no folder for them. */
async function deviceOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ dev }) => dev,
    () => null,
  );
}

function inMib(bytes: number): number {
  return Math.ceil(bytes / 1024 / 1024);
}
