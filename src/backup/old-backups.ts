import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { BackupReason } from './manifest.js';

const DAY_MS = 86_400_000;
const NAME = /^(nightly|update|asked)-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;
const PARTIAL = /^\.(nightly|update|asked)-\d{8}T\d{6}Z\.partial$/;

export interface KeptBackup {
  path: string;
  reason: string;
  madeAt: Date;
}

/** `nightly-20261121T030000Z`: sorted by name they are sorted by time. */
export function backupName(reason: BackupReason, at: Date): string {
  return `${reason}-${at.toISOString().replace(/[-:]|\.\d+/g, '')}`;
}

/** Under this name until it is whole. */
export function partialName(name: string): string {
  return `.${name}.partial`;
}

/** The whole ones in a folder, newest first. */
export async function backupsIn(dir: string): Promise<KeptBackup[]> {
  const names = await readdir(dir).catch(() => []);
  return names
    .flatMap((name) => {
      const [, reason = '', year, month, day, hour, minute, second] = NAME.exec(name) ?? [];
      if (reason === '') return [];
      const madeAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
      return [{ path: join(dir, name), reason, madeAt }];
    })
    .toSorted((a, b) => +b.madeAt - +a.madeAt);
}

/**
 * Removes what was made by itself more than `days` ago, and what broke off a day ago. The newest stays whatever its
 * age: when none has succeeded for weeks it is the only one there is. What somebody asked for is theirs to remove.
 */
export async function removeOldBackups(dir: string, days: number, now = new Date()): Promise<string[]> {
  const [, ...others] = await backupsIn(dir);
  const old = others.filter(({ reason, madeAt }) => reason !== 'asked' && +madeAt < +now - days * DAY_MS);
  for (const { path } of old) await rm(path, { recursive: true, force: true });
  for (const name of await readdir(dir).catch(() => [])) {
    if (!PARTIAL.test(name)) continue;
    const path = join(dir, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (mtimeMs < +now - DAY_MS) await rm(path, { recursive: true, force: true });
  }
  return old.map(({ path }) => path);
}
