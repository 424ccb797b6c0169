import { Module } from '@nestjs/common';

import { HealthController } from './health.controller.js';
import { Housekeeping } from './housekeeping.js';
import { HttpMetrics } from './http-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { ReadinessService } from './readiness.js';

@Module({
  controllers: [HealthController, MetricsController],
  providers: [Housekeeping, HttpMetrics, ReadinessService],
})
export class OpsModule {}
