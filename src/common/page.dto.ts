import { Type } from 'class-transformer';
import { IsInt, IsString, Max, MaxLength, Min } from 'class-validator';

import { Optional } from './fields.js';

/** How every list is asked for. */
export class PageDto {
  /** How many at most. */
  @Type(() => Number)
  @Optional()
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 50;

  /** `nextCursor` of the page before. */
  @Optional()
  @IsString()
  @MaxLength(2000)
  cursor?: string;
}
