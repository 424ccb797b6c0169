/** What a run may not leave behind, by the promise it breaks. */
export type Rule =
  | 'acknowledged, not stored'
  | 'stored more than once'
  | 'stored, never said'
  | 'stored otherwise than said'
  | 'shown twice on a phone'
  | 'out of order on a phone'
  | 'on a phone, not in the record'
  | 'sent, not on the phone'
  | 'on the phone, not known as sent'
  | 'a send still open'
  | 'failed without a reason'
  | 'ticks behind'
  | 'one guest, several times'
  | 'two active conversations'
  | 'not routed'
  | 'counter differs'
  | 'read mark lost';

export interface Finding {
  rule: Rule;
  detail: string;
}

/** Values that occur more than once, with how often. */
export function repeated<T>(values: Iterable<T>): Map<T, number> {
  const times = new Map<T, number>();
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1);
  return new Map([...times].filter(([, count]) => count > 1));
}
