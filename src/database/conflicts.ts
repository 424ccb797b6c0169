import { setTimeout as pause } from 'node:timers/promises';

/** Somebody else held what was wanted, or was first: lock not available, deadlock, serialisation failure. */
const CONFLICTS = new Set(['55P03', '40P01', '40001']);
const TRIES = 8;

/** Runs a transaction again while it meets others; `busy` is thrown when it still does after some tries. */
export async function againOnConflict<T>(work: () => Promise<T>, busy: () => Error): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!CONFLICTS.has(codeOf(error))) throw error;
      if (attempt === TRIES) throw busy();
      await pause(20 * attempt * Math.random());
    }
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
