import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsUUID, ValidateNested } from 'class-validator';

import { IsLike, IsText, Optional } from '../../common/fields.js';
import { PageDto } from '../../common/page.dto.js';
import { REVIEW_KINDS, type ReviewKind } from '../review.view.js';

const CODE = /^[a-z][a-z0-9_]{0,60}$/;

export class ReviewFilterDto {
  @Optional()
  @IsIn(REVIEW_KINDS)
  @ApiProperty({ enum: REVIEW_KINDS, enumName: 'ReviewKind', required: false })
  kind?: ReviewKind;

  /** @example 'wrong_channel' */
  @Optional()
  @IsLike(CODE, { message: 'code must be as wrong_channel' })
  code?: string;

  @Optional()
  @IsUUID()
  channelId?: string;
}

export class ReviewListDto extends IntersectionType(PageDto, ReviewFilterDto) {}

export class RetryOneDto {
  /** true: only look what would come of it */
  @Optional()
  @IsBoolean()
  dryRun?: boolean;
}

export class RetryReviewDto {
  /** Which ones; `{}`: all that wait. */
  @IsObject()
  @ValidateNested()
  @Type(() => ReviewFilterDto)
  filter: ReviewFilterDto;
}

export class DiscardReviewDto {
  /** Why it needs nobody; kept in the audit log. @example 'A test of ours' */
  @IsText({ min: 1, max: 500 })
  reason: string;
}
