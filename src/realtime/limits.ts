import { DomainError } from '../common/errors.js';

/** Pages one user may have open at once. */
export const MOST_SOCKETS = 20;
/** Bytes of one event's payload, as JSON. Ours are ids and positions. */
const MOST_BYTES = 4_096;
/** Events a page may send at once, and per second in the long run. */
const BURST = 40;
const PER_SECOND = 10;
/** Reading the log again is dearer than telling who types. */
const COST: Record<string, number> = { resume: 8 };
/** So many refusals in a row are no page of ours. */
const MOST_REFUSALS = 200;

/** What one page may send. Real time, as every limit. */
export class SocketLimits {
  private left = BURST;
  private at: number;
  private refusals = 0;

  constructor(now: number) {
    this.at = now;
  }

  /** Throws DomainError `limited` or `body_too_large`. */
  check(event: string, payload: readonly unknown[], now: number): void {
    this.left = Math.min(BURST, this.left + ((now - this.at) / 1_000) * PER_SECOND);
    this.at = now;
    const cost = COST[event] ?? 1;
    if (this.left < cost) {
      this.refusals++;
      const retryAfterSeconds = Math.ceil((cost - this.left) / PER_SECOND);
      throw new DomainError('limited', 'limited', 'Too many events. Try again in a moment.', { retryAfterSeconds });
    }
    this.left -= cost;
    this.refusals = 0;
    if (Buffer.byteLength(JSON.stringify(payload)) > MOST_BYTES)
      throw new DomainError('too_large', 'body_too_large', `An event carries at most ${MOST_BYTES} bytes.`);
  }

  /** It goes on and on though it was told. */
  get deaf(): boolean {
    return this.refusals > MOST_REFUSALS;
  }
}
