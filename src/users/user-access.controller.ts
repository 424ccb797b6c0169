import { Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

import {
  CurrentUser,
  OpenSessions,
  Requires,
  type GivenLinkView,
  type Principal,
  type SessionPageView,
} from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { PageDto } from '../common/page.dto.js';
import { UserLinks } from './user-links.js';

/** How a person gets in, and out. */
@Controller('api/v1/users/:id')
export class UserAccessController {
  constructor(
    private readonly links: UserLinks,
    private readonly sessions: OpenSessions,
  ) {}

  /**
   * Makes a one-time link with which this person chooses a password: an invitation good for a week, or a day for one who
   * forgot theirs. Voids those before it. Sent by e-mail where the desk can, else answered as `url`, to be copied.
   */
  @Post('link')
  @Requires('user:write')
  @Fails('login_shared', 'user_inactive', 'mail_not_sent')
  link(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GivenLinkView> {
    void reply.header('cache-control', 'no-store');
    return this.links.give(me, id);
  }

  /** Where this person is signed in to the hotel, newest first. */
  @Get('sessions')
  @Requires('user:write')
  @Fails('invalid_input', 'invalid_cursor')
  listSessions(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageDto,
  ): Promise<SessionPageView> {
    return this.sessions.list(me, id, page);
  }

  /** Signs this person out there: its screens close at once. */
  @Delete('sessions/:sessionId')
  @HttpCode(204)
  @Requires('user:write')
  endSession(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Param('sessionId', IdPipe) sessionId: string,
  ): Promise<void> {
    return this.sessions.end(me, id, sessionId);
  }

  /** Signs this person out of the hotel everywhere. */
  @Delete('sessions')
  @HttpCode(204)
  @Requires('user:write')
  endSessions(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.sessions.endAll(me, id);
  }
}
