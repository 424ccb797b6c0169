import { Body, Controller, Get, Patch } from '@nestjs/common';

import { CurrentUser, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { UpdateHotelDto } from './dto/update-hotel.dto.js';
import type { HotelView } from './hotel.view.js';
import { Hotels } from './hotels.service.js';

@Controller('api/v1/hotel')
export class HotelController {
  constructor(private readonly hotels: Hotels) {}

  /** The hotel this user is signed in to. */
  @Get()
  @Requires('hotel:read')
  read(@CurrentUser() me: Principal): Promise<HotelView> {
    return this.hotels.read(me);
  }

  /** Changes the hotel's settings; what is left out stays. */
  @Patch()
  @Requires('hotel:write')
  @Fails('invalid_input', 'version_conflict')
  update(@CurrentUser() me: Principal, @Body() dto: UpdateHotelDto): Promise<HotelView> {
    return this.hotels.update(me, dto);
  }
}
