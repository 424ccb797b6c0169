import { DomainError } from './errors.js';
import { isUuid } from './ids.js';

export class InvalidCursorError extends DomainError {
  override readonly name = 'InvalidCursorError';

  constructor() {
    super('invalid', 'invalid_cursor', 'This cursor is not one we gave. Begin again without it.');
  }
}

/** A keyset position as an opaque text: the sort values of the last row. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values.map(String))).toString('base64url');
}

/** The sort values again, always as text. `arity`: how many this list sorts by. */
export function decodeCursor(cursor: string, arity: number): string[] {
  const values = parse(cursor);
  if (!Array.isArray(values) || values.length !== arity) throw new InvalidCursorError();
  const texts = values.map((value: unknown) => {
    if (typeof value !== 'string' || value.includes('\0') || !value.isWellFormed()) throw new InvalidCursorError();
    return value;
  });
  if (encodeCursor(texts) !== cursor) throw new InvalidCursorError(); // base64 reads over what is not base64
  return texts;
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
  rows: Row[],
  limit: number,
  item: (row: Row) => Item,
  position: (row: Row) => readonly (string | number)[],
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : null,
  };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new InvalidCursorError();
  }
}
