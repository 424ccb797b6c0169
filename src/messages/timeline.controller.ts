import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { CurrentUser, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { TimelineDto } from './timeline.dto.js';
import { TimelineService } from './timeline.service.js';
import { HistoryView, TimelineView } from './timeline.view.js';

@ApiTags('messages')
@Controller('api/v1')
@Requires('conversation:read')
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  /** The chat's whole thread: every episode this user may see, and a line for those they may not. */
  @Get('conversations/:id/messages')
  @Fails('invalid_input', 'invalid_cursor')
  page(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() query: TimelineDto,
  ): Promise<TimelineView> {
    return this.timeline.page(user, id, query);
  }

  /** What became of a message, with times and reasons. */
  @Get('messages/:id/history')
  history(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<HistoryView> {
    return this.timeline.history(user, id);
  }
}
