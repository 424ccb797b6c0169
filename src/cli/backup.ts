import { makeBackup, restoreBackup, type MadeBackup, type Restored, type RestoreRequest } from '../backup/index.js';
import { readConfig } from '../config/index.js';
import { inWords, reachDatabase } from '../database/start-database.js';

/** Also while the desk runs; the database is left as it is, older ones too. */
export async function backUp(to: string | undefined): Promise<MadeBackup> {
  const config = readConfig(process.env, 'operate');
  const database = await reachDatabase(config, { join: true });
  try {
    return await makeBackup({ url: database.url, config, reason: 'asked', ...(to === undefined ? {} : { to }) });
  } catch (error) {
    throw inWords(config, error);
  } finally {
    await database.stop();
  }
}

export async function restore(from: string, options: Omit<RestoreRequest, 'config' | 'from'>): Promise<Restored> {
  const config = readConfig(process.env, options.checkOnly ? 'look' : 'start');
  return restoreBackup({ config, from, ...options }).catch((error: unknown) => {
    throw inWords(config, error);
  });
}
