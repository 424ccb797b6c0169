import { IsBoolean } from 'class-validator';

import { Optional } from '../common/fields.js';

export class TypingDto {
  /** false: not any more. It also ends by itself after eight seconds. */
  @Optional()
  @IsBoolean()
  typing?: boolean;
}
