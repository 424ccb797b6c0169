import { Controller, Get, Param, Query } from '@nestjs/common';

import { CurrentUser, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { GuestsQueryDto } from './dto/guests-query.dto.js';
import type { GuestPageView, GuestView } from './guest.view.js';
import { Guests } from './guests.service.js';

@Controller('api/v1/guests')
export class GuestsController {
  constructor(private readonly guests: Guests) {}

  /** The hotel's guests by name; `q` looks in names, phone numbers and rooms. */
  @Get()
  @Requires('guest:read')
  @Fails('invalid_input', 'invalid_cursor')
  list(@CurrentUser() me: Principal, @Query() query: GuestsQueryDto): Promise<GuestPageView> {
    return this.guests.list(me, query);
  }

  @Get(':id')
  @Requires('guest:read')
  read(@CurrentUser() me: Principal, @Param('id', IdPipe) id: string): Promise<GuestView> {
    return this.guests.read(me, id);
  }
}
