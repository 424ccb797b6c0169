import type { SendFailure, SendOutcome } from '../channels/index.js';
import { assertNever } from '../common/assert-never.js';

/** How long an outage of the provider, or a limit of its own, may hold a message back before it fails. */
export const PATIENCE_MS = 4 * 3_600_000;
const FIRST_RETRY_MS = 2_000;
/** A wait for this message alone that is longer lets what was written after it go first. */
const LONGEST_HOLD_MS = 60_000;
/** Meta's advice for its limit of one guest is 4^X seconds; longer than four minutes tells nothing more. */
const MOST_PAIR_TRIES = 4;

/** What decides about the next step of a message, besides what its call told. */
export interface SendState {
  /** of those that were asked for together, 1 for the first */
  try: number;
  waits: number;
  askedAt: Date;
  waitsFor: SendFailure | null;
  /** whether the number is in an outage */
  outage: boolean;
  /** when free text to this guest ends; null: never */
  windowClosesAt: Date | null;
}

export interface SendRules {
  tries: number;
  now: Date;
  /** from 0 to 1: what failed together does not come back together */
  chance: number;
}

export type NextStep =
  | { kind: 'accepted'; providerId: string }
  /** nobody knows whether it went out; when it is so again and again the number waits, or everything would end so */
  | { kind: 'unconfirmed'; detail: string }
  /** a try was spent */
  | { kind: 'again'; failure: SendFailure; delayMs: number; aside: boolean }
  /** no try was spent, this guest waits */
  | { kind: 'wait'; failure: SendFailure; delayMs: number }
  /** no try was spent, the whole number waits; 0: as long as an outage of that age asks */
  | { kind: 'pause'; failure: SendFailure; askedMs: number }
  | { kind: 'failed'; failure: SendFailure };

/** Pure: what becomes of a message whose call ended so. */
export function stepAfter(outcome: SendOutcome, send: SendState, rules: SendRules): NextStep {
  switch (outcome.kind) {
    case 'accepted':
      return outcome;
    case 'unknown':
      return { kind: 'unconfirmed', detail: outcome.detail };
    case 'unreachable':
      return patiently(send, rules, { kind: 'pause', failure: unreachable(outcome.detail), askedMs: 0 });
    case 'refused':
      return afterRefusal(outcome.failure, send, rules);
    default:
      return assertNever(outcome);
  }
}

function afterRefusal(failure: SendFailure, send: SendState, rules: SendRules): NextStep {
  if (!failure.passes) return { kind: 'failed', failure };
  const asked = failure.retryAfterMs ?? 0;
  if (failure.scope === 'channel') return patiently(send, rules, { kind: 'pause', failure, askedMs: asked });
  if (failure.scope === 'guest') {
    const delayMs = later(4 ** Math.min(send.waits, MOST_PAIR_TRIES) * 1_000, asked, rules.chance);
    return patiently(send, rules, { kind: 'wait', failure, delayMs });
  }
  const delayMs = later(FIRST_RETRY_MS * 4 ** (send.try - 1), asked, rules.chance);
  if (send.try >= rules.tries || closesWithin(send, rules, delayMs)) return { kind: 'failed', failure };
  return { kind: 'again', failure, delayMs, aside: delayMs > LONGEST_HOLD_MS };
}

/** Up to a quarter longer, never sooner than the provider asks. */
function later(delayMs: number, askedMs: number, chance: number): number {
  return Math.round(Math.max(delayMs, askedMs) * (1 + chance / 4));
}

function patiently(send: SendState, rules: SendRules, step: Extract<NextStep, { kind: 'wait' | 'pause' }>): NextStep {
  const delayMs = step.kind === 'wait' ? step.delayMs : step.askedMs;
  const tooLong = +rules.now + delayMs - +send.askedAt > PATIENCE_MS;
  if (tooLong || closesWithin(send, rules, delayMs)) return { kind: 'failed', failure: givenUp(step.failure) };
  return step;
}

function closesWithin({ windowClosesAt }: SendState, { now }: SendRules, delayMs: number): boolean {
  return windowClosesAt !== null && +now + delayMs > +windowClosesAt;
}

/**
 * Before a call: why it is too late for this message, or null. What an outage held back says so, because nothing was
 * wrong with the message.
 */
export function tooLate(send: SendState, now: Date): SendFailure | null {
  const closed = send.windowClosesAt !== null && now > send.windowClosesAt;
  const impatient = (send.outage || send.waits > 0) && +now - +send.askedAt > PATIENCE_MS;
  if (!closed && !impatient) return null;
  const held = send.waitsFor ?? (send.outage ? unreachable(null) : null);
  if (held !== null && (impatient || held.code !== 'too_fast')) return givenUp(held);
  return sendFailure('window_closed', 'The 24 hours are over: only a template reaches this guest now.');
}

/** A provider that was only too busy for us is still there; one that did not answer is away. */
function givenUp(failure: SendFailure): SendFailure {
  if (failure.code === 'too_fast') return failure;
  const { providerCode, providerDetail } = failure;
  const reason = 'WhatsApp could not be reached for as long as this message could wait.';
  return { ...sendFailure('provider_unreachable', reason, true), providerCode, providerDetail };
}

function unreachable(detail: string | null): SendFailure {
  const failure = sendFailure('provider_unreachable', 'WhatsApp cannot be reached. Bellhop keeps trying.', true);
  return { ...failure, scope: 'channel', providerDetail: detail };
}

export function sendFailure(code: SendFailure['code'], reason: string, passes = false): SendFailure {
  return { code, reason, passes, retryAfterMs: null, scope: 'message', providerCode: null, providerDetail: null };
}
