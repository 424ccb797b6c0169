import { copyFile, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { encryptionKeyOf, type Config, type SecretName } from '../config/index.js';
import { BackupError } from './errors.js';
import { syncFolder } from './files.js';
import { keyId, secretFile, type Manifest } from './manifest.js';

/**
 * Which of the backup's secrets take the place of those in DATA_DIR: those that were not given by the environment.
 * Throws BackupError where channel credentials could not be read afterwards.
 */
export async function secretsToRestore(folder: string, manifest: Manifest, config: Config): Promise<SecretName[]> {
  const names = manifest.secrets.map(({ name }) => name).filter((name) => config.keptSecrets.includes(name));
  const key = names.includes('encryption-key')
    ? encryptionKeyOf((await readFile(join(folder, secretFile('encryption-key')), 'utf8')).trim())
    : config.encryptionKey;
  if (keyId(key) !== manifest.encryptionKeyId)
    throw new BackupError(
      'The channels’ credentials in this backup are encrypted with another key than the ENCRYPTION_KEY given here: give the ' +
        'one of the desk it was made on. Where that is lost, --other-key restores all the same, and each channel’s ' +
        'credentials must be entered again.',
    );
  return names;
}

/** Puts them into DATA_DIR, all or none; those that were there lie beside as `….replaced`. Answers what takes it back. */
export async function placeSecrets(
  folder: string,
  names: readonly SecretName[],
  dataDir: string,
): Promise<() => Promise<void>> {
  const places = names.map((name) => ({ source: join(folder, secretFile(name)), path: join(dataDir, name) }));
  for (const { source, path } of places) await copySecret(source, `${path}.partial`);
  const placed: string[] = [];
  const takeBack = async (): Promise<void> => {
    for (const path of placed.splice(0)) await rename(`${path}.replaced`, path);
  };
  try {
    for (const { path } of places) {
      await copySecret(path, `${path}.replaced`);
      await rename(`${path}.partial`, path);
      placed.push(path);
    }
    await syncFolder(dataDir);
    return takeBack;
  } catch (error) {
    await takeBack();
    throw error;
  }
}

/** On the disk when it returns; nobody but its owner reads it. */
export async function copySecret(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const handle = await open(to, 'r+');
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
