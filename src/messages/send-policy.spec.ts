import { describe, expect, it } from 'vitest';

import type { SendFailure, SendOutcome } from '../channels/index.js';
import { sendFailure, stepAfter, tooLate, type SendState } from './send-policy.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const ago = (ms: number): Date => new Date(+NOW - ms);

const waiting = (given: Partial<SendState> = {}): SendState => ({
  try: 1,
  waits: 0,
  askedAt: ago(SECOND),
  waitsFor: null,
  outage: false,
  windowClosesAt: null,
  ...given,
});
const refused = (given: Partial<SendFailure>): SendOutcome => ({
  kind: 'refused',
  failure: { ...sendFailure('provider_unavailable', 'WhatsApp had a problem.', true), ...given },
});
const after = (outcome: SendOutcome, send = waiting(), chance = 0): ReturnType<typeof stepAfter> =>
  stepAfter(outcome, send, { tries: 3, now: NOW, chance });
const HICCUP = refused({});
const AWAY: SendOutcome = { kind: 'unreachable', detail: 'ECONNREFUSED' };

describe('E19: a refusal that passes is tried again', () => {
  it.each([
    [1, 2 * SECOND],
    [2, 8 * SECOND],
  ])('after try %i in %i ms, a quarter later at most', (tries, delayMs) => {
    expect(after(HICCUP, waiting({ try: tries }))).toMatchObject({ kind: 'again', delayMs, aside: false });
    expect(after(HICCUP, waiting({ try: tries }), 1)).toMatchObject({ delayMs: delayMs * 1.25 });
  });

  it('as often as QUEUE_TRIES says, then it is failed with the reason', () => {
    expect(after(HICCUP, waiting({ try: 3 }))).toMatchObject({
      kind: 'failed',
      failure: { code: 'provider_unavailable', passes: true },
    });
  });

  it('never sooner than the provider asks', () => {
    for (const chance of [0, 0.5, 1]) {
      const step = after(refused({ retryAfterMs: 30 * SECOND }), waiting(), chance);
      expect(step).toMatchObject({ kind: 'again' });
      expect(step.kind === 'again' && step.delayMs).toBeGreaterThanOrEqual(30 * SECOND);
    }
  });

  it('never after the window closed', () => {
    const closing = waiting({ windowClosesAt: new Date(+NOW + 5 * SECOND) });
    expect(after(HICCUP, closing)).toMatchObject({ kind: 'again' });
    expect(after(refused({ retryAfterMs: 6 * SECOND }), closing)).toMatchObject({ kind: 'failed' });
  });

  it('not at all when it is final', () => {
    expect(after(refused({ code: 'not_on_whatsapp', passes: false }))).toMatchObject({
      kind: 'failed',
      failure: { code: 'not_on_whatsapp' },
    });
  });

  it('B5: what waits for longer than a minute does not hold back what was written after it', () => {
    expect(after(refused({ retryAfterMs: 60 * SECOND }))).toMatchObject({ aside: false });
    expect(after(refused({ retryAfterMs: HOUR }))).toMatchObject({ kind: 'again', delayMs: HOUR, aside: true });
  });
});

describe('E16: the provider’s own limits slow down and fail nothing', () => {
  const PAIR = refused({ code: 'too_fast', scope: 'guest', retryAfterMs: null });
  it.each([
    [0, 1 * SECOND],
    [1, 4 * SECOND],
    [2, 16 * SECOND],
    [3, 64 * SECOND],
    [4, 256 * SECOND],
    [40, 256 * SECOND],
  ])('too fast for one guest for the %ith time: that guest waits %i ms, whatever the tries', (waits, delayMs) => {
    expect(after(PAIR, waiting({ waits, try: 3 }))).toMatchObject({ kind: 'wait', delayMs });
  });

  it('too fast for the number: the number waits as long as it is asked', () => {
    expect(after(refused({ code: 'too_fast', scope: 'channel', retryAfterMs: 20_000 }), waiting({ try: 3 }))).toEqual({
      kind: 'pause',
      askedMs: 20_000,
      failure: expect.objectContaining({ code: 'too_fast' }),
    });
  });

  it('for four hours, then it is failed as what it was', () => {
    expect(after(PAIR, waiting({ askedAt: ago(4 * HOUR), waits: 60 }))).toMatchObject({
      kind: 'failed',
      failure: { code: 'too_fast' },
    });
  });
});

describe('an outage of the provider pauses its number and costs no try', () => {
  it.each([
    ['no connection', AWAY],
    ['it says so itself', refused({ scope: 'channel' })],
  ])('%s', (_why, outcome) => {
    expect(after(outcome, waiting({ try: 3 }))).toMatchObject({ kind: 'pause', askedMs: 0 });
    const given = { kind: 'failed', failure: { code: 'provider_unreachable', passes: true } };
    expect(after(outcome, waiting({ askedAt: ago(4 * HOUR + SECOND) }))).toMatchObject(given);
    expect(after(outcome, waiting({ windowClosesAt: ago(SECOND) }))).toMatchObject(given);
  });

  it('what waits in it fails without another call when four hours are over, or the window', () => {
    const held = waiting({ outage: true, askedAt: ago(3 * HOUR) });
    expect(tooLate(held, NOW)).toBeNull();
    expect(tooLate({ ...held, askedAt: ago(4 * HOUR + SECOND) }, NOW)).toMatchObject({ code: 'provider_unreachable' });
    expect(tooLate({ ...held, windowClosesAt: ago(SECOND) }, NOW)).toMatchObject({ code: 'provider_unreachable' });
  });

  it('what only lay here, because the desk stood still, still goes out', () => {
    expect(tooLate(waiting({ askedAt: ago(9 * HOUR) }), NOW)).toBeNull();
  });

  it('C3: without an outage a closed window is what it is', () => {
    expect(tooLate(waiting({ windowClosesAt: ago(1) }), NOW)).toMatchObject({ code: 'window_closed', passes: false });
    expect(tooLate(waiting({ windowClosesAt: NOW }), NOW)).toBeNull();
    const slow = sendFailure('too_fast', 'Too many messages.', true);
    expect(tooLate(waiting({ windowClosesAt: ago(1), waitsFor: slow, waits: 1 }), NOW)).toMatchObject({
      code: 'window_closed',
    });
  });
});

it('promise 8: nobody knows whether it went out: never tried again by itself', () => {
  for (const tries of [1, 2, 3])
    expect(after({ kind: 'unknown', detail: 'cut' }, waiting({ try: tries }))).toEqual({
      kind: 'unconfirmed',
      detail: 'cut',
    });
});
