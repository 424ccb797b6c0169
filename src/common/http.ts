import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { refuseDeepBodies } from './nesting.js';
import { serveOpenApi } from './openapi.js';
import { ProblemFilter } from './problem.filter.js';
import { traceRequests } from './trace.js';
import { validationPipe } from './validation.pipe.js';

/** The habits of every HTTP door of the desk: trace ids, cookies, checked input, one shape of refusal, the API's own page. Call before `app.init()`. */
export async function setUpHttp(app: NestFastifyApplication): Promise<void> {
  traceRequests(app.getHttpAdapter().getInstance());
  refuseDeepBodies(app.getHttpAdapter().getInstance());
  await app.register(cookie);
  await app.register(multipart);
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new ProblemFilter());
  serveOpenApi(app);
}
