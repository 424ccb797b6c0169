import { codePoints } from './text.js';

export const SHORTEST_PASSWORD = 10;

/** Counted as people count, in whole characters. */
export function isTooShort(password: string): boolean {
  return codePoints(password) < SHORTEST_PASSWORD;
}
