/** How many came lately: counted in two windows, so that an old rush is forgotten without keeping a time for each. */
export class Pace {
  private windowStart = 0;
  private current = 0;
  private previous = 0;

  constructor(private readonly windowMs: number) {}

  count(came: number): void {
    this.turn();
    this.current += came;
  }

  /** In the window under way and the one before it. */
  recent(): number {
    this.turn();
    return this.current + this.previous;
  }

  private turn(): void {
    const windows = Math.floor((performance.now() - this.windowStart) / this.windowMs);
    if (windows <= 0) return;
    this.previous = windows === 1 ? this.current : 0;
    this.current = 0;
    this.windowStart += windows * this.windowMs;
  }
}
