import { IsString, MaxLength, ValidateIf } from 'class-validator';

import { IsLanguage, IsText, Optional } from '../../common/fields.js';

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
  @IsString()
  @MaxLength(1000)
  currentPassword?: string;

  /** Ends all other sessions of this person. */
  @Optional()
  @IsString()
  @MaxLength(1000)
  newPassword?: string;
}
