import { OmitType, PartialType } from '@nestjs/swagger';
import { IsInt } from 'class-validator';

import { Optional } from '../../common/fields.js';
import { CreateChannelDto } from './create-channel.dto.js';

export class UpdateChannelDto extends PartialType(OmitType(CreateChannelDto, ['provider']), {
  skipNullProperties: false,
}) {
  /** The version this edit was made on; another one since: 409 `version_conflict`. */
  @Optional()
  @IsInt()
  version?: number;
}
