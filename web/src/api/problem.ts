import type { Problem } from './types.js';

/** A refusal of the server, or (code `unreachable`) no answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly problem: Problem,
    /** seconds, from Retry-After */
    readonly retryAfter: number | null = null,
  ) {
    super(problem.detail ?? problem.code);
  }

  get code(): string {
    return this.problem.code;
  }
}

export function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && typeof (body as { code?: unknown }).code === 'string';
}

/** What came back instead of the answer, as one kind of error. */
export function refusal(response: Response, body: unknown): ApiError {
  const seconds = Number(response.headers.get('retry-after'));
  const problem = isProblem(body) ? body : { status: response.status, code: 'unexpected' };
  return new ApiError(problem, Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds) : null);
}

export function unreachable(cause: unknown): ApiError {
  const error = new ApiError({ status: 0, code: 'unreachable' });
  error.cause = cause;
  return error;
}

/** Did nothing reach the server? Then the same request may go out again. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'unreachable';
}
