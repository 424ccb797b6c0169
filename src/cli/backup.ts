import { makeBackup, restoreBackup, type MadeBackup, type Restored, type RestoreRequest } from '../backup/index.js';
import { readConfig } from '../config/index.js';
import { reachDatabase } from '../database/start-database.js';

/** Also while the desk runs; the database is left as it is, older ones too. */
export async function backUp(to: string | undefined): Promise<MadeBackup> {
  const config = readConfig(process.env);
  const database = await reachDatabase(config, { join: true });
  try {
    return await makeBackup({ url: database.url, config, reason: 'asked', ...(to === undefined ? {} : { to }) });
  } finally {
    await database.stop();
  }
}

export function restore(from: string, options: Omit<RestoreRequest, 'config' | 'from'>): Promise<Restored> {
  return restoreBackup({ config: readConfig(process.env), from, ...options });
}
