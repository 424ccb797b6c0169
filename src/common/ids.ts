import { randomFillSync } from 'node:crypto';

import { v7 } from 'uuid';

/** Random bytes for this many ids are drawn at once: drawing them for each was 4 % of ingestion's time. */
const DRAWN = 256;
const BYTES = 16;
const pool = new Uint8Array(DRAWN * BYTES);
let used = DRAWN;

let msecs = 0;
let seq = 0;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether PostgreSQL takes it for an id. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

/** A new id: UUIDv7, made by the application, growing with real time and, within a millisecond, with each call. */
export function newId(): string {
  if (used === DRAWN) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used * BYTES, ++used * BYTES);
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = ((random[6]! << 16) | (random[7]! << 8) | random[8]!) & 0xffffff; // leaves room to count up
  } else {
    seq++;
  }
  return v7({ msecs, seq, random });
}

/** The smallest id of that time (Unix milliseconds): 48 bits of it, then nothing. For looking up rows by when they were made. */
export function lowestIdAt(ms: number): string {
  const hex = Math.floor(ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
