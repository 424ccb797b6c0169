import type { FastifyReply } from 'fastify';

import { problemBody, type Problem } from './problem.js';

/** The one way in which a refusal goes out as problem+json. `traceId`: what its lines in the log go by. */
export function refuse(problem: Problem, reply: FastifyReply, traceId: string): void {
  if (problem.retryAfterSeconds !== null && !reply.hasHeader('retry-after'))
    void reply.header('retry-after', String(Math.max(1, Math.ceil(problem.retryAfterSeconds))));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('x-request-id', traceId)
    .send(problemBody(problem, traceId));
}
