import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsInt, ValidateIf } from 'class-validator';

import { IsPassword, IsText, Optional } from '../../common/fields.js';
import { SCREEN_LANGUAGES, type ScreenLanguage } from '../screen-languages.js';

export class UpdateMeDto {
  @Optional()
  @IsText({ min: 1, max: 120 })
  name?: string;

  /** Language of the screens. */
  @Optional()
  @IsIn(SCREEN_LANGUAGES)
  @ApiProperty({ enum: SCREEN_LANGUAGES })
  language?: ScreenLanguage;

  /** A new password needs the current one. */
  @ValidateIf((dto: UpdateMeDto) => dto.newPassword !== undefined)
  @IsPassword()
  currentPassword?: string;

  /** Ends all other sessions of this person. */
  @Optional()
  @IsPassword()
  newPassword?: string;

  /** The version this edit was made on; another one since: 409 `version_conflict`. */
  @Optional()
  @IsInt()
  version?: number;
}
