import { statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { Injectable } from '@nestjs/common';

import { Config } from '../config/config.js';

/** `low`: administrators are told. `full`: no more files are taken in, what is left is the database's. */
export const DISK_STATES = ['ok', 'low', 'full'] as const;
export type DiskState = (typeof DISK_STATES)[number];

/** One look serves all who ask in this time. */
const KEPT_MS = 2_000;

/** The next file of PostgreSQL's log; without room for it everything that writes fails. */
const DATABASE_NEEDS = 16 * 1024 * 1024;

/** How much is left where the desk keeps its things. Tests put another one in its place. */
@Injectable()
export class DiskSpace {
  private looked: { at: number; free: Promise<number | null> } | null = null;

  constructor(private readonly config: Config) {}

  /** Bytes, of DATA_DIR's disk or the embedded database's where that is another; null: cannot be told. */
  free(): Promise<number | null> {
    const now = performance.now();
    if (this.looked === null || now - this.looked.at > KEPT_MS) this.looked = { at: now, free: this.least() };
    return this.looked.free;
  }

  async state(): Promise<DiskState> {
    const free = await this.free();
    if (free === null || free >= this.config.disk.low) return 'ok';
    return free < this.config.disk.full ? 'full' : 'low';
  }

  /** Of the embedded database; another one's disk is not seen from here. */
  async databaseHasRoom(): Promise<boolean> {
    if (this.config.database.url !== null) return true;
    return ((await this.free()) ?? DATABASE_NEEDS) >= DATABASE_NEEDS;
  }

  private async least(): Promise<number | null> {
    const { dataDir } = this.config;
    const each = await Promise.all([freeBytes(dataDir), freeBytes(join(dataDir, 'postgres'))]);
    const known = each.filter((free) => free !== null);
    return known.length > 0 ? Math.min(...known) : null;
  }
}

/** Left for this user on the disk of a folder, also of one that is still to be made. */
export async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing && dirname(folder) !== folder ? freeBytes(dirname(folder)) : null;
  }
}
