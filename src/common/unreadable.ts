import type { Socket } from 'node:net';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { newId } from './ids.js';
import { problemBody, problemOf } from './problem.js';
import { refuse } from './refuse.js';
import { givenId } from './trace.js';

const UNREADABLE = { status: 400, reason: 'Bad Request', code: 'invalid_request', detail: 'This is no HTTP request.' };
/** What Node's parser says of a request that never became one, in our words. */
const REFUSALS: Record<string, typeof UNREADABLE> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    reason: 'Request Timeout',
    code: 'too_slow',
    detail: 'The request took too long to arrive.',
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    reason: 'Request Header Fields Too Large',
    code: 'headers_too_large',
    detail: 'The headers are too large.',
  },
};

/** Answers on the bare socket: there is no request that a route or a filter could see. */
export function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, reason, code, detail } = REFUSALS[error.code ?? ''] ?? UNREADABLE;
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(
    problemBody({ status, code, detail, members: {}, retryAfterSeconds: null, unexpected: false }, newId()),
  );
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** Answers where no route could be looked for, and no hook or filter sees the request: its address cannot be read. */
export function refuseUnreadableAddress(error: Error, request: FastifyRequest, reply: FastifyReply): void {
  refuse(problemOf(error), reply, givenId(request.headers) ?? newId());
}
