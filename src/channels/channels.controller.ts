import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiExtraModels, ApiHeader } from '@nestjs/swagger';

import { CurrentUser, IdempotencyKey, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { PageDto } from '../common/page.dto.js';
import { ChannelsService } from './channels.service.js';
import { CredentialView, type ChannelPageView, type ChannelView } from './channel.view.js';
import { CreateChannelDto } from './dto/create-channel.dto.js';
import { UpdateChannelDto } from './dto/update-channel.dto.js';

@ApiExtraModels(CredentialView)
@Controller('api/v1/channels')
export class ChannelsController {
  constructor(private readonly channels: ChannelsService) {}

  /** The hotel's numbers, with how they are. */
  @Get()
  @Requires('channel:read')
  @Fails('invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() page: PageDto): Promise<ChannelPageView> {
    return this.channels.list(me, page);
  }

  /** One number. */
  @Get(':id')
  @Requires('channel:read')
  read(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<ChannelView> {
    return this.channels.read(me, id);
  }

  /** Connects a number. It works at once: give `webhookUrl` and the verify token to the provider. */
  @Post()
  @Requires('channel:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails(
    'invalid_input',
    'invalid_phone',
    'provider_not_available',
    'graph_url_not_allowed',
    'channel_exists',
    'idempotency_key_reused',
    'invalid_idempotency_key',
  )
  create(
    @CurrentUser() me: Principal,
    @IdempotencyKey() key: string | undefined,
    @Body() dto: CreateChannelDto,
  ): Promise<ChannelView> {
    return this.channels.create(me, key, dto);
  }

  /** Settings and credentials that are left out stay; a setting that is null goes. */
  @Patch(':id')
  @Requires('channel:write')
  @Fails('invalid_input', 'invalid_phone', 'graph_url_not_allowed', 'channel_exists', 'version_conflict')
  update(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Body() dto: UpdateChannelDto,
  ): Promise<ChannelView> {
    return this.channels.update(me, id, dto);
  }

  /** Disconnects it for good: its door closes, its conversations stay. */
  @Delete(':id')
  @HttpCode(204)
  @Requires('channel:write')
  remove(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<void> {
    return this.channels.remove(me, id);
  }
}
