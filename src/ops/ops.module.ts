import { Module } from '@nestjs/common';

import { AuditLogController } from './audit-log.controller.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { HealthController } from './health.controller.js';
import { Housekeeping } from './housekeeping.js';
import { HttpMetrics } from './http-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { ReadinessService } from './readiness.js';

@Module({
  controllers: [AuditLogController, HealthController, MetricsController],
  providers: [AuditLogRepository, Housekeeping, HttpMetrics, ReadinessService],
})
export class OpsModule {}
