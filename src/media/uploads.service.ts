import type { Readable } from 'node:stream';

import { Injectable } from '@nestjs/common';

import { Idempotency, type Answer, type Principal } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { DiskSpace } from '../common/disk-space.js';
import { newId } from '../common/ids.js';
import { factsOf } from './file-facts.js';
import { FileStore, FileTooLargeError, isOutOfDisk, type ReceivedFile } from './file-store.js';
import { safeFilename } from './filename.js';
import {
  DiskFullError,
  FileMissingError,
  MediaStorageFullError,
  MediaTooLargeError,
  MediaTypeUnsupportedError,
} from './media.errors.js';
import { realType, runsByName } from './media-type.js';
import type { MediaView } from './media.view.js';
import { addUpload } from './media.repository.js';
import { StorageQuota } from './storage-quota.js';
import { UploadLimits } from './upload-limits.js';

/** A file as a browser sends it: its name and type are claims. */
export interface GivenFile {
  body: Readable;
  filename: string | undefined;
  mimeType: string;
}

/** Files that staff are about to send. */
@Injectable()
export class Uploads {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly files: FileStore,
    private readonly limits: UploadLimits,
    private readonly quota: StorageQuota,
    private readonly clock: Clock,
    private readonly disk: DiskSpace,
  ) {}

  /** Throws MediaTooLargeError, MediaTypeUnsupportedError, MediaStorageFullError, DiskFullError or FileMissingError. */
  async upload(user: Principal, given: GivenFile, key: string | undefined): Promise<Answer<MediaView>> {
    if ((await this.disk.state()) === 'full') {
      given.body.resume(); // read to its end, or the answer would wait for it
      throw new DiskFullError();
    }
    const filename = safeFilename(given.filename);
    const file = await this.files.receive(given.body, this.limits.maxBytes).catch((error: unknown) => {
      throw this.toldInOurWords(error);
    });
    try {
      if (file.size === 0) throw new FileMissingError('The file is empty.');
      return await this.keep(user, file, filename, given.mimeType, key);
    } catch (error) {
      if (error instanceof MediaStorageFullError) await this.quota.noteFull(user.hotelId, this.clock.now());
      throw error;
    } finally {
      await this.files.discard(file);
    }
  }

  private async keep(
    user: Principal,
    file: ReceivedFile,
    filename: string | null,
    declared: string,
    key: string | undefined,
  ): Promise<Answer<MediaView>> {
    const { hotelId, userId } = user;
    const mimeType = await realType(file.path, declared, filename);
    if (filename !== null && runsByName(filename)) throw new MediaTypeUnsupportedError(mimeType, []);
    const kind = await this.limits.kindOf(hotelId, { mimeType, size: file.size });
    const facts = await factsOf(file.path, mimeType, file.size);
    const { width, height, durationMs } = facts;
    const { size, sha256 } = file;
    return this.idempotency.run(user, key, 'POST /media', { sha256, filename }, async (tx) => {
      const now = this.clock.now();
      const id = newId();
      const thumbnailSize = facts.thumbnail?.length ?? null;
      await this.quota.add(tx, hotelId, file, facts, now);
      await addUpload(tx, {
        id,
        kind,
        filename,
        mimeType,
        size,
        sha256,
        width,
        height,
        durationMs,
        thumbnailSize,
        hotelId,
        userId,
        now,
      });
      await this.files.keep(hotelId, file, facts.thumbnail);
      return { status: 201, body: { id, kind, mimeType, size, filename, width, height, durationMs } };
    });
  }

  /** The form's reader has its own errors for a file that is too large or that breaks off. */
  private toldInOurWords(error: unknown): unknown {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (error instanceof FileTooLargeError || code === 'FST_REQ_FILE_TOO_LARGE')
      return new MediaTooLargeError(this.limits.maxBytes);
    if (isOutOfDisk(error)) return new MediaStorageFullError();
    return error instanceof Error && /unexpected end of (form|multipart)/i.test(error.message)
      ? new FileMissingError('The file broke off.')
      : error;
  }
}
