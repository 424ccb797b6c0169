import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsObject, IsUUID, ValidateNested } from 'class-validator';

import { Nullable, Optional } from '../../common/fields.js';
import { AUDIENCES, type Audience } from '../hotel.view.js';
import { HotelBasicsDto } from './hotel-basics.dto.js';
import { LimitsDto, QuietHoursDto, RetentionDto, ThresholdsDto } from './hotel-settings.dto.js';

export class AutoReplyDto {
  /** Whether Bellhop may send guests anything by itself. */
  @IsBoolean()
  enabled: boolean;
}

export class UpdateHotelDto extends PartialType(HotelBasicsDto, { skipNullProperties: false }) {
  @Optional()
  @IsObject()
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

  /** When staff are not to be rung but for danger; null: never. Kept for the alerts, which will go by it. */
  @Nullable()
  @IsObject()
  @ValidateNested()
  @Type(() => QuietHoursDto)
  quietHours?: QuietHoursDto | null;

  /** From where on administrators are told. */
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => ThresholdsDto)
  thresholds?: ThresholdsDto;

  /** Holds from the next request on. */
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => LimitsDto)
  limits?: LimitsDto;

  /** Kept for the erasure by age, which will go by it. */
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => RetentionDto)
  retention?: RetentionDto;

  /** The version this edit was made on; another one since: 409 `version_conflict`. */
  @Optional()
  @IsInt()
  version?: number;
}
