import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { CurrentUser, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { AuditLogRepository } from './audit-log.repository.js';
import { AuditPageView } from './audit-log.view.js';
import { AuditLogDto } from './dto/audit-log.dto.js';

@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditLogController {
  constructor(private readonly log: AuditLogRepository) {}

  /** Who did what, newest first. Entries are written with what they tell of and cannot be changed. */
  @Get()
  @Requires('audit:read')
  @Fails('invalid_input', 'invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() filters: AuditLogDto): Promise<AuditPageView> {
    return this.log.list(me.hotelId, filters);
  }
}
