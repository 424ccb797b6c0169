import { IsInt, ValidateIf } from 'class-validator';

import { IsLanguage, IsPassword, IsText, Optional } from '../../common/fields.js';

export class UpdateMeDto {
  @Optional()
  @IsText({ min: 1, max: 120 })
  name?: string;

  /** Language of the screens, `pt` or `pt-BR`. */
  @Optional()
  @IsLanguage()
  language?: string;

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
