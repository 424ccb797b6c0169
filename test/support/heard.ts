import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { expect } from 'vitest';

/** One answer of the API as it went out. */
export interface Heard {
  test: string;
  method: string;
  /** as Fastify has it, `/api/v1/users/:id` */
  route: string;
  status: number;
  contentType: string;
  body: string;
}

/** Since the test file began. */
export const heard: Heard[] = [];

/** From now on every answer of this app is compared with the API's document, when its test file ends. */
export function watchAnswers(app: NestFastifyApplication): void {
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const route = request.routeOptions.url;
    if (route?.startsWith('/api/v1/') && request.method !== 'HEAD') {
      heard.push({
        test: expect.getState().currentTestName ?? 'set-up',
        method: request.method.toLowerCase(),
        route: route.replace(/:(\w+)/g, '{$1}'),
        status: reply.statusCode,
        contentType: String(reply.getHeader('content-type') ?? ''),
        body: typeof payload === 'string' ? payload : '',
      });
    }
    done();
  });
}
