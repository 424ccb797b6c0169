import { beforeEach, describe, expect, it } from 'vitest';

import type { Neighbours } from '../processes/index.js';
import { NumberPace } from './number-pace.js';

type Talk = Pick<Neighbours, 'tell' | 'hear'>;
const ALONE: Talk = { tell: () => undefined, hear: () => undefined };

/** Workers that hear of each other at once. */
function together(count: number): Talk[] {
  const listeners: ((news: never, from: string) => void)[] = [];
  return Array.from({ length: count }, (_, me) => ({
    tell: (_topic, news) => listeners.forEach((listener, n) => n !== me && listener(news as never, String(me))),
    hear: (_topic, listener) => void (listeners[me] = listener),
  }));
}

describe('E16: how fast one number sends', () => {
  let now: number;
  let pace: NumberPace;
  beforeEach(() => {
    now = 1_000_000;
    pace = new NumberPace(ALONE, () => now);
  });

  /** Every chat comes when it was told to, until all have sent; when each went. */
  function all(
    chats: { name: string; staff?: boolean; number?: string }[],
    perSecond: number,
    workers = [pace],
  ): [string, number][] {
    const went: [string, number][] = [];
    const due = chats.map((chat, n) => ({ ...chat, at: now, worker: workers[n % workers.length]! }));
    while (due.length > 0) {
      due.sort((a, b) => a.at - b.at);
      const next = due.shift()!;
      now = Math.max(now, next.at);
      const wait = next.worker.turn(next.number ?? 'reception', next.name, next.staff ?? false, perSecond);
      if (wait === 0) went.push([next.name, now]);
      else due.push({ ...next, at: now + wait });
    }
    return went;
  }
  const guests = (count: number, more: object = {}): { name: string }[] =>
    Array.from({ length: count }, (_, n) => ({ name: `guest ${n}`, ...more }));

  it.each([1, 2, 4])(
    'never more than a tenth above it in any second, and not much slower, with %i workers',
    (count) => {
      const began = now;
      const workers = together(count).map((talk) => new NumberPace(talk, () => now));
      const times = all(guests(300), 70, workers).map(([, at]) => at);
      for (const from of times)
        expect(times.filter((at) => at >= from && at < from + 1_000).length).toBeLessThanOrEqual(78);
      expect((times.at(-1)! - began) / 1_000).toBeLessThan(300 / 70 + 1);
    },
  );

  it('chats take their turns in the order they came, each once', () => {
    const chats = guests(100);
    expect(all(chats, 10).map(([name]) => name)).toEqual(chats.map(({ name }) => name));
  });

  it('D8: staff do not wait behind what is automatic', () => {
    const began = now;
    for (const { name } of guests(200)) pace.turn('reception', name, false, 10);
    const wait = pace.turn('reception', 'Maria answers', true, 10);
    expect(wait).toBeLessThanOrEqual(200);
    expect(now).toBe(began);
  });

  it('numbers do not slow each other down', () => {
    for (const { name } of guests(200)) pace.turn('reception', name, false, 10);
    expect(pace.turn('spa', 'Ana', false, 10)).toBe(0);
  });

  it('a refusal for speed halves the pace once, however many calls it met, and it grows back', () => {
    const rate = (): number => {
      const began = now;
      const times = all(guests(40), 40);
      return 40_000 / (times.at(-1)![1] - began);
    };
    const before = rate();
    for (let call = 0; call < 8; call++) pace.slowDown('reception');
    const slowed = rate();
    expect(slowed).toBeLessThan(before * 0.65);
    expect(slowed).toBeGreaterThan(before * 0.4);
    now += 60_000;
    expect(rate()).toBeGreaterThan(before * 0.9);
  });

  it('D7: a refusal that one worker met slows all, once', () => {
    const workers = together(2).map((talk) => new NumberPace(talk, () => now));
    for (const worker of workers) worker.slowDown('reception');
    const began = now;
    const times = all(guests(40), 40, workers);
    const rate = 40_000 / (times.at(-1)![1] - began);
    expect(rate).toBeLessThan(40 * 0.65);
    expect(rate).toBeGreaterThan(40 * 0.4);
  });
});
