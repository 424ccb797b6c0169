import { mkdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { programVersion } from '../common/program-version.js';
import type { Config } from '../config/index.js';
import { mediaRoot } from '../media/index.js';
import { checkBackup } from './check-backup.js';
import { copyMedia, type MediaCopy } from './copy-media.js';
import { hashOf, syncFolder, writeCompressed } from './files.js';
import {
  keyId,
  MEDIA_FOLDER,
  secretFile,
  tableFile,
  writeManifest,
  type BackupReason,
  type CopiedTable,
  type Manifest,
} from './manifest.js';
import { backupName, backupsIn, partialName } from './old-backups.js';
import { assertRoom } from './room.js';
import { copySecret } from './secrets.js';
import { Snapshot } from './snapshot.js';

export interface BackupRequest {
  url: string;
  config: Config;
  /** the folder it is made in; BACKUP_DIR where it is left out */
  to?: string;
  reason: BackupReason;
  /** Ends it; nothing is left behind then. */
  signal?: AbortSignal;
  /** instead of asking the disk; for tests */
  freeIn?: (folder: string) => Promise<number | null>;
}

export interface MadeBackup {
  path: string;
  /** of the snapshot */
  madeAt: Date;
  tables: number;
  rows: number;
  /** what it takes on the disk; files that lie there already are not counted twice */
  bytes: number;
  files: number;
  /** files that rows name and that were not on the disk */
  missingFiles: number;
  /** names of the secrets in it */
  secrets: string[];
}

/**
 * Writes rows, files and keys into a folder with a name of its own in BACKUP_DIR, also while desks run. It is made
 * under another name, checked, and renamed when it is whole. Throws BackupError, or what the disk or database said.
 */
export async function makeBackup(request: BackupRequest): Promise<MadeBackup> {
  const { url, config, reason, signal = new AbortController().signal } = request;
  const dir = resolve(request.to ?? config.backup.dir);
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const snapshot = await Snapshot.open(url);
  // Asked to stop, a copy under way ends with its connection.
  const stop = (): void => void snapshot.close();
  signal.addEventListener('abort', stop, { once: true });
  let draft: string | null = null;
  try {
    await assertRoom(snapshot, dir, config, request.freeIn);
    const name = await freeName(dir, reason);
    draft = join(dir, partialName(name));
    const { manifest, media } = await write(draft, snapshot, { dir, config, reason, signal });
    await checkBackup(draft, manifest, { contents: false });
    signal.throwIfAborted();
    const path = join(dir, name);
    await rename(draft, path);
    await syncFolder(dir);
    return told(path, manifest, media);
  } catch (error) {
    if (draft) await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    await snapshot.close();
  }
}

interface Circumstances {
  dir: string;
  config: Config;
  reason: BackupReason;
  signal: AbortSignal;
}

async function write(
  folder: string,
  snapshot: Snapshot,
  { dir, config, reason, signal }: Circumstances,
): Promise<{ manifest: Manifest; media: MediaCopy }> {
  await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
  const tables: CopiedTable[] = [];
  for (const { name, columns, partitioned } of snapshot.tables) {
    const list = columns.map((column) => `"${column}"`).join(', ');
    // A table of partitions is read through a query; a plain one may be, and need not.
    const { stream, count } = snapshot.copy(`SELECT ${list} FROM ${partitioned ? name : `ONLY ${name}`}`);
    const written = await writeCompressed(stream, join(folder, tableFile(name)), signal);
    tables.push({ name, columns, rows: await count(), ...written });
  }
  const earlier = (await backupsIn(dir)).slice(0, 1).map(({ path }) => join(path, MEDIA_FOLDER));
  const media = await copyMedia(snapshot, folder, [mediaRoot(config.dataDir), ...earlier], signal);
  const { bytes, sha256, files, fileBytes, missing } = media;
  const manifest: Manifest = {
    format: 1,
    reason,
    bellhop: programVersion(),
    ...snapshot.about,
    tables,
    media: { bytes, sha256, files, fileBytes, missing },
    secrets: await copySecrets(folder, config),
    encryptionKeyId: keyId(config.encryptionKey),
  };
  await writeManifest(folder, manifest);
  await syncFolder(join(folder, 'tables'));
  await syncFolder(folder);
  return { manifest, media };
}

async function copySecrets(folder: string, config: Config): Promise<Manifest['secrets']> {
  const copied: Manifest['secrets'] = [];
  if (config.keptSecrets.length > 0) await mkdir(join(folder, 'secrets'), { mode: 0o700 });
  for (const name of config.keptSecrets) {
    const path = join(folder, secretFile(name));
    await copySecret(join(config.dataDir, name), path);
    copied.push({ name, sha256: await hashOf(path) });
  }
  return copied;
}

/** Two in one second are told apart by the next second's name. */
async function freeName(dir: string, reason: BackupReason): Promise<string> {
  for (let at = Date.now(); ; at += 1_000) {
    const name = backupName(reason, new Date(at));
    const draft = join(dir, partialName(name));
    try {
      await mkdir(draft, { mode: 0o700 });
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') continue;
      throw error;
    }
    const taken = (await backupsIn(dir)).some(({ path }) => path === join(dir, name));
    if (!taken) return name;
    await rm(draft, { recursive: true });
  }
}

function told(path: string, manifest: Manifest, media: MediaCopy): MadeBackup {
  const { tables, secrets, madeAt } = manifest;
  return {
    path,
    madeAt: new Date(madeAt),
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    bytes: tables.reduce((sum, { bytes }) => sum + bytes, media.bytes + media.copiedBytes),
    files: media.files,
    missingFiles: media.missing,
    secrets: secrets.map(({ name }) => name),
  };
}
