import { MethodNotAllowedException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

import { problemOf } from './problem.js';
import { refuse } from './refuse.js';

/** A known address that is asked in another way answers 405 and says which ways there are; the API's document tells no less. */
export function refuseOtherMethods(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const { url } = request;
    const allowed = fastify.supportedMethods.filter((method) => fastify.findRoute({ method, url }) !== null);
    if (allowed.length === 0) return done();
    void reply.header('allow', allowed.join(', '));
    refuse(problemOf(new MethodNotAllowedException()), reply, request.id);
  });
}
