import { join } from 'node:path';

import { placeIn, smallOf } from '../media/index.js';
import { BackupError } from './errors.js';
import { hashOf, linesOf, readBack } from './files.js';
import { MEDIA_FOLDER, MEDIA_LIST, secretFile, tableFile, type Manifest } from './manifest.js';
import { listedFile } from './media-list.js';
import { sizeOf } from './place-file.js';

/**
 * Reads a backup and holds it against its manifest: every table's bytes and number of rows, every secret, every file.
 * `contents`: files are read and hashed; without it their sizes are looked at. Throws BackupError naming what is wrong.
 */
export async function checkBackup(
  folder: string,
  manifest: Manifest,
  { contents }: { contents: boolean },
): Promise<void> {
  for (const { name, rows, sha256 } of manifest.tables) {
    const found = await read(folder, tableFile(name));
    if (found.sha256 !== sha256 || found.lines !== rows) throw damaged(folder, tableFile(name));
  }
  for (const { name, sha256 } of manifest.secrets) {
    const found = await hashOf(join(folder, secretFile(name))).catch(() => null);
    if (found !== sha256) throw damaged(folder, secretFile(name));
  }
  const list = await read(folder, MEDIA_LIST);
  if (list.sha256 !== manifest.media.sha256 || list.lines !== manifest.media.files) throw damaged(folder, MEDIA_LIST);
  for await (const line of linesOf(join(folder, MEDIA_LIST))) await checkFile(folder, line, contents);
}

async function checkFile(folder: string, line: string, contents: boolean): Promise<void> {
  const { hotelId, sha256, size, thumbnailSize } = listedFile(line);
  const place = placeIn(join(folder, MEDIA_FOLDER), hotelId, sha256);
  if ((await sizeOf(place)) !== size || (contents && (await hashOf(place)) !== sha256)) throw damaged(folder, place);
  // A thumbnail that is lost can be lived without: its place shows the file itself.
  const small = thumbnailSize === null ? null : await sizeOf(smallOf(place));
  if (small !== null && small !== thumbnailSize) throw damaged(folder, smallOf(place));
}

async function read(folder: string, name: string): ReturnType<typeof readBack> {
  return readBack(join(folder, name)).catch(() => {
    throw damaged(folder, name);
  });
}

function damaged(folder: string, what: string): BackupError {
  return new BackupError(`The backup ${folder} is damaged: ${what} is not what was written. Nothing was changed.`);
}
