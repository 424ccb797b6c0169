import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { CurrentUser, IdempotencyKey, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { ConversationView } from '../conversations/index.js';
import { StartConversationDto } from './start.dto.js';
import { StartConversations } from './start.service.js';

@ApiTags('conversations')
@Controller('api/v1/conversations')
@Requires('conversation:write')
export class StartController {
  constructor(private readonly service: StartConversations) {}

  /** Writes to a guest first. Where they have not written within the provider's hours it takes a template. */
  @Post()
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails(
    'invalid_input',
    'invalid_phone',
    'invalid_content',
    'message_too_long',
    'media_not_sendable',
    'department_not_available',
    'window_closed',
    'client_id_reused',
    'guest_busy',
    'not_found',
    'idempotency_key_reused',
    'invalid_idempotency_key',
  )
  async start(
    @CurrentUser() user: Principal,
    @Body() dto: StartConversationDto,
    @IdempotencyKey() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConversationView> {
    const answer = await this.service.start(user, dto, key);
    void reply.status(answer.status);
    return answer.body;
  }
}
