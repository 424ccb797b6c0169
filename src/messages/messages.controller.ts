import { Body, Controller, Delete, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { CurrentUser, IdempotencyKey, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { NoteDto, ReactionDto, SEND_EXAMPLES, SendDto } from './message.dto.js';
import { MessageView } from './message.view.js';
import { Messages } from './messages.service.js';
import { Reactions } from './reactions.service.js';

@ApiTags('messages')
@Controller('api/v1')
@Requires('conversation:write')
export class MessagesController {
  constructor(
    private readonly messages: Messages,
    private readonly reactions: Reactions,
  ) {}

  /** Queues a message to the guest: 201 with the row as it is stored; its ticks follow as events. */
  @Post('conversations/:id/messages')
  @ApiBody({ type: SendDto, examples: SEND_EXAMPLES })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails(
    'invalid_input',
    'invalid_content',
    'message_too_long',
    'media_not_sendable',
    'media_too_large',
    'media_type_unsupported',
    'window_closed',
    'client_id_reused',
    'idempotency_key_reused',
    'invalid_idempotency_key',
  )
  async send(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() body: SendDto,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MessageView> {
    const answer = await this.messages.send(user, id, body, key);
    void reply.status(answer.status);
    return answer.body;
  }

  /** A note only staff see. */
  @Post('conversations/:id/notes')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails(
    'invalid_input',
    'invalid_content',
    'message_too_long',
    'mention_not_allowed',
    'client_id_reused',
    'idempotency_key_reused',
    'invalid_idempotency_key',
  )
  async note(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() body: NoteDto,
    @IdempotencyKey() key: string | undefined,
  ): Promise<MessageView> {
    return (await this.messages.note(user, id, body, key)).body;
  }

  /** Sends once more what failed, as a new attempt; a guest's file that could not be fetched is fetched again. */
  @Post('messages/:id/retry')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails('not_retryable', 'window_closed', 'idempotency_key_reused', 'invalid_idempotency_key')
  @HttpCode(200)
  async retry(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @IdempotencyKey() key: string | undefined,
  ): Promise<MessageView> {
    return (await this.messages.retry(user, id, key)).body;
  }

  /** Puts the hotel's one reaction on a message, or another in its place; shown at once, sent after. */
  @Put('messages/:id/reaction')
  @Fails('invalid_input', 'invalid_content', 'not_reactable')
  react(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { emoji }: ReactionDto,
  ): Promise<MessageView> {
    return this.reactions.set(user, id, emoji);
  }

  /** Takes the hotel's reaction back. */
  @Delete('messages/:id/reaction')
  @Fails('not_reactable')
  unreact(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<MessageView> {
    return this.reactions.remove(user, id);
  }
}
