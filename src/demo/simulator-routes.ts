import type { FastifyInstance } from 'fastify';

import type { MetaCloudSimulator } from '../simulators/index.js';

export const SIMULATOR_PATH = '/sim/meta';
/** Uploads too; Meta takes 100 MB, a demo does not. */
const BODY_LIMIT = 20 * 1024 * 1024;

/** The simulated Cloud API on the desk's own address. It gets the bytes as they came, as Meta would. */
export function registerSimulator(fastify: FastifyInstance, simulator: MetaCloudSimulator): void {
  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, parsed) =>
      parsed(null, body),
    );
    scope.all(`${SIMULATOR_PATH}/*`, async ({ method, url, headers, body }, reply) => {
      const raw = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
      const answer = await simulator.handle({ method, path: url, headers, body: raw });
      if (answer.cut) {
        reply.hijack();
        reply.raw.destroy();
        return reply;
      }
      return reply.code(answer.status).headers(answer.headers).send(answer.body);
    });
    scope.addHook('preClose', (closed) => void simulator.close().finally(() => closed()));
    done();
  });
}
