import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { refuseDeepBodies } from './nesting.js';
import { DomainError } from './errors.js';
import { serveOpenApi } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { problemOf } from './problem.js';
import { refuse } from './refuse.js';
import { traceRequests } from './trace.js';
import { validationPipe } from './validation.pipe.js';

/** The habits of every HTTP door of the desk: trace ids, cookies, checked input, one shape of refusal, the API's own page. Call before `app.init()`. */
export async function setUpHttp(app: NestFastifyApplication): Promise<void> {
  traceRequests(app.getHttpAdapter().getInstance());
  refuseDeepBodies(app.getHttpAdapter().getInstance());
  await app.register(cookie);
  await app.register(multipart);
  // Fastify's own reading of text would let it pass as a body without members.
  app.getHttpAdapter().getInstance().removeContentTypeParser('text/plain');
  refuseFormsElsewhere(app);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  serveOpenApi(app);
}

/**
 * Forms with files are for the API's routes that say so (`@RouteConfig(TAKES_FORMS)`); in all its others bodies are JSON. Plain forms,
 * which any page may have a browser send here, are for none.
 */
export const TAKES_FORMS = { forms: true };

/** What comes with them is not read. */
const BODILESS = new Set(['GET', 'HEAD', 'DELETE']);

function refuseFormsElsewhere(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, reply, done) => {
      if (BODILESS.has(request.method) || !request.url.startsWith('/api/')) return done();
      const type = request.headers['content-type'] ?? '';
      const withFiles = /^multipart\//i.test(type) && !('forms' in request.routeOptions.config);
      if (!withFiles && !/^application\/x-www-form-urlencoded/i.test(type)) return done();
      // Answered here: an address of no route of ours has no filter behind it.
      const error = new DomainError('unsupported', 'unsupported_media_type', 'The body must be JSON.');
      refuse(problemOf(error), reply, request.id);
    });
}
