import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';

import { CurrentUser, IdempotencyKey, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { PageDto } from '../common/page.dto.js';
import { CreateUserDto } from './dto/create-user.dto.js';
import { UpdateUserDto } from './dto/update-user.dto.js';
import type { UserPageView, UserView } from './user.view.js';
import { Users } from './users.service.js';

@Controller('api/v1/users')
export class UsersController {
  constructor(private readonly users: Users) {}

  /** The hotel's people, by name. */
  @Get()
  @Requires('user:read')
  @Fails('invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() page: PageDto): Promise<UserPageView> {
    return this.users.list(me, page);
  }

  /** Adds a person to the hotel. */
  @Post()
  @Requires('user:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails('invalid_input', 'weak_password', 'user_exists', 'idempotency_key_reused', 'invalid_idempotency_key')
  create(
    @CurrentUser() me: Principal,
    @IdempotencyKey() key: string | undefined,
    @Body() dto: CreateUserDto,
  ): Promise<UserView> {
    return this.users.create(me, key, dto);
  }

  /** Changes a person; a new password or address ends their sessions. */
  @Patch(':id')
  @Requires('user:write')
  @Fails('invalid_input', 'weak_password', 'user_exists', 'last_admin', 'login_shared', 'version_conflict')
  update(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string, @Body() dto: UpdateUserDto): Promise<UserView> {
    return this.users.update(me, id, dto);
  }

  /** Switches a person off: no sign-in, sessions ended; what they wrote stays. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('user:write')
  @Fails('last_admin')
  deactivate(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.users.deactivate(me, id);
  }
}
