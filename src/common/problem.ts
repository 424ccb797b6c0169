import { HttpException } from '@nestjs/common';

import { DomainError, type ErrorKind } from './errors.js';
import type { ProblemView } from './problem.view.js';

/** An error as it is told to a client. `unexpected`: ours to mend, so it is logged with its stack. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  /** `errors`, and members that only this code has */
  members: Record<string, unknown>;
  retryAfterSeconds: number | null;
  unexpected: boolean;
}

export const STATUS: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_slow: 408,
  too_large: 413,
  unsupported: 415,
  limited: 429,
  unavailable: 503,
};

const TITLES: Record<number, string> = {
  400: 'Not understood',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Not allowed here',
  408: 'Too slow',
  409: 'In conflict',
  413: 'Too large',
  415: 'Kind not supported',
  429: 'Too many requests',
  431: 'Too large',
  500: 'Something broke',
  503: 'Not available now',
};

/** Refusals of the HTTP server and the framework itself, in our codes. */
const FRAMEWORK_CODES: Record<number, { code: string; detail: string }> = {
  400: { code: 'invalid_request', detail: 'The request is not well formed.' },
  401: { code: 'unauthenticated', detail: 'Sign in first.' },
  403: { code: 'forbidden', detail: 'This is not yours to do.' },
  404: { code: 'not_found', detail: 'No such address.' },
  405: { code: 'method_not_allowed', detail: 'This address does not take the method; Allow names those it takes.' },
  413: { code: 'body_too_large', detail: 'The body is too large.' },
  415: { code: 'unsupported_media_type', detail: 'The body must be JSON (Content-Type: application/json).' },
  429: { code: 'limited', detail: 'Too many requests. Try again later.' },
  503: { code: 'unavailable', detail: 'Not available now. Try again in a moment.' },
};

const INVALID_JSON = { code: 'invalid_json', detail: 'The body is not valid JSON.' };
const JSON_ERRORS = [
  'FST_ERR_CTP_INVALID_JSON_BODY',
  'FST_ERR_CTP_EMPTY_JSON_BODY',
  'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
];
const DATABASE_AWAY = /^(ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|57P0[123]|08...|53...|58030)$/;
const CONNECTION_LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Query read timeout)/;

export function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) {
    const { errors, retryAfterSeconds, data } = error.extra;
    return {
      status: STATUS[error.kind],
      code: error.code,
      detail: error.message,
      members: errors ? { ...data, errors } : { ...data },
      retryAfterSeconds: retryAfterSeconds ?? (error.kind === 'unavailable' || error.kind === 'limited' ? 5 : null),
      unexpected: false,
    };
  }
  const status = frameworkStatus(error);
  if (status !== null) return plain(status, frameworkCode(error, status));
  if (isDatabaseAway(error))
    return plain(503, { code: 'database_unavailable', detail: 'The database is away. Try again in a moment.' });
  // Text that PostgreSQL cannot keep (NUL), in a place where no field rule stood before it.
  if (codeOf(error) === '22021' || codeOf(error) === '22P05') {
    return plain(400, { code: 'invalid_input', detail: 'A text has characters that cannot be stored.' });
  }
  return {
    ...plain(500, { code: 'internal_error', detail: 'Something broke on our side. The trace id finds it in the log.' }),
    unexpected: true,
  };
}

export function problemBody(problem: Problem, traceId: string): ProblemView {
  return {
    ...problem.members,
    type: `/problems/${problem.code}`,
    title: TITLES[problem.status] ?? 'Refused',
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    traceId,
  };
}

function plain(status: number, { code, detail }: { code: string; detail: string }): Problem {
  return {
    status,
    code,
    detail,
    members: {},
    retryAfterSeconds: status === 429 || status === 503 ? 5 : null,
    unexpected: false,
  };
}

/** The status of a refusal by Nest or Fastify below 500 (or a 503 of theirs); null for everything else. */
function frameworkStatus(error: unknown): number | null {
  if (error instanceof HttpException) return refusal(error.getStatus());
  const statusCode = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  return typeof statusCode === 'number' ? refusal(statusCode) : null;
}

function refusal(status: number): number | null {
  return (status >= 400 && status < 500) || status === 503 ? status : null;
}

function frameworkCode(error: unknown, status: number): { code: string; detail: string } {
  // Nest wraps Fastify's own errors and keeps them as the cause.
  const code = codeOf(error instanceof HttpException && error.cause ? error.cause : error);
  if (status === 400 && JSON_ERRORS.includes(code)) return INVALID_JSON;
  return FRAMEWORK_CODES[status] ?? { code: 'refused', detail: 'The request was refused.' };
}

function isDatabaseAway(error: unknown): boolean {
  return DATABASE_AWAY.test(codeOf(error)) || (error instanceof Error && CONNECTION_LOST.test(error.message));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
