import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';

import { CurrentUser, IdempotencyKey, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { TimelineDto, TimelineView } from '../messages/index.js';
import { GuestsQueryDto } from './dto/guests-query.dto.js';
import { MergeGuestDto } from './dto/merge-guest.dto.js';
import { UpdateGuestDto } from './dto/update-guest.dto.js';
import { GuestMerges } from './guest-merges.service.js';
import type { GuestPageView, GuestView } from './guest.view.js';
import { Guests } from './guests.service.js';

@ApiTags('guests')
@Controller('api/v1/guests')
@Requires('guest:read')
export class GuestsController {
  constructor(
    private readonly guests: Guests,
    private readonly merges: GuestMerges,
  ) {}

  /** The hotel's guests by name; `q` looks in names, phone numbers in any writing, rooms and booking references. */
  @Get()
  @Fails('invalid_input', 'invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() query: GuestsQueryDto): Promise<GuestPageView> {
    return this.guests.list(me, query);
  }

  /** One guest, with identities and stays as far as they are known. */
  @Get(':id')
  read(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<GuestView> {
    return this.guests.read(me, id);
  }

  /** What staff know better than the phone tells. A name given here is never overwritten. */
  @Patch(':id')
  @Requires('guest:write')
  @Fails('invalid_input', 'version_conflict', 'guest_merged')
  update(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Body() dto: UpdateGuestDto,
  ): Promise<GuestView> {
    return this.guests.update(me, id, dto);
  }

  /** All that was said with this guest, in every chat; pages as a conversation's messages. */
  @Get(':id/timeline')
  @Requires('conversation:read')
  @Fails('invalid_input', 'invalid_cursor')
  timeline(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Query() query: TimelineDto,
  ): Promise<TimelineView> {
    return this.guests.timeline(me, id, query);
  }

  /** Joins another guest with this one: identities, chats, attendees and stays become this one's. */
  @Post(':id/merge')
  @Requires('guest:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails('invalid_input', 'guest_merged', 'guest_busy', 'idempotency_key_reused', 'invalid_idempotency_key')
  @HttpCode(200)
  merge(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { guestId }: MergeGuestDto,
    @IdempotencyKey() key: string | undefined,
  ): Promise<GuestView> {
    return this.merges.merge(me, id, guestId.toLowerCase(), key);
  }

  /** Takes them apart again, each with what was theirs. */
  @Post(':id/unmerge')
  @Requires('guest:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @Fails(
    'invalid_input',
    'guest_not_merged',
    'guest_merged',
    'guest_busy',
    'idempotency_key_reused',
    'invalid_idempotency_key',
  )
  @HttpCode(200)
  unmerge(
    @CurrentUser() me: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { guestId }: MergeGuestDto,
    @IdempotencyKey() key: string | undefined,
  ): Promise<GuestView> {
    return this.merges.unmerge(me, id, guestId.toLowerCase(), key);
  }
}
