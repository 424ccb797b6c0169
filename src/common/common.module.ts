import { Global, Module } from '@nestjs/common';

import { Clock } from './clock.js';
import { Metrics } from './metrics.js';

/** What every module may inject without importing anything. */
@Global()
@Module({ providers: [Clock, Metrics], exports: [Clock, Metrics] })
export class CommonModule {}
