import type { EnvReader } from './env-reader.js';

/** How fast messages go out. Defaults are the Cloud API's own limits; a provider's refusal slows down further. */
export interface SendConfig {
  /** one message to one guest in so many milliseconds; 0: no limit */
  readonly pairEveryMs: number;
  /** so many may go ahead of that */
  readonly pairBurst: number;
  /** messages a second of one number, in one process; a channel may have its own */
  readonly perSecond: number;
  /** after so many milliseconds a send that nobody confirmed is offered to staff */
  readonly unconfirmedMs: number;
}

export function sendConfig(read: EnvReader): SendConfig {
  return {
    pairEveryMs: read.integer('SEND_PAIR_SECONDS', 6, 0, 3_600) * 1_000,
    pairBurst: read.integer('SEND_PAIR_BURST', 45, 1, 10_000),
    perSecond: read.integer('SEND_PER_SECOND', 70, 1, 1_000),
    unconfirmedMs: read.integer('SEND_UNCONFIRMED_AFTER', 600, 30, 86_400) * 1_000,
  };
}
