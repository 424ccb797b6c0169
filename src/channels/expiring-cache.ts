const MOST = 10_000;

/** Values that may be a little old. Parallel askers share one look-up; a failed one, or `null`, is not kept. */
export class ExpiringCache<T> {
  private readonly entries = new Map<string, { value: Promise<T>; until: number }>();

  constructor(private readonly lifeMs: number) {}

  get(key: string, load: (key: string) => Promise<T>): Promise<T> {
    const there = this.entries.get(key);
    if (there && there.until > Date.now()) return there.value;
    const value = load(key);
    const entry = { value, until: Date.now() + this.lifeMs };
    if (this.entries.size >= MOST) this.entries.clear();
    this.entries.set(key, entry);
    const drop = (): void => {
      if (this.entries.get(key) === entry) this.entries.delete(key);
    };
    // What is not there is asked again: nobody fills the memory with made-up ids, and a new channel opens at once.
    void value.then((loaded) => loaded === null && drop(), drop);
    return value;
  }

  forget(key: string): void {
    this.entries.delete(key);
  }
}
