import { lstatSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A fresh DATA_DIR; `removeDataDir` takes it away again. */
export function makeDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'bellhop-data-'));
}

/** Where the server's files of a DATA_DIR lie: there, or elsewhere when its user could not reach them there. */
export function serverHome(dataDir: string): string {
  const link = join(dataDir, 'postgres');
  const moved = lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return moved ? dirname(readlinkSync(link)) : dataDir;
}

/** Removes a DATA_DIR with all that lies elsewhere for it. Its server must have ended. */
export function removeDataDir(dataDir: string): void {
  rmSync(serverHome(dataDir), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
