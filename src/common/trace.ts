import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';

import type { FastifyInstance } from 'fastify';

import { newId } from './ids.js';

const traces = new AsyncLocalStorage<string>();

/** The id that ties a request's log lines and its error answer together; null outside any request. */
export function traceId(): string | null {
  return traces.getStore() ?? null;
}

/** What `work` does and logs is told under this id. */
export function withTrace<T>(id: string, work: () => T): T {
  return traces.run(id, work);
}

/** Every request gets a trace id: its X-Request-Id if that is one we would put in a log, else a new one. */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    request.id = givenId(request.headers) ?? newId();
    reply.header('x-request-id', request.id);
    traces.run(request.id, done);
  });
  // A body is read in the socket's own async context, which knows nothing of the request.
  fastify.addHook('preValidation', (request, _reply, done) => traces.run(request.id, done));
}

/** The sender's own, where it is one that we would put in a log. */
export function givenId(headers: IncomingHttpHeaders): string | null {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{8,64}$/.test(given) ? given : null;
}
