import { BackupError } from './errors.js';

/** A file that rows name. */
export interface ListedFile {
  hotelId: string;
  /** lower-case hex */
  sha256: string;
  size: number;
  /** null: it has none */
  thumbnailSize: number | null;
}

/** As `COPY` writes them, in this order. */
export const LISTED = `SELECT hotel_id, encode(sha256, 'hex'), size, thumbnail_size FROM media_file ORDER BY hotel_id, sha256`;

const LINE = /^([0-9a-f-]{36})\t([0-9a-f]{64})\t(\d+)\t(\d+|\\N)$/;

export function listedFile(line: string): ListedFile {
  const [, hotelId = '', sha256 = '', size, thumbnail] = LINE.exec(line) ?? [];
  if (sha256 === '') throw new BackupError(`The list of files has a line that is none: ${line.slice(0, 200)}`);
  return { hotelId, sha256, size: Number(size), thumbnailSize: thumbnail === '\\N' ? null : Number(thumbnail) };
}

export function bytesOf({ size, thumbnailSize }: ListedFile): number {
  return size + (thumbnailSize ?? 0);
}
