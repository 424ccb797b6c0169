import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { CurrentUser, IdempotencyKey, Requires, type Principal } from '../auth/index.js';
import { IdPipe } from '../common/id.pipe.js';
import { NoteDto, SendDto } from './message.dto.js';
import { MessageView } from './message.view.js';
import { Messages } from './messages.service.js';

@ApiTags('messages')
@Controller('api/v1')
@Requires('conversation:write')
export class MessagesController {
  constructor(private readonly messages: Messages) {}

  /** Queues a message to the guest: 201 with the row as it is stored; its ticks follow as events. */
  @Post('conversations/:id/messages')
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
  async note(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() body: NoteDto,
    @IdempotencyKey() key: string | undefined,
  ): Promise<MessageView> {
    return (await this.messages.note(user, id, body, key)).body;
  }

  /** Sends once more what failed, as a new attempt. */
  @Post('messages/:id/retry')
  @HttpCode(200)
  async retry(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string, @IdempotencyKey() key: string | undefined): Promise<MessageView> {
    return (await this.messages.retry(user, id, key)).body;
  }
}
