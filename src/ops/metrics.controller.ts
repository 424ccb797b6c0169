import { isIPv4 } from 'node:net';
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { ForbiddenError, Public } from '../auth/index.js';
import { Metrics } from '../common/metrics.js';
import { sameSecret } from '../common/same-secret.js';
import { Config } from '../config/index.js';

@ApiExcludeController()
@Public()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly config: Config,
  ) {}

  /** For a Prometheus on this machine, or one that shows METRICS_TOKEN. */
  @Get()
  async read(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!isLocal(request) && !this.showsToken(request))
      throw new ForbiddenError('Figures are told on this machine, and to whoever shows METRICS_TOKEN.');
    void reply.header('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }

  private showsToken({ headers }: FastifyRequest): boolean {
    const { token } = this.config.metrics;
    const shown = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    return token !== null && shown !== undefined && sameSecret(shown, token);
  }
}

/** A proxy on this machine makes everybody look local: what came through one is not. */
function isLocal({ ip, headers }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = ip.startsWith('::ffff:') ? ip.slice(7) : ip;
  return address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}
