import { join } from 'node:path';

import { placeIn, smallOf } from '../media/index.js';
import { linesIn, writeCompressed } from './files.js';
import { MEDIA_FOLDER, MEDIA_LIST, type CopiedMedia } from './manifest.js';
import { bytesOf, LISTED, listedFile } from './media-list.js';
import { placeFile } from './place-file.js';
import type { Snapshot } from './snapshot.js';

export interface MediaCopy extends CopiedMedia {
  /** what of `fileBytes` takes room of its own; the rest are second names of files that lie there already */
  copiedBytes: number;
}

/**
 * The files that the rows of a snapshot name. They were put in their places before those rows were committed, and are
 * never changed, so they may be taken after it. One that is gone meanwhile was an upload nobody sent; it is counted.
 */
export async function copyMedia(
  snapshot: Snapshot,
  folder: string,
  /** where the files may be found, as DATA_DIR/media and earlier backups */
  roots: readonly string[],
  signal: AbortSignal,
): Promise<MediaCopy> {
  const found = { files: 0, fileBytes: 0, missing: 0, copiedBytes: 0 };
  const root = join(folder, MEDIA_FOLDER);

  async function* kept(lines: AsyncIterable<string>): AsyncGenerator<string> {
    for await (const line of lines) {
      const file = listedFile(line);
      const place = placeIn(root, file.hotelId, file.sha256);
      const sources = roots.map((from) => placeIn(from, file.hotelId, file.sha256));
      const placed = await placeFile(place, sources, file);
      if (placed === 'missing') {
        found.missing++;
        continue;
      }
      if (file.thumbnailSize !== null)
        await placeFile(smallOf(place), sources.map(smallOf), { size: file.thumbnailSize, sha256: null });
      found.files++;
      found.fileBytes += bytesOf(file);
      if (placed === 'copied') found.copiedBytes += bytesOf(file);
      yield `${line}\n`;
    }
  }

  // A database from before there were files has none.
  const lines = snapshot.has('media_file') ? linesIn(snapshot.copy(LISTED).stream) : linesIn(nothing());
  const written = await writeCompressed(kept(lines), join(folder, MEDIA_LIST), signal);
  return { ...written, ...found };
}

async function* nothing(): AsyncGenerator<Buffer> {}
