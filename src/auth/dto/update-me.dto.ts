import { IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';

import { IsLanguage, IsText } from '../../common/fields.js';

export class UpdateMeDto {
  @IsOptional()
  @IsText({ min: 1, max: 120 })
  name?: string;

  /** Language of the screens, `pt` or `pt-BR`. */
  @IsOptional()
  @IsLanguage()
  language?: string;

  /** A new password needs the current one. */
  @ValidateIf((dto: UpdateMeDto) => dto.newPassword !== undefined)
  @IsString()
  @MaxLength(1000)
  currentPassword?: string;

  /** Ends all other sessions of this person. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  newPassword?: string;
}
