import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';

import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { PageDto } from '../common/page.dto.js';
import { PeopleOnly } from './decorators.js';
import { OpenSessions } from './open-sessions.js';
import { CurrentUser, type Principal } from './principal.js';
import type { SessionPageView } from './session.view.js';

@PeopleOnly()
@Controller('api/v1/me/sessions')
export class MySessionsController {
  constructor(private readonly sessions: OpenSessions) {}

  /** Where I am signed in to this hotel, newest first. */
  @Get()
  @Fails('invalid_input', 'invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() page: PageDto): Promise<SessionPageView> {
    return this.sessions.list(me, me.userId, page);
  }

  /** Signs me out there: its screens close at once. */
  @Delete(':id')
  @HttpCode(204)
  @Fails('not_found')
  end(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.sessions.end(me, me.userId, id);
  }

  /** Signs me out everywhere else, in every hotel I work for. */
  @Delete()
  @HttpCode(204)
  endOthers(@CurrentUser() me: Principal): Promise<void> {
    return this.sessions.endOthers(me);
  }
}
