import type { ProviderMessageKey } from './delivery.repository.js';

/** After most transactions, and after the longest that can be under way (ingestion's statements end after ten seconds). */
const LOOKS_MS = [2_000, 15_000];

/**
 * An edit at one process and its message at another, both not yet committed, do not see each other; neither do a tick and
 * the echo it belongs to. So what was told about messages is looked at again when both are in the record.
 */
export class SecondLook {
  private readonly timers = new Map<NodeJS.Timeout, ProviderMessageKey[]>();
  private due: ProviderMessageKey[] = [];

  constructor(private readonly wake: () => void) {}

  /** Something was told about these messages, which need not be there yet. */
  later(keys: ProviderMessageKey[]): void {
    if (keys.length === 0) return;
    for (const ms of LOOKS_MS) {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        this.due.push(...keys);
        this.wake();
      }, ms).unref();
      this.timers.set(timer, keys);
    }
  }

  get isDue(): boolean {
    return this.due.length > 0;
  }

  /** Each message once. */
  take(): ProviderMessageKey[] {
    const keys = new Map(this.due.map((key) => [`${key.hotelId}:${key.channelId}:${key.providerId}`, key]));
    this.due = [];
    return [...keys.values()];
  }

  /** At a stop: what was not looked at yet is, now. */
  hurry(): void {
    for (const [timer, keys] of this.timers) {
      clearTimeout(timer);
      this.due.push(...keys);
    }
    this.timers.clear();
    if (this.isDue) this.wake();
  }
}
