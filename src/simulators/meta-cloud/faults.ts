import { graphError, GraphError } from './graph-error.js';

/** What the far side does wrong, on request. Each holds for the next `times` calls of the messages endpoint. */
export class Faults {
  private queue: { kind: Fault; left: number }[] = [];
  private failing: { code: number; left: number }[] = [];
  private waitMs = 0;

  /** Every call takes this long; 0 ends it. */
  slow(ms: number): void {
    this.waitMs = ms;
  }

  /** 503 with Graph's own words, or with the page of something in between. */
  down(times = Infinity, answer: 'graph' | 'garbage' = 'graph'): void {
    this.add(answer === 'graph' ? { kind: 'refuse', code: 131016 } : { kind: 'garbage' }, times);
  }

  rateLimited(times = 1, retryAfterSeconds: number | null = null): void {
    this.add({ kind: 'refuse', code: 130429, retryAfterSeconds }, times);
  }

  refuse(code: number, times = 1): void {
    this.add({ kind: 'refuse', code }, times);
  }

  /** Takes the message, hands it to the phone, and cuts the connection instead of answering. */
  acceptThenCut(times = 1): void {
    this.add({ kind: 'accept-then-cut' }, times);
  }

  /** Cuts the connection before anything was taken. */
  cut(times = 1): void {
    this.add({ kind: 'cut' }, times);
  }

  /** Answers 200 with an id, and tells by webhook that it failed. */
  failLater(code: number, times = 1): void {
    this.failing.push({ code, left: times });
  }

  /** Well again. */
  none(): void {
    this.queue = [];
    this.failing = [];
    this.waitMs = 0;
  }

  get delayMs(): number {
    return this.waitMs;
  }

  next(): Fault | null {
    return takeOne(this.queue)?.kind ?? null;
  }

  nextLater(): GraphError | null {
    const failure = takeOne(this.failing);
    return failure ? graphError(failure.code) : null;
  }

  private add(kind: Fault, times: number): void {
    this.queue.push({ kind, left: times });
  }
}

export type Fault =
  | { kind: 'refuse'; code: number; retryAfterSeconds?: number | null }
  | { kind: 'garbage' }
  | { kind: 'accept-then-cut' }
  | { kind: 'cut' };

function takeOne<T extends { left: number }>(queue: T[]): T | null {
  const [first] = queue;
  if (!first) return null;
  first.left--;
  if (first.left <= 0) queue.shift();
  return first;
}
