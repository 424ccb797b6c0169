import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { newId } from './ids.js';

const traces = new AsyncLocalStorage<string>();

/** The id that ties a request's log lines and its error answer together; null outside any request. */
export function traceId(): string | null {
  return traces.getStore() ?? null;
}

/** Every request gets a trace id: its X-Request-Id if that is one we would put in a log, else a new one. */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    request.id = givenId(request) ?? newId();
    reply.header('x-request-id', request.id);
    traces.run(request.id, done);
  });
  // A body is read in the socket's own async context, which knows nothing of the request.
  fastify.addHook('preValidation', (request, _reply, done) => traces.run(request.id, done));
}

function givenId(request: FastifyRequest): string | null {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : null;
}
