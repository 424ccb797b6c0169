import { Logger } from '@nestjs/common';

import type { Config } from '../config/index.js';
import { openClient } from '../database/pg-client.js';
import type { StartOptions } from '../database/start-database.js';
import { StartError } from '../database/start-error.js';
import { makeBackup } from './make-backup.js';
import { removeOldBackups } from './old-backups.js';
import { hasHotels } from './schema.js';

/**
 * For `startDatabase`: makes a backup before a newer version changes a database that has hotels. When it cannot be
 * made nothing is changed and the desk does not start: an update can wait, and there is no way back from one.
 */
export function backupBeforeUpdate(config: Config): NonNullable<StartOptions['beforeUpdate']> {
  return async (url, first) => {
    if (!config.backup.beforeUpdate || !(await worthIt(url))) return;
    const logger = new Logger('Backup');
    logger.log(`${first} is new to the database: a backup is made before it is changed`);
    try {
      const { path } = await makeBackup({ url, config, reason: 'update' });
      logger.log(`Made ${path}`);
      await removeOldBackups(config.backup.dir, config.backup.days);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new StartError(
        `The database was not changed and the desk not started, because no backup could be made before the update.\n${reason}\n` +
          'Make room, name another disk in BACKUP_DIR, start the version from before, or, where you have a backup of your own, ' +
          'set BACKUP_BEFORE_UPDATE=0.',
      );
    }
  };
}

async function worthIt(url: string): Promise<boolean> {
  const client = openClient({ url });
  await client.connect();
  try {
    return await hasHotels(client);
  } finally {
    await client.end();
  }
}
