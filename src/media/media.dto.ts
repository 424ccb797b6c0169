import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

import { Optional } from '../common/fields.js';

const SIZES = ['small'] as const;

export class MediaFileDto {
  /** `small`: a picture of at most 640 pixels a side, where there is one, else the file */
  @Optional()
  @IsIn(SIZES)
  @ApiProperty({ enum: SIZES, required: false })
  size?: (typeof SIZES)[number];
}
