import type { Neighbours } from '../processes/index.js';

/** Messages one number may send at once before they are spread. */
const BURST_MS = 100;
/** After a refusal for speed the number is back at its full pace in about this time. */
const RECOVERY_MS = 60_000;
const SLOWEST_PER_SECOND = 1;
/** Calls that were under way together are refused together, at whichever worker: that is one refusal. */
const SAME_REFUSAL_MS = 1_000;
/** A turn nobody came for. */
const FORGET_MS = 60_000;

interface PacedNumber {
  /** real time up to which the pace is used up */
  usedUntil: number;
  /** the next turn that can be given, of each kind */
  next: { staff: number; automatic: number };
  /** when it was slowed down last, and to which part of its pace */
  slowedAt: number;
  part: number;
  /** by chat: when its turn is */
  turns: Map<string, number>;
}

/**
 * How fast each number sends: so many messages a second, one after another by their chats, staff before what is automatic.
 * What another worker sends is counted as soon as it is heard of. The provider's own word is final: a refusal for speed
 * halves the pace, which then grows back.
 */
export class NumberPace {
  private readonly numbers = new Map<string, PacedNumber>();

  constructor(
    private readonly neighbours: Pick<Neighbours, 'tell' | 'hear'>,
    private readonly clock: () => number = () => performance.now(),
  ) {
    neighbours.hear('pace', ({ channelId, usedMs }) =>
      usedMs === null ? this.slow(channelId) : this.use(this.numberOf(channelId), usedMs),
    );
  }

  /** Milliseconds until this chat may send its next message; 0: now, and it counts. */
  turn(channelId: string, chatId: string, staff: boolean, perSecond: number): number {
    const now = this.clock();
    const number = this.numberOf(channelId);
    const interval = 1_000 / this.paceOf(number, perSecond, now);
    const given = number.turns.get(chatId);
    if (given !== undefined && given > now) return given - now;
    number.turns.delete(chatId);

    const free = number.usedUntil - BURST_MS;
    const kind = staff ? 'staff' : 'automatic';
    const first = given !== undefined || staff || number.next.automatic <= now;
    if (free <= now && first) {
      this.use(number, interval);
      this.neighbours.tell('pace', { channelId, usedMs: interval });
      return 0;
    }
    const at = Math.max(number.next[kind], free, now + 1);
    number.next[kind] = at + interval;
    if (staff) number.next.automatic = Math.max(number.next.automatic, at) + interval; // goes ahead of those to come
    number.turns.set(chatId, at);
    return at - now;
  }

  /** The provider said that this number is too fast. */
  slowDown(channelId: string): void {
    this.slow(channelId);
    this.neighbours.tell('pace', { channelId, usedMs: null });
  }

  private use(number: PacedNumber, ms: number): void {
    number.usedUntil = Math.max(number.usedUntil, this.clock()) + ms;
  }

  private slow(channelId: string): void {
    const now = this.clock();
    const number = this.numberOf(channelId);
    if (now - number.slowedAt < SAME_REFUSAL_MS) return;
    number.part = this.partOf(number, now) / 2;
    number.slowedAt = now;
  }

  private numberOf(channelId: string): PacedNumber {
    let number = this.numbers.get(channelId);
    if (!number) {
      number = { usedUntil: 0, next: { staff: 0, automatic: 0 }, slowedAt: -Infinity, part: 1, turns: new Map() };
      this.numbers.set(channelId, number);
    }
    const old = this.clock() - FORGET_MS;
    // Turns are few: only what could not go at once has one.
    for (const [chatId, at] of number.turns) {
      if (at > old) break;
      number.turns.delete(chatId);
    }
    return number;
  }

  private paceOf(number: PacedNumber, perSecond: number, now: number): number {
    return Math.max(Math.min(SLOWEST_PER_SECOND, perSecond), perSecond * this.partOf(number, now));
  }

  private partOf({ part, slowedAt }: PacedNumber, now: number): number {
    return part >= 1 ? 1 : Math.min(1, part + (now - slowedAt) / RECOVERY_MS);
  }
}
