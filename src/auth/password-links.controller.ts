import { Body, Controller, HttpCode, Ip, Post } from '@nestjs/common';

import { Fails } from '../common/fails.js';
import { Public } from './decorators.js';
import { ForgottenDto, NewPasswordDto, PasswordLinkDto } from './dto/password-link.dto.js';
import { ForgottenPasswords } from './forgotten-passwords.js';
import type { ForgottenView, PasswordLinkView } from './password-link.view.js';

@Public()
@Controller('api/v1/auth')
export class PasswordLinksController {
  constructor(private readonly forgotten: ForgottenPasswords) {}

  /** Sends a link to choose a new password, good once and for an hour. Answers alike whether or not anybody has this e-mail. */
  @Post('forgot')
  @HttpCode(202)
  @Fails('invalid_input', 'limited')
  forgot(@Body() { email }: ForgottenDto, @Ip() address: string): ForgottenView {
    return this.forgotten.ask(email, address);
  }

  /** Whom a link is for, and whether it still works. Does not use it up. */
  @Post('password-link')
  @HttpCode(200)
  @Fails('invalid_input', 'link_invalid')
  look(@Body() { token }: PasswordLinkDto): Promise<PasswordLinkView> {
    return this.forgotten.look(token);
  }

  /** Sets the password of whom the link is for, uses it up, and ends all their sessions. Then sign in. */
  @Post('password')
  @HttpCode(204)
  @Fails('invalid_input', 'weak_password', 'link_invalid')
  choose(@Body() { token, password }: NewPasswordDto, @Ip() address: string): Promise<void> {
    return this.forgotten.choose(token, password, address);
  }
}
