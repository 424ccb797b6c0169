import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsUUID, ValidateNested } from 'class-validator';

import { Nullable, Optional } from '../../common/fields.js';
import { AUDIENCES, type Audience } from '../hotel.view.js';
import { HotelBasicsDto } from './hotel-basics.dto.js';

export class AutoReplyDto {
  /** Whether Bellhop may send guests anything by itself. */
  @IsBoolean()
  enabled: boolean;
}

export class UpdateHotelDto extends PartialType(HotelBasicsDto, { skipNullProperties: false }) {
  @Optional()
  @ValidateNested()
  @Type(() => AutoReplyDto)
  autoReply?: AutoReplyDto;

  /** Rung for danger, and takes what nobody claims. */
  @Nullable()
  @IsUUID()
  frontDeskDepartmentId?: string | null;

  /** Who sees conversations without a department. */
  @Optional()
  @IsIn(AUDIENCES)
  @ApiProperty({ enum: AUDIENCES })
  generalAudience?: Audience;

  /** The version this edit was made on; another one since: 409 `version_conflict`. */
  @Optional()
  @IsInt()
  version?: number;
}
