import { createHash } from 'node:crypto';

import { GraphError } from './graph-error.js';

export interface StoredMedia {
  id: string;
  mimeType: string;
  filename: string | null;
  bytes: Buffer;
  expiresAt: number;
}

const DAY = 86_400_000;
const URL_MINUTES = 5;
const MB = 1_000_000;

/** What may be uploaded (contract meta-cloud 10). */
const UPLOADS = new Map<string, number>([
  ...['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'video/mp4', 'video/3gpp'].map(
    (mime): [string, number] => [mime, 16 * MB],
  ),
  ...['image/jpeg', 'image/png'].map((mime): [string, number] => [mime, 5 * MB]),
  ['image/webp', 0.5 * MB],
  ...[
    'text/plain',
    'application/pdf',
    'application/msword',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    'application/vnd.ms-excel',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/vnd.ms-powerpoint',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  ].map((mime): [string, number] => [mime, 100 * MB]),
]);

/** Media by id, with Meta's expiries on the simulator's clock. */
export class MediaStore {
  private readonly stored = new Map<string, StoredMedia>();
  private next = 1_830_045_561_000_000;

  constructor(private readonly now: () => Date) {}

  /** A file that came with a guest's message lives 7 days, an uploaded one 30. */
  add(file: Pick<StoredMedia, 'mimeType' | 'filename' | 'bytes'>, days: 7 | 30): StoredMedia {
    const media = { ...file, id: String(this.next++), expiresAt: this.now().getTime() + days * DAY };
    this.stored.set(media.id, media);
    return media;
  }

  upload(file: Pick<StoredMedia, 'mimeType' | 'filename' | 'bytes'>): StoredMedia {
    const most = UPLOADS.get(file.mimeType.split(';')[0]!.trim());
    if (most === undefined) {
      throw new GraphError(
        100,
        'Param file must be a file with one of the supported types',
        `Received file of type '${file.mimeType}'.`,
      );
    }
    if (file.bytes.length > most)
      throw new GraphError(131053, 'Media upload error', `The file is larger than ${most} bytes.`);
    return this.add(file, 30);
  }

  get(id: string): StoredMedia | null {
    const media = this.stored.get(id);
    return media && media.expiresAt > this.now().getTime() ? media : null;
  }

  delete(id: string): boolean {
    return this.stored.delete(id);
  }

  /** What GET answers about a file; the address works for five minutes. */
  describe(media: StoredMedia, base: string): Record<string, unknown> {
    const expires = Math.floor(this.now().getTime() / 1000) + URL_MINUTES * 60;
    return {
      messaging_product: 'whatsapp',
      url: `${base}/media-bytes/?mid=${media.id}&ext=${expires}&hash=simulated`,
      mime_type: media.mimeType,
      sha256: sha256(media.bytes, 'hex'),
      file_size: String(media.bytes.length),
      id: media.id,
    };
  }

  /** The bytes behind such an address, null once it expired. */
  bytesAt(query: URLSearchParams): StoredMedia | null {
    const expires = Number(query.get('ext'));
    return expires * 1000 > this.now().getTime() ? this.get(query.get('mid') ?? '') : null;
  }
}

export function sha256(bytes: Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(bytes).digest(encoding);
}
