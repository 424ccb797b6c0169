import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { PageDto } from '../common/page.dto.js';
import type { ApiKeyPageView, NewApiKeyView } from './api-key.view.js';
import { ApiKeys } from './api-keys.js';
import { Requires } from './decorators.js';
import { CreateApiKeyDto } from './dto/create-api-key.dto.js';
import { IdempotencyKey } from './idempotency.js';
import { CurrentUser, type Principal } from './principal.js';

@ApiTags('integrators')
@Controller('api/v1/api-keys')
export class ApiKeysController {
  constructor(private readonly keys: ApiKeys) {}

  /** The hotel's keys that work or have expired, newest first. */
  @Get()
  @Requires('api-key:read')
  @Fails('invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() page: PageDto): Promise<ApiKeyPageView> {
    return this.keys.list(me, page);
  }

  /**
   * Makes a key for a program. `key` is told in this answer and never again: only its hash is kept. Who asks with it
   * is no person: it has no sockets, and what it writes carries the author `automation`.
   */
  @Post()
  @Requires('api-key:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails('invalid_input', 'idempotency_key_reused', 'invalid_idempotency_key')
  create(
    @CurrentUser() me: Principal,
    @IdempotencyKey() key: string | undefined,
    @Body() dto: CreateApiKeyDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewApiKeyView> {
    void reply.header('cache-control', 'no-store');
    return this.keys.create(me, key, dto);
  }

  /** Ends it at once: the next request with it is refused. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('api-key:write')
  end(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.keys.end(me, id);
  }
}
