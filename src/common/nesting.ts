import type { FastifyInstance } from 'fastify';

import { DomainError } from './errors.js';

/** The deepest body of the API's has six levels; what validates and copies bodies recurses. */
const DEEPEST = 32;

/** E5: a body of brackets alone would overflow the stack of whatever walks it. */
export function refuseDeepBodies(fastify: FastifyInstance): void {
  fastify.addHook('preValidation', (request, _reply, done) => {
    if (!isDeep(request.body)) return done();
    const detail = `The body is nested deeper than ${DEEPEST} levels.`;
    done(new DomainError('invalid', 'invalid_request', detail));
  });
}

function isDeep(body: unknown): boolean {
  let level = [body];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap(children);
    if (level.length === 0) return false;
  }
  return true;
}

function children(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null && !Buffer.isBuffer(value) ? Object.values(value) : [];
}
