/** How urgent a wait is: under half of the target calm, up to it soon, beyond it late. */
export type Urgency = 'calm' | 'soon' | 'late';

export interface Waiting {
  minutes: number;
  urgency: Urgency;
  /** part of the ring that is filled */
  ring: 0.25 | 0.5 | 1;
}

export const DEFAULT_TARGET_MINUTES = 5;

export function waitingFor(since: string, now: number, targetMinutes = DEFAULT_TARGET_MINUTES): Waiting {
  const minutes = Math.max(0, Math.floor((now - Date.parse(since)) / 60_000));
  if (minutes >= targetMinutes) return { minutes, urgency: 'late', ring: 1 };
  if (minutes >= targetMinutes / 2) return { minutes, urgency: 'soon', ring: 0.5 };
  return { minutes, urgency: 'calm', ring: 0.25 };
}

/** A length of time in the two figures that matter: 40 s is "now", 95 min is 1 h 35, three days are days. */
export interface Span {
  unit: 'now' | 'minutes' | 'hours' | 'days';
  value: number;
  /** minutes beside hours */
  rest: number;
}
export function spanOf(minutes: number): Span {
  if (minutes < 1) return { unit: 'now', value: 0, rest: 0 };
  if (minutes < 60) return { unit: 'minutes', value: minutes, rest: 0 };
  if (minutes < 48 * 60) return { unit: 'hours', value: Math.floor(minutes / 60), rest: minutes % 60 };
  return { unit: 'days', value: Math.floor(minutes / 1440), rest: 0 };
}

export type WindowState =
  | { kind: 'none' }
  | { kind: 'closed' }
  | { kind: 'open'; minutes: number; level: 'calm' | 'shown' | 'soon' };

/** The provider's reply window: shown from four hours on, amber in the last. */
export function windowOf(closesAt: string | null, now: number): WindowState {
  if (closesAt === null) return { kind: 'none' };
  const minutes = Math.floor((Date.parse(closesAt) - now) / 60_000);
  if (Date.parse(closesAt) <= now) return { kind: 'closed' };
  return { kind: 'open', minutes, level: minutes < 60 ? 'soon' : minutes < 240 ? 'shown' : 'calm' };
}
