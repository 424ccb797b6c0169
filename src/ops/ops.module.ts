import { Module } from '@nestjs/common';

import { AuditLogController } from './audit-log.controller.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { HealthController } from './health.controller.js';
import { HouseMetrics } from './house-metrics.js';
import { Housekeeping } from './housekeeping.js';
import { HttpMetrics } from './http-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { ReadinessService } from './readiness.js';
import { Watch } from './watch.js';
import { WatchRepository } from './watch.repository.js';
import { WorkMetrics } from './work-metrics.js';

@Module({
  controllers: [AuditLogController, HealthController, MetricsController],
  providers: [
    AuditLogRepository,
    HouseMetrics,
    Housekeeping,
    HttpMetrics,
    ReadinessService,
    Watch,
    WatchRepository,
    WorkMetrics,
  ],
})
export class OpsModule {}
