import type { EnvReader } from './env-reader.js';

const MIB = 1024 * 1024;

/** What the door of webhooks lets in at once; past it providers are asked to come again (docs/performance.md, "Overload"). */
export interface DoorConfig {
  /** POSTs that are read, wait or are being stored */
  readonly requests: number;
  /** bytes of them */
  readonly bytes: number;
  /** milliseconds one may wait for its commit; then it is answered 503, and newcomers at once while the store stands still */
  readonly waitMs: number;
}

export function doorConfig(read: EnvReader): DoorConfig {
  return {
    requests: read.integer('WEBHOOK_REQUESTS', 8_000, 10, 1_000_000),
    bytes: read.integer('WEBHOOK_MEMORY', 32, 4, 10_000) * MIB,
    waitMs: read.integer('WEBHOOK_WAIT', 2_500, 100, 2_800),
  };
}
