import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { Injectable } from '@nestjs/common';

import { newId } from '../common/ids.js';
import { Config } from '../config/config.js';

/** A file that has come in whole and lies aside until it is known whether it is kept. */
export interface ReceivedFile {
  path: string;
  /** bytes */
  size: number;
  /** lower-case hex */
  sha256: string;
}

export class FileTooLargeError extends Error {
  override readonly name = 'FileTooLargeError';
}

const ABANDONED_MS = 24 * 3_600_000;

/**
 * The files on the disk, under DATA_DIR/media. A file's place is its hotel and its content
 * (`<hotel>/<first two digits>/<sha256>`), never a name that somebody gave: the same picture is there once, and
 * no name leads anywhere. Written aside, brought to the disk, then renamed: a file is there whole or not at all.
 */
@Injectable()
export class FileStore {
  private readonly root: string;

  constructor(config: Config) {
    this.root = mediaRoot(config.dataDir);
  }

  /** Takes a stream down, counting and hashing as it passes. Throws FileTooLargeError; leaves nothing behind then. */
  async receive(body: Readable, maxBytes: number, signal?: AbortSignal): Promise<ReceivedFile> {
    const path = join(await this.aside(), newId());
    const hash = createHash('sha256');
    let size = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length;
        if (size > maxBytes) return done(new FileTooLargeError(`More than ${maxBytes} bytes.`));
        hash.update(chunk);
        done(null, chunk);
      },
    });
    try {
      await pipeline(body, measure, createWriteStream(path, { mode: 0o600, flush: true }), signal ? { signal } : {});
      return { path, size, sha256: hash.digest('hex') };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  /** Gives the file its place for good. When this returns it survives a power cut. */
  async keep(hotelId: string, file: ReceivedFile, thumbnail: Buffer | null): Promise<void> {
    const place = this.placeOf(hotelId, file.sha256);
    await mkdir(dirname(place), { recursive: true, mode: 0o700 });
    if (thumbnail) {
      const aside = join(await this.aside(), newId());
      await writeFile(aside, thumbnail, { mode: 0o600, flush: true });
      await rename(aside, smallOf(place));
    }
    await rename(file.path, place);
    await syncFolder(dirname(place));
  }

  /** Lets go of a file that is not kept; also right when it has been. */
  async discard(file: ReceivedFile): Promise<void> {
    await rm(file.path, { force: true });
  }

  async remove(hotelId: string, sha256: string): Promise<void> {
    const place = this.placeOf(hotelId, sha256);
    await rm(smallOf(place), { force: true });
    await rm(place, { force: true });
  }

  placeOf(hotelId: string, sha256: string): string {
    return placeIn(this.root, hotelId, sha256);
  }

  thumbnailOf(hotelId: string, sha256: string): string {
    return smallOf(this.placeOf(hotelId, sha256));
  }

  /** What a crash left half received. */
  async removeAbandoned(): Promise<void> {
    const folder = join(this.root, 'incoming');
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < Date.now() - ABANDONED_MS) await rm(path, { force: true });
    }
  }

  private async aside(): Promise<string> {
    const folder = join(this.root, 'incoming');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
}

/** The disk itself is full, whatever the quota says. */
export function isOutOfDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

export function mediaRoot(dataDir: string): string {
  return join(dataDir, 'media');
}

/** Where a file lies under a root; a backup has the same places. */
export function placeIn(root: string, hotelId: string, sha256: string): string {
  return join(root, hotelId, sha256.slice(0, 2), sha256);
}

/** The place of its thumbnail. */
export function smallOf(place: string): string {
  return `${place}.small`;
}

/** A rename is on the disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
