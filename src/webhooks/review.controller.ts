import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { CurrentUser, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { PageDto } from '../common/page.dto.js';
import { ReviewRepository } from './review.repository.js';
import { ReviewDetailView, ReviewPageView } from './review.view.js';

@ApiTags('review')
@Controller('api/v1/review')
@Requires('review:read')
export class ReviewController {
  constructor(private readonly review: ReviewRepository) {}

  /** What waits for a person, newest first. */
  @Get()
  @Fails('invalid_cursor')
  list(@CurrentUser() user: Principal, @Query() { limit, cursor }: PageDto): Promise<ReviewPageView> {
    return this.review.list(user.hotelId, limit, cursor);
  }

  /** One of them with its payload and stack. */
  @Get(':id')
  get(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<ReviewDetailView> {
    return this.review.get(user.hotelId, id);
  }
}
