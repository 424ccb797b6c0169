import { LIMITS } from './limits.js';

/** Why a message cannot be made: which part, and what is wrong with it. Data, not an exception: people typed it. */
export class MessageInvalid {
  constructor(
    readonly field: string,
    readonly reason: string,
  ) {}
}

type Limit = keyof typeof LIMITS;
declare const fits: unique symbol;

/** Text known to be there and to fit this limit. Only `fit` makes one. */
export type Fit<L extends Limit> = string & { readonly [fits]: L };

export function fit<L extends Limit>(limit: L, field: string, value: string): Fit<L> | MessageInvalid {
  if (value.trim() === '') return new MessageInvalid(field, 'is empty');
  if (value.length > LIMITS[limit]) return new MessageInvalid(field, `is longer than ${LIMITS[limit]} characters`);
  return value as Fit<L>;
}

/** Like `fit` for what may be missing. */
export function fitOptional<L extends Limit>(
  limit: L,
  field: string,
  value: string | null,
): Fit<L> | null | MessageInvalid {
  return value === null || value.trim() === '' ? null : fit(limit, field, value);
}

/** An id a guest's choice comes back with; the Cloud API refuses spaces around it. */
export function fitId<L extends Limit>(limit: L, field: string, value: string): Fit<L> | MessageInvalid {
  return value === value.trim() ? fit(limit, field, value) : new MessageInvalid(field, 'has spaces around it');
}

/** Makes every one, or says what is wrong with the first that cannot be made. */
export function each<In, Out>(
  items: readonly In[],
  make: (item: In, index: number) => Out | MessageInvalid,
): Out[] | MessageInvalid {
  const made: Out[] = [];
  for (const [index, item] of items.entries()) {
    const one = make(item, index);
    if (one instanceof MessageInvalid) return one;
    made.push(one);
  }
  return made;
}

export function repeated(values: readonly string[]): string | null {
  return values.find((value, index) => values.indexOf(value) !== index) ?? null;
}
