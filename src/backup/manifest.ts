import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import type { SecretName } from '../config/index.js';
import { BackupError } from './errors.js';
import type { WrittenFile } from './files.js';

/**
 * What a backup holds, as a folder:
 *
 *     manifest.json               this; written last
 *     tables/<table>.copy.gz      the rows, as PostgreSQL's COPY writes them (text), of one snapshot
 *     media.gz                    the files those rows name: hotel, sha256, bytes, bytes of the thumbnail
 *     media/<hotel>/<ab>/<sha256> the files, where DATA_DIR/media has them
 *     secrets/<name>              the keys that lie in DATA_DIR
 */
export interface Manifest {
  format: 1;
  reason: BackupReason;
  /** RFC 3339: of the snapshot; everything committed before is in it */
  madeAt: string;
  /** Bellhop's version, and its server's */
  bellhop: string;
  postgres: string;
  /** the migrations the database had, in their order */
  schema: { name: string; checksum: string }[];
  tables: CopiedTable[];
  /** how far the counters of columns were; null: never used */
  counters: { table: string; column: string; last: string | null }[];
  /** days of receipts that had a partition, as their tables' names */
  receiptPartitions: string[];
  media: CopiedMedia;
  secrets: { name: SecretName; sha256: string }[];
  /** of the key that the channels' credentials are encrypted with, so that another one is noticed */
  encryptionKeyId: string;
}

/** `nightly`: by itself. `update`: before a newer version changed the database. `asked`: by a person. */
export const BACKUP_REASONS = ['nightly', 'update', 'asked'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

export interface CopiedTable extends WrittenFile {
  name: string;
  columns: string[];
  rows: number;
}

export interface CopiedMedia extends WrittenFile {
  files: number;
  /** bytes of the files themselves, thumbnails included */
  fileBytes: number;
  /** that rows name and that were not on the disk */
  missing: number;
}

export const MEDIA_LIST = 'media.gz';
export const MEDIA_FOLDER = 'media';

const NAME = /^[a-z_][a-z0-9_]*$/;

export function tableFile(name: string): string {
  return join('tables', `${name}.copy.gz`);
}

export function secretFile(name: SecretName): string {
  return join('secrets', name);
}

export function keyId(encryptionKey: Buffer): string {
  return createHash('sha256').update('bellhop backup').update(encryptionKey).digest('hex').slice(0, 16);
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
}

/** Of a backup's folder, or of the manifest in it. Throws BackupError. */
export async function readManifest(path: string): Promise<{ folder: string; manifest: Manifest }> {
  const folder = basename(path) === 'manifest.json' ? dirname(resolve(path)) : resolve(path);
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch(() => {
    throw new BackupError(`${folder} is no backup: it has no manifest.json.`);
  });
  const manifest = parsed(text);
  if (manifest === null) throw new BackupError(`${join(folder, 'manifest.json')} is damaged.`);
  if (manifest.format !== 1)
    throw new BackupError(`${folder} was made by a newer Bellhop (${manifest.bellhop}): restore it with that one.`);
  return { folder, manifest };
}

/** Names become parts of paths and of SQL, so they are looked at. */
function parsed(text: string): Manifest | null {
  try {
    const manifest = JSON.parse(text) as Manifest;
    const names = [
      ...manifest.tables.flatMap(({ name, columns }) => [name, ...columns]),
      ...manifest.counters.flatMap(({ table, column }) => [table, column]),
      ...manifest.receiptPartitions,
    ];
    const sound = names.every((name) => NAME.test(name)) && manifest.schema.length > 0 && manifest.media.files >= 0;
    return sound ? manifest : null;
  } catch {
    return null;
  }
}
