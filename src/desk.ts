import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import { AppModule } from './app.module.js';
import { setUpHttp } from './common/http.js';
import { Log } from './common/logger.js';
import { refuseOtherMethods } from './common/other-methods.js';
import { ProblemFilter } from './common/problem.filter.js';
import { traceRequests } from './common/trace.js';
import { refuseUnreadable, refuseUnreadableAddress } from './common/unreadable.js';
import type { Config } from './config/index.js';
import { SocketAdapter } from './realtime/index.js';
import { serveScreens } from './screens.js';
import { WebhooksRoutes } from './webhooks/index.js';

/** Idle connections a browser keeps must not hold a stop back. */
const KEEP_ALIVE_MS = 65_000;

/** How long a client may take to send: a held connection costs a slot, and a slow line may carry a photo. */
const PATIENCE = { headersMs: 10_000, requestMs: 120_000, checkedEveryMs: 2_000 };

/** The whole desk, not listening yet: main, benches and the demo start the same one. */
export async function createDesk(config: Config, database: { url: string }): Promise<NestFastifyApplication> {
  const desk = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, database),
    httpServer(config),
    {
      abortOnError: false,
      // Nest's sockets close before Fastify and would wait for each connection that was busy at that moment.
      forceCloseConnections: true,
      logger: new Log(config.log),
    },
  );
  await openDoors(desk, config);
  return desk;
}

export function httpServer(config: Config, patience = PATIENCE): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: config.http.trustProxy,
    bodyLimit: 1024 * 1024,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 300 },
    requestTimeout: patience.requestMs,
    http: { headersTimeout: patience.headersMs, connectionsCheckingInterval: patience.checkedEveryMs },
    clientErrorHandler: refuseUnreadable,
    frameworkErrors: refuseUnreadableAddress,
  });
}

/** Everything that answers at the desk's address: the API, the sockets, the screens, the webhooks; at a worker's, its probes. */
export async function openDoors(desk: NestFastifyApplication, config: Config): Promise<void> {
  if (config.role === 'worker') return openProbesAlone(desk);
  await setUpHttp(desk);
  refuseOtherMethods(desk.getHttpAdapter().getInstance());
  desk.useWebSocketAdapter(new SocketAdapter(desk));
  await serveScreens(desk, config);
  desk.get(WebhooksRoutes).register(desk.getHttpAdapter().getInstance(), config.http.trustProxy);
}

const PROBES = /^\/(health\/(live|ready)|metrics)(\?|$)/;

/** The modules that do the work bring doors of their own, which are other processes' to open. */
function openProbesAlone(desk: NestFastifyApplication): void {
  const fastify = desk.getHttpAdapter().getInstance();
  traceRequests(fastify);
  desk.useGlobalFilters(new ProblemFilter());
  fastify.addHook('onRequest', (request, reply, done) => (PROBES.test(request.url) ? done() : reply.callNotFound()));
}
