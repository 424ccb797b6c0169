import type { NightlyHistory } from './backup-runs.js';

const DAY_MS = 86_400_000;
/** One that failed is tried again, not every minute. */
const AGAIN_MS = 3_600_000;

/**
 * Whether the night's backup is to be made now: the hour has come since the last one. A machine that is off at night
 * makes it when it is on again; a desk that was set up today has its first one in the coming night.
 */
export function isDue(hour: number, { since, good, tried }: NightlyHistory, now: Date): boolean {
  const slot = new Date(now);
  slot.setHours(hour, 0, 0, 0);
  const last = +slot > +now ? +slot - DAY_MS : +slot;
  if (since === null || +since > last) return false;
  if (good !== null && +good >= last) return false;
  return tried === null || +tried < last || +tried < +now - AGAIN_MS;
}
