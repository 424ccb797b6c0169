import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Client } from 'pg';

import { databaseIn, type Config } from '../config/index.js';
import { appliedMigrations, holdTables, withoutTimeouts } from '../database/migrate.js';
import { openClient } from '../database/pg-client.js';
import { makeReceiptPartitions } from '../database/receipt-partitions.js';
import { reachDatabase } from '../database/start-database.js';
import { mediaRoot, placeIn, smallOf } from '../media/index.js';
import { checkBackup } from './check-backup.js';
import { BackupError } from './errors.js';
import { linesOf } from './files.js';
import { doubtQueuedSends, loadRows } from './load-rows.js';
import { MEDIA_FOLDER, MEDIA_LIST, readManifest } from './manifest.js';
import { listedFile } from './media-list.js';
import { placeFile } from './place-file.js';
import { placeSecrets, secretsToRestore } from './secrets.js';
import { hasHotels, versionsOf, type Versions } from './schema.js';

export interface RestoreRequest {
  config: Config;
  /** the backup's folder, or the manifest in it */
  from: string;
  /** the hotels that are there go */
  replace?: boolean;
  /** also where the channels' credentials cannot be read afterwards */
  otherKey?: boolean;
  /** what waited to be sent is sent: only where the desk has not run since the backup */
  sendQueued?: boolean;
  /** looks at everything, changes nothing */
  checkOnly?: boolean;
}

export interface Restored {
  folder: string;
  /** of the snapshot: what came later is not in it */
  madeAt: Date;
  rows: number;
  files: number;
  /** names of the secrets that took the place of those in DATA_DIR */
  secrets: string[];
  /** messages that waited to be sent and whose outcome staff are asked about */
  doubtedSends: number;
  /** migrations that were run on the restored rows */
  migrated: string[];
  /** tables of the backup that are none of Bellhop's */
  leftOut: string[];
  checkedOnly: boolean;
}

/**
 * Reads a backup back into the database and DATA_DIR of the settings. Everything is checked before anything is
 * changed, and the rows come in one transaction: all or nothing. Throws BackupError or StartError with what to do.
 */
export async function restoreBackup(request: RestoreRequest): Promise<Restored> {
  const { config, checkOnly = false } = request;
  const { folder, manifest } = await readManifest(request.from);
  const versions = versionsOf(manifest);
  await checkBackup(folder, manifest, { contents: true });
  const secrets = await secretsToRestore(folder, manifest, config).catch((error: unknown) => {
    if (request.otherKey) return [];
    throw error;
  });
  const told: Restored = {
    folder,
    madeAt: new Date(manifest.madeAt),
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    files: manifest.media.files,
    secrets,
    doubtedSends: 0,
    migrated: versions.since.map(({ name }) => name),
    leftOut: [],
    checkedOnly: checkOnly,
  };
  if (checkOnly) {
    await assertFreeHere(request, versions);
    return told;
  }

  const database = await reachDatabase(config);
  try {
    const client = openClient(database);
    await client.connect();
    try {
      await withoutTimeouts(client);
      await client.query('BEGIN');
      await assertFree(client, versions, request.replace ?? false);
      Object.assign(told, await loadRows(client, folder, manifest, versions));
      if (!request.sendQueued) told.doubtedSends = await doubtQueuedSends(client);
      await bringFiles(folder, config);
      const takeBack = await placeSecrets(folder, secrets, config.dataDir);
      await client.query('COMMIT').catch(async (error: unknown) => {
        await takeBack();
        throw error;
      });
      await client.query('ANALYZE');
    } finally {
      await client.end(); // without a commit nothing was
    }
    await makeReceiptPartitions(database.url);
    return told;
  } finally {
    await database.stop();
  }
}

/** Where there is a database already, whether it may be restored into; it is left as it is. */
async function assertFreeHere({ config, replace = false }: RestoreRequest, versions: Versions): Promise<void> {
  if (config.database.url === null && !existsSync(databaseIn(config.dataDir))) return;
  const database = await reachDatabase(config);
  try {
    const client = openClient(database);
    await client.connect();
    try {
      await client.query('BEGIN');
      await assertFree(client, versions, replace);
    } finally {
      await client.end(); // without a commit nothing was
    }
  } finally {
    await database.stop();
  }
}

/** Nobody works on it, nothing newer is there, and nobody's rows would be lost. */
async function assertFree(client: Client, { had, since }: Versions, replace: boolean): Promise<void> {
  const { rows: desks } = await client.query(
    `SELECT 1 FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'bellhop' AND pid <> pg_backend_pid() LIMIT 1`,
  );
  if (desks.length > 0) throw new BackupError('A desk is connected to this database: stop it first.');
  await holdTables(client);
  const known = new Set([...had, ...since].map(({ name }) => name));
  const newer = [...(await appliedMigrations(client)).keys()].find((name) => !known.has(name));
  if (newer)
    throw new BackupError(`The database here is newer than this Bellhop: it has had ${newer}. Give another one.`);
  if ((await hasHotels(client)) && !replace)
    throw new BackupError(
      'There are hotels in this database: give an empty one, or --replace where what is there may go (make a backup of it first).',
    );
}

/** Into DATA_DIR/media. What is there already stays; nothing names a file before its row is there. */
async function bringFiles(folder: string, config: Config): Promise<void> {
  const root = mediaRoot(config.dataDir);
  for await (const line of linesOf(join(folder, MEDIA_LIST))) {
    const file = listedFile(line);
    const [source, place] = [join(folder, MEDIA_FOLDER), root].map((from) => placeIn(from, file.hotelId, file.sha256));
    if (source === undefined || place === undefined) continue;
    if ((await placeFile(place, [source], file)) === 'missing')
      throw new BackupError(`${source} could not be brought to ${place}. Nothing was changed.`);
    if (file.thumbnailSize !== null)
      await placeFile(smallOf(place), [smallOf(source)], { size: file.thumbnailSize, sha256: null });
  }
}
