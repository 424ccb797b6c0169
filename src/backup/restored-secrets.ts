import { copyFile, open, readFile, rename, rm } from 'node:fs/promises';
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

/** Puts them into DATA_DIR, each whole; those that were there lie beside as `….replaced`. Answers what takes it back. */
export async function placeSecrets(
  folder: string,
  names: readonly SecretName[],
  dataDir: string,
): Promise<() => Promise<void>> {
  const placed: SecretName[] = [];
  for (const name of names) {
    const path = join(dataDir, name);
    const draft = `${path}.partial`;
    await copyFile(join(folder, secretFile(name)), draft);
    const handle = await open(draft, 'r+');
    await handle.chmod(0o600);
    await handle.sync();
    await handle.close();
    await rename(path, `${path}.replaced`);
    await rename(draft, path);
    placed.push(name);
  }
  await syncFolder(dataDir);
  return async () => {
    for (const name of placed) {
      await rm(join(dataDir, name), { force: true });
      await rename(join(dataDir, `${name}.replaced`), join(dataDir, name));
    }
  };
}
