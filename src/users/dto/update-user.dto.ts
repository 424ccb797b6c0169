import { IsBoolean, IsInt } from 'class-validator';

import { Optional } from '../../common/fields.js';
import { PartialType } from '@nestjs/swagger';

import { CreateUserDto } from './create-user.dto.js';

export class UpdateUserDto extends PartialType(CreateUserDto, { skipNullProperties: false }) {
  @Optional()
  @IsBoolean()
  active?: boolean;

  /** The version this edit was made on; another one since: 409 `version_conflict`. */
  @Optional()
  @IsInt()
  version?: number;
}
