import { Global, Module } from '@nestjs/common';

import { Clock } from './clock.js';
import { DiskSpace } from './disk-space.js';
import { MessageTrace } from './message-trace.js';
import { Metrics } from './metrics.js';
import { Pressure } from './pressure.js';

/** What every module may inject without importing anything. */
@Global()
@Module({
  providers: [Clock, DiskSpace, MessageTrace, Metrics, Pressure],
  exports: [Clock, DiskSpace, MessageTrace, Metrics, Pressure],
})
export class CommonModule {}
