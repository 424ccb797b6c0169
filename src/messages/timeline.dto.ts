import { Type } from 'class-transformer';
import { IsInt, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';

import { Optional } from '../common/fields.js';

/** Without a cursor or a message the newest page. */
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

  /** Id of a message: the page in whose middle it stands, with both cursors. Not together with the others. */
  @Optional()
  @IsUUID()
  around?: string;
}
