import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { CurrentUser, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { Presence } from './presence.js';
import { TypingDto } from './typing.dto.js';

/** For clients without a socket; with one, `typing.start` and `typing.stop` say the same. */
@ApiTags('conversations')
@Controller('api/v1/conversations')
export class TypingController {
  constructor(private readonly presence: Presence) {}

  /** I am writing an answer. Colleagues see it; the guest does where the channel's `readMarks` allows. */
  @Post(':id/typing')
  @Requires('conversation:write')
  @Fails('invalid_input')
  @HttpCode(204)
  type(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string, @Body() body?: TypingDto): Promise<void> {
    return this.presence.typing(user, null, id, body?.typing ?? true);
  }
}
