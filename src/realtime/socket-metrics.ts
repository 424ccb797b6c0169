import { Injectable, type OnModuleInit } from '@nestjs/common';

import { Metrics } from '../common/metrics.js';
import { Switchboard } from './switchboard.js';

/** How many pages of staff this process holds. */
@Injectable()
export class SocketMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly switchboard: Switchboard,
  ) {}

  onModuleInit(): void {
    this.metrics.gauge('bellhop_sockets', 'Open pages of staff', [], (gauge) =>
      gauge.set(this.switchboard.sockets().length),
    );
  }
}
