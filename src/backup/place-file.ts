import { copyFile, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { hashOf, syncFolder } from './files.js';

/** The disk cannot, or not across these two places. */
const NO_LINKS = ['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'EACCES', 'ENOSYS'];

/** `linked`: the same file under another name, which takes no room. `missing`: it was nowhere, or another one. */
export type Placed = 'there' | 'linked' | 'copied' | 'missing';

/**
 * Brings a file to its place from the first of `sources` that has it, as a second name where the disk can. What lies
 * in a content's place never changes, so a name more is as good as a copy. `sha256` is checked of what is copied.
 */
export async function placeFile(
  place: string,
  sources: readonly string[],
  { size, sha256 }: { size: number; sha256: string | null },
): Promise<Placed> {
  if ((await sizeOf(place)) === size) return 'there';
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  const whole: string[] = [];
  for (const source of sources) {
    if ((await sizeOf(source)) !== size) continue;
    if (await linked(source, place)) return 'linked';
    whole.push(source);
  }
  for (const source of whole) if (await copied(source, place, sha256)) return 'copied';
  return 'missing';
}

export async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

async function linked(source: string, place: string): Promise<boolean> {
  try {
    await link(source, place);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') {
      await rm(place, { force: true }); // of another size, so a broken one
      return linked(source, place);
    }
    if (NO_LINKS.includes(code) || code === 'ENOENT') return false;
    throw error;
  }
}

/** Under another name until it is whole and on the disk. */
async function copied(source: string, place: string, sha256: string | null): Promise<boolean> {
  const draft = `${place}.partial`;
  try {
    await copyFile(source, draft);
    const handle = await open(draft, 'r+');
    await handle.chmod(0o600);
    await handle.sync();
    await handle.close();
    if (sha256 !== null && (await hashOf(draft)) !== sha256) return false;
    await rename(draft, place);
    await syncFolder(dirname(place));
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false; // removed since it was looked at
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
