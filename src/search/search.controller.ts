import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { CurrentUser, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { SearchDto } from './search.dto.js';
import { SearchService } from './search.service.js';
import { SearchView } from './search.view.js';

@ApiTags('search')
@Controller('api/v1/search')
@Requires('conversation:read')
export class SearchController {
  constructor(private readonly service: SearchService) {}

  /** Guests, conversations and messages; case and accents do not count. */
  @Get()
  @Fails('invalid_input', 'invalid_cursor')
  search(@CurrentUser() me: Principal, @Query() query: SearchDto): Promise<SearchView> {
    return this.service.search(me, query);
  }
}
