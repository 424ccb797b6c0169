import { Body, Controller, Post } from '@nestjs/common';

import { Public } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { SetupDto } from './dto/setup.dto.js';
import type { FoundedView } from './founded.view.js';
import { SetupService } from './setup.service.js';

@Public()
@Controller('api/v1/setup')
export class SetupController {
  constructor(private readonly setup: SetupService) {}

  /** Makes the first hotel and its administrator, with the one-time link of an empty installation. Then sign in. */
  @Post()
  @Fails('invalid_input', 'weak_password', 'setup_link_invalid')
  async setUp(@Body() dto: SetupDto): Promise<FoundedView> {
    const { hotelId, userId } = await this.setup.setUp(dto);
    return { hotelId, userId };
  }
}
