import { Injectable } from '@nestjs/common';

import type { Principal } from '../auth/index.js';
import { NotFoundError } from '../common/errors.js';
import type { Sql } from '../common/sql.js';
import { Readers } from '../conversations/index.js';
import { HotQueries } from '../database/hot-queries.js';
import { FileStore } from './file-store.js';
import { visibleFiles, type ReadyMedia } from './media.repository.js';

export interface ServedFile {
  path: string;
  mimeType: string;
  filename: string | null;
  /** strong: it is made of the content */
  etag: string;
}

/** Files as staff may see them: rights are looked up at each request. */
@Injectable()
export class MediaFiles {
  constructor(
    private readonly sql: HotQueries,
    private readonly readers: Readers,
    private readonly files: FileStore,
  ) {}

  /** Throws NotFoundError, alike for what is not there, not fetched yet, and not theirs to see. */
  async find(user: Principal, id: string, small: boolean): Promise<ServedFile> {
    const [file] = await this.visible(this.sql, user, [id]);
    if (!file) throw new NotFoundError('file');
    const { sha256, mimeType, filename } = file;
    if (small && file.thumbnailSize !== null) {
      const path = this.files.thumbnailOf(user.hotelId, sha256);
      return { path, mimeType: 'image/webp', filename: null, etag: `"${sha256}-small"` };
    }
    return { path: this.files.placeOf(user.hotelId, sha256), mimeType, filename, etag: `"${sha256}"` };
  }

  /** Those of these files that are here and this person may see. */
  async visible(sql: Sql, user: Principal, ids: readonly string[]): Promise<ReadyMedia[]> {
    if (ids.length === 0) return [];
    return visibleFiles(sql, user, await this.readers.sightOf(user), ids);
  }
}
