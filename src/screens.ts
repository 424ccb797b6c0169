import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import helmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import { Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

import type { Config } from './config/index.js';

const WEB = fileURLToPath(new URL('../web/dist/', import.meta.url));
const NOT_SCREENS = /^\/(api|webhooks|health|metrics|assets|sim|demo|socket\.io)(\/|$)/;
/** No screen has such an address: a page would be taken for the script or picture that was asked for. */
const FILE = /\.\w+$/;

/** Nothing of another origin, nothing made at run time (DASHBOARD V6): the browser talks to us alone (promise 9). */
const POLICY = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  fontSrc: ["'self'"],
  imgSrc: ["'self'", 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};

/** The staff's screens and the headers every answer carries. */
export async function serveScreens(desk: NestFastifyApplication, config: Config): Promise<void> {
  const secure = config.http.publicUrl.startsWith('https:');
  await desk.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: POLICY },
    hsts: secure,
    crossOriginOpenerPolicy: secure,
    originAgentCluster: secure,
    referrerPolicy: { policy: 'no-referrer' },
  });
  if (!existsSync(WEB)) {
    new Logger('Screens').warn('The screens are not built (npm run build:web); the API works without them.');
    return;
  }
  const fastify = desk.getHttpAdapter().getInstance();
  await desk.register(fastifyStatic, {
    root: WEB,
    wildcard: false,
    index: ['index.html'],
    globIgnore: ['phone.html'], // the guest's phone is the demo's: it serves the page itself
    setHeaders: (reply, path) => {
      const forever = path.startsWith(`${WEB}assets/`);
      void reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
    cacheControl: false,
  });
  // A screen's own address (deep link) is no route, so all others win.
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.is404 || !isScreen(request)) return done();
    void reply.sendFile('index.html');
  });
}

function isScreen({ method, url }: FastifyRequest): boolean {
  const [path = ''] = url.split('?', 1);
  return (method === 'GET' || method === 'HEAD') && !NOT_SCREENS.test(path) && !FILE.test(path);
}
