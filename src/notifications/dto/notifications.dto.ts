import { ArrayMaxSize, IsArray, IsIn, IsUUID } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';

import { Optional } from '../../common/fields.js';
import { PageDto } from '../../common/page.dto.js';

export class NotificationsDto extends PageDto {
  /** `true`: only those that were not read. */
  @Optional()
  @IsIn(['true', 'false'])
  @ApiProperty({ type: Boolean, required: false })
  unread?: string;
}

export class ReadNotificationsDto {
  /** Which ones; left out: all. */
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID(undefined, { each: true })
  ids?: string[];
}
