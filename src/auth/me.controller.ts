import { Body, Controller, Get, Ip, Patch } from '@nestjs/common';

import { Fails } from '../common/fails.js';
import { AuthService } from './auth.service.js';
import { PeopleOnly } from './decorators.js';
import { UpdateMeDto } from './dto/update-me.dto.js';
import type { MeView } from './me.view.js';
import { CurrentUser, type Principal } from './principal.js';

@PeopleOnly()
@Controller('api/v1/me')
export class MeController {
  constructor(private readonly auth: AuthService) {}

  /** The person at the screen. */
  @Get()
  read(@CurrentUser() user: Principal): Promise<MeView> {
    return this.auth.me(user);
  }

  /** Own name, language and password. */
  @Patch()
  @Fails('invalid_input', 'weak_password', 'wrong_password', 'limited', 'version_conflict')
  update(@CurrentUser() user: Principal, @Body() dto: UpdateMeDto, @Ip() address: string): Promise<MeView> {
    return this.auth.updateMe(user, dto, address);
  }
}
