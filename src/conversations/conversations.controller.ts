import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { CurrentUser, PeopleOnly, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { PageDto } from '../common/page.dto.js';
import { AssignDto, CloseDto, ReadDto, ReopenDto, TransferDto } from './conversation-acts.dto.js';
import { ConversationActs } from './conversation-acts.service.js';
import {
  AttendeesView,
  ConversationChangesView,
  ConversationCountsView,
  ConversationPageView,
  ConversationView,
  ParticipantsView,
  ReadView,
} from './conversation.view.js';
import { ConversationsRepository } from './conversations.repository.js';
import { ConversationsService } from './conversations.service.js';
import { ChangesDto, InboxDto } from './inbox.dto.js';

@ApiTags('conversations')
@Controller('api/v1/conversations')
@Requires('conversation:read')
export class ConversationsController {
  constructor(
    private readonly service: ConversationsService,
    private readonly conversations: ConversationsRepository,
    private readonly acts: ConversationActs,
  ) {}

  /** The inbox: what this user may see. */
  @Get()
  @Fails('invalid_input', 'invalid_cursor')
  list(@CurrentUser() user: Principal, @Query() filters: InboxDto): Promise<ConversationPageView> {
    return this.service.list(user, filters);
  }

  /** Badge figures; each equals the length of its list. */
  @Get('counts')
  counts(@CurrentUser() user: Principal): Promise<ConversationCountsView> {
    return this.service.counts(user);
  }

  /** What changed after a position, for clients that were away. */
  @Get('changes')
  @Fails('invalid_input')
  changes(@CurrentUser() user: Principal, @Query() { since }: ChangesDto): Promise<ConversationChangesView> {
    return this.service.changes(user, since);
  }

  /** One conversation. 404 also where this user may not see it. */
  @Get(':id')
  get(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<ConversationView> {
    return this.service.get(user, id);
  }

  /** The people of the chat, as the provider names them. */
  @Get(':id/attendees')
  @Fails('invalid_input', 'invalid_cursor')
  async attendees(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageDto,
  ): Promise<AttendeesView> {
    await this.conversations.visible(user, id);
    return this.conversations.attendees(user.hotelId, id, page);
  }

  /** Staff who take part, with how far they have read. */
  @Get(':id/participants')
  @Fails('invalid_input', 'invalid_cursor')
  async participants(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Query() page: PageDto,
  ): Promise<ParticipantsView> {
    await this.conversations.visible(user, id);
    return this.conversations.participants(user.hotelId, id, page);
  }

  /** I have read up to this message. A position only moves forward. */
  @Post(':id/read')
  @PeopleOnly()
  @Fails('invalid_input')
  @HttpCode(200)
  async read(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() body: ReadDto,
  ): Promise<ReadView> {
    return { unreadCount: await this.service.read(user, id, body.messageId) };
  }

  /** Gives it to a colleague, or to nobody. */
  @Post(':id/assignment')
  @Fails('invalid_input', 'assignee_not_allowed', 'conversation_not_active', 'version_conflict')
  @HttpCode(200)
  @Requires('conversation:assign')
  async assign(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() body: AssignDto,
  ): Promise<ConversationView> {
    return this.service.viewOf(user, await this.acts.assign(user, id, body));
  }

  /** Hands over to a department; answers with the conversation that goes on there. */
  @Post(':id/transfer')
  @Fails('invalid_input', 'department_not_available', 'conversation_not_active', 'version_conflict')
  @HttpCode(200)
  @Requires('conversation:write')
  async transfer(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() body: TransferDto,
  ): Promise<ConversationView> {
    return this.service.viewOf(user, await this.acts.transfer(user, id, body));
  }

  /** Ends it. A guest who writes again comes back to the desk. */
  @Post(':id/close')
  @Fails('invalid_input', 'version_conflict')
  @HttpCode(200)
  @Requires('conversation:write')
  async close(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() body: CloseDto,
  ): Promise<ConversationView> {
    return this.service.viewOf(user, await this.acts.close(user, id, body));
  }

  /** Makes an ended one active again. */
  @Post(':id/reopen')
  @Fails('invalid_input', 'conversation_already_active', 'version_conflict')
  @HttpCode(200)
  @Requires('conversation:write')
  async reopen(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() body: ReopenDto,
  ): Promise<ConversationView> {
    return this.service.viewOf(user, await this.acts.reopen(user, id, body));
  }
}
