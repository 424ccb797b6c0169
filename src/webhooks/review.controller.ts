import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';

import { CurrentUser, Requires, type Principal } from '../auth/index.js';
import { Fails } from '../common/fails.js';
import { IdPipe } from '../common/id.pipe.js';
import { DiscardReviewDto, RetryOneDto, RetryReviewDto, ReviewListDto } from './dto/review.dto.js';
import { ReviewActs } from './review-acts.js';
import { ReviewRepository } from './review.repository.js';
import { ReviewDetailView, ReviewPageView, ReviewRetriesView, ReviewRetryView } from './review.view.js';

@ApiTags('review')
@Controller('api/v1/review')
@Requires('review:read')
export class ReviewController {
  constructor(
    private readonly review: ReviewRepository,
    private readonly acts: ReviewActs,
  ) {}

  /** What waits for a person, newest first. */
  @Get()
  @Fails('invalid_input', 'invalid_cursor')
  list(@CurrentUser() user: Principal, @Query() filters: ReviewListDto): Promise<ReviewPageView> {
    return this.review.list(user.hotelId, filters);
  }

  /** One of them with its payload and stack. */
  @Get(':id')
  get(@CurrentUser() user: Principal, @Param('id', IdPipe) id: string): Promise<ReviewDetailView> {
    return this.review.get(user.hotelId, id);
  }

  /** Tries all that fit the filter, oldest first, a hundred at most. */
  @Post('retry')
  @HttpCode(200)
  @Requires('review:write')
  @Fails('invalid_input', 'store_busy')
  retryAll(@CurrentUser() user: Principal, @Body() { filter }: RetryReviewDto): Promise<ReviewRetriesView> {
    return this.acts.retryAll(user, filter);
  }

  /**
   * The same way in again, with today's code: a receipt's bytes are read and stored, a failed send is a new attempt, a
   * message that was not routed is routed. Nothing is made twice; nothing automatic follows from a message that is a day
   * old or not its chat's newest. `{"dryRun": true}` tells what it would write, and writes nothing.
   */
  @Post(':id/retry')
  @HttpCode(200)
  @Requires('review:write')
  @ApiBody({ type: RetryOneDto, required: false })
  @Fails('invalid_input', 'review_resolved', 'review_gone', 'not_retryable', 'window_closed', 'store_busy')
  retry(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() wish?: RetryOneDto,
  ): Promise<ReviewRetryView> {
    return wish?.dryRun ? this.acts.look(user, id) : this.acts.retry(user, id);
  }

  /** It needs nobody. The reason is kept in the audit log. */
  @Post(':id/discard')
  @HttpCode(204)
  @Requires('review:write')
  @Fails('invalid_input', 'review_resolved')
  discard(
    @CurrentUser() user: Principal,
    @Param('id', IdPipe) id: string,
    @Body() { reason }: DiscardReviewDto,
  ): Promise<void> {
    return this.acts.discard(user, id, reason);
  }
}
