import { Controller, Get, Res } from '@nestjs/common';
import { ApiServiceUnavailableResponse } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { Public } from '../auth/index.js';
import { DiskSpace } from '../common/disk-space.js';
import { ReadyView, type LiveView } from './health.view.js';
import { ReadinessService } from './readiness.js';

@Public()
@Controller('health')
export class HealthController {
  constructor(
    private readonly readiness: ReadinessService,
    private readonly disk: DiskSpace,
  ) {}

  /** The process answers. */
  @Get('live')
  live(): LiveView {
    return { status: 'ok' };
  }

  /** 200: send work here. 503: not yet, not any more, or the database is away. */
  @Get('ready')
  @ApiServiceUnavailableResponse({ type: ReadyView })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyView> {
    const [state, disk, room] = await Promise.all([
      this.readiness.state(),
      this.disk.state(),
      this.disk.databaseHasRoom(),
    ]);
    void reply.header('cache-control', 'no-store');
    if (state.ready && room) return { status: 'ready', reason: null, disk };
    void reply.status(503).header('retry-after', '2');
    return { status: 'not_ready', reason: state.ready ? 'disk_full' : state.reason, disk };
  }
}
