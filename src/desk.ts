import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

import { AppModule } from './app.module.js';
import { setUpHttp } from './common/http.js';
import { refuseUnreadable } from './common/unreadable.js';
import { Log } from './common/logger.js';
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
  });
}

/** Everything that answers at the desk's address: the API, the sockets, the screens, the webhooks. */
export async function openDoors(desk: NestFastifyApplication, config: Config): Promise<void> {
  await setUpHttp(desk);
  desk.useWebSocketAdapter(new SocketAdapter(desk));
  await serveScreens(desk, config);
  desk.get(WebhooksRoutes).register(desk.getHttpAdapter().getInstance(), config.http.trustProxy);
}
