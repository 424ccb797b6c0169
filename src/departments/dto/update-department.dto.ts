import { PartialType } from '@nestjs/swagger';
import { IsInt } from 'class-validator';

import { Optional } from '../../common/fields.js';
import { CreateDepartmentDto } from './create-department.dto.js';

export class UpdateDepartmentDto extends PartialType(CreateDepartmentDto, { skipNullProperties: false }) {
  /** The version this edit was made on; another one since: 409 `version_conflict`. */
  @Optional()
  @IsInt()
  version?: number;
}
