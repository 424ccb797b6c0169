import { DomainError } from './errors.js';
import { isUuid } from './ids.js';

export class InvalidCursorError extends DomainError {
  override readonly name = 'InvalidCursorError';

  constructor() {
    super('invalid', 'invalid_cursor', 'This cursor is not one we gave. Begin again without it.');
  }
}

/**
 * A keyset position as an opaque text: the sort values of the last row. `list`: whose, with the id it lies under and the
 * order it is in, where it has them; no other list takes the cursor.
 */
export function encodeCursor(list: string, values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...values.map(String)])).toString('base64url');
}

/** The sort values again, always as text. `arity`: how many this list sorts by. */
export function decodeCursor(list: string, cursor: string, arity: number): string[] {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== arity + 1) throw new InvalidCursorError();
  const [, ...values] = parts.map((part: unknown) => {
    if (typeof part !== 'string' || part.includes('\0') || !part.isWellFormed()) throw new InvalidCursorError();
    return part;
  });
  // Another list's; or with something in it that base64 reads over.
  if (encodeCursor(list, values) !== cursor) throw new InvalidCursorError();
  return values;
}

/** Where a list that sorts by id alone goes on; null: it begins. */
export function lastId(list: string, cursor: string | undefined): string | null {
  return cursor === undefined ? null : uuidOf(decodeCursor(list, cursor, 1)[0]);
}

/** For ids and times out of a cursor: a client may have put anything there. */
export function uuidOf(value: string | undefined): string {
  if (!isUuid(value)) throw new InvalidCursorError();
  return value;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Cuts the page from `limit + 1` rows: the one too many only tells that there is more. */
export function pageOf<Row, Item>(
  list: string,
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  position: (row: Row) => readonly (string | number)[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(list, position(last)) : null,
  };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new InvalidCursorError();
  }
}
