import { Type } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';

import { Optional } from '../common/fields.js';

/** Without a cursor the newest page. */
export class TimelineDto {
  @Type(() => Number)
  @Optional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** `olderCursor` of a page: what came before it. */
  @Optional()
  @IsString()
  @MaxLength(200)
  before?: string;

  /** `newerCursor` of a page: what came after it. Not together with `before`. */
  @Optional()
  @IsString()
  @MaxLength(200)
  after?: string;
}
