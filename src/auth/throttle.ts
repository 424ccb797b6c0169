/**
 * Counts tries in a window, in memory and real time: after a restart nobody stays locked out. What other processes
 * counted whoever keeps it adds (`Neighbours`). A try counts before it is judged, or parallel guesses would all pass. However
 * many keys are tried, no more than `mostKeys` are remembered: those tried longest ago are forgotten first.
 */
export class Throttle {
  private readonly tries = new Map<string, number[]>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number,
    private readonly now: () => number = Date.now,
    private readonly mostKeys = 20_000,
  ) {}

  /** Counts one try. Returns the seconds to wait when there were too many, else null. */
  take(key: string, most = this.most): number | null {
    const now = this.now();
    const recent = (this.tries.get(key) ?? []).filter((at) => at > now - this.windowMs);
    const oldest = recent[0];
    if (oldest !== undefined && recent.length >= most)
      return Math.max(1, Math.ceil((oldest + this.windowMs - now) / 1000));
    recent.push(now);
    this.tries.delete(key); // the map stays in the order of the last try: the oldest keys come first
    this.tries.set(key, recent);
    this.forgetOld(now);
    return null;
  }

  /** The try was right: it does not count. */
  giveBack(key: string): void {
    const tries = this.tries.get(key);
    tries?.pop();
    if (tries?.length === 0) this.tries.delete(key);
  }

  forget(key: string): void {
    this.tries.delete(key);
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.tries.size;
  }

  private forgetOld(now: number): void {
    for (const [key, tries] of this.tries) {
      const isOver = (tries.at(-1) ?? 0) <= now - this.windowMs;
      if (!isOver && this.tries.size <= this.mostKeys) return;
      this.tries.delete(key);
    }
  }
}
