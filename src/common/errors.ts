/** What kind of refusal it is; `problem.filter.ts` says which HTTP status each kind is. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'too_slow'
  | 'too_large'
  | 'unsupported'
  | 'limited'
  | 'unavailable';

export interface FieldError {
  field: string;
  code: string;
  message: string;
}

/**
 * A refusal with a stable code. Throw a subclass, or this with a code of the table in docs/errors.md.
 * `code` becomes the problem's type (/problems/<code>) and never changes its meaning.
 */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';

  constructor(
    readonly kind: ErrorKind,
    readonly code: string,
    detail: string,
    readonly extra: { errors?: FieldError[]; retryAfterSeconds?: number; data?: Record<string, unknown> } = {},
  ) {
    super(detail);
  }
}

/** Not there and not yours answer alike (promise 10). */
export class NotFoundError extends DomainError {
  override readonly name = 'NotFoundError';

  constructor(what = 'resource') {
    super('not_found', 'not_found', `No such ${what}.`);
  }
}
