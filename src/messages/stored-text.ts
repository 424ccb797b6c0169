import { storable } from '../common/text.js';

/**
 * A copy of `value` in which every string is one PostgreSQL takes (see `storable`), and whether
 * anything had to be replaced. Shares unchanged parts with the original.
 */
export function repairText<T>(value: T): { value: T; repaired: boolean } {
  let repaired = false;
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') {
      const result = storable(part);
      repaired ||= result.repaired;
      return result.text;
    }
    if (Array.isArray(part)) return part.map(walk);
    if (part !== null && typeof part === 'object' && !(part instanceof Date) && !Buffer.isBuffer(part)) {
      return Object.fromEntries(Object.entries(part).map(([key, inner]) => [walk(key), walk(inner)]));
    }
    return part;
  };
  if (!suspicious(value)) return { value, repaired: false };
  const copy = walk(value) as T; // walk keeps the shape: strings stay strings, objects objects
  return { value: copy, repaired };
}

/** Cheap first look, for the hot path: almost no message has anything to repair. */
function suspicious(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0') || !value.isWellFormed();
  if (value === null || typeof value !== 'object' || value instanceof Date || Buffer.isBuffer(value)) return false;
  for (const key in value) {
    if (suspicious(key) || suspicious((value as Record<string, unknown>)[key])) return true;
  }
  return false;
}
