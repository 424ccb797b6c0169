import { IsIn } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';

import { ROLES, type Role } from '../../auth/index.js';
import { IsEmailAddress, IsLanguage, IsPassword, IsText, Optional } from '../../common/fields.js';

export class CreateUserDto {
  /** Somebody who has a login already (another hotel's user) keeps their password. @example 'maria@aurora.example' */
  @IsEmailAddress()
  email: string;

  /** @example 'Maria Lopes' */
  @IsText({ min: 1, max: 120 })
  name: string;

  @IsIn(ROLES)
  @ApiProperty({ enum: ROLES, enumName: 'Role' })
  role: Role;

  /** Without one the user cannot sign in until it is set. */
  @Optional()
  @IsPassword()
  password?: string;

  /** Language of the screens; the hotel's first where it is left out. */
  @Optional()
  @IsLanguage()
  language?: string;
}
