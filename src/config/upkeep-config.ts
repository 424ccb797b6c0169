import { join, resolve } from 'node:path';

import type { EnvReader } from './env-reader.js';

const MIB = 1024 * 1024;

export interface BackupConfig {
  /** Absolute: where nightly backups are kept, and those before an update. */
  readonly dir: string;
  /** hour of the day in this machine's zone; null: none by night */
  readonly hour: number | null;
  /** how long those that were made by themselves are kept */
  readonly days: number;
  /** whether one is made before an older database is changed */
  readonly beforeUpdate: boolean;
}

/** Bytes that are left on the disk. */
export interface DiskConfig {
  /** under it administrators are told */
  readonly low: number;
  /** under it no more files are taken in */
  readonly full: number;
}

/** A demo has nothing to keep: none is made by itself, and a small disk stops nothing. */
export function backupConfig(read: EnvReader, dataDir: string, demo: boolean): BackupConfig {
  const hour = read.text('BACKUP_HOUR', '3');
  if (hour !== 'off' && !/^(\d|1\d|2[0-3])$/.test(hour))
    read.wrong(`BACKUP_HOUR must be a whole number from 0 to 23 or "off", not "${hour}".`);
  return {
    dir: resolve(read.text('BACKUP_DIR', join(dataDir, 'backups'))),
    hour: hour === 'off' || demo ? null : Number(hour),
    days: read.integer('BACKUP_DAYS', 7, 1, 3_650),
    beforeUpdate: read.flag('BACKUP_BEFORE_UPDATE', true) && !demo,
  };
}

export function diskConfig(read: EnvReader, demo: boolean): DiskConfig {
  const low = read.integer('DISK_LOW', demo ? 0 : 5_120, 0, 100_000_000);
  const full = read.integer('DISK_FULL', demo ? 0 : 2_048, 0, 100_000_000);
  if (full > low) read.wrong(`DISK_FULL (${full}) must not be larger than DISK_LOW (${low}): the alarm comes first.`);
  return { low: low * MIB, full: full * MIB };
}
