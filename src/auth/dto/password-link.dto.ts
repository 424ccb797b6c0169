import { IsString, MaxLength } from 'class-validator';

import { IsEmailAddress, IsPassword } from '../../common/fields.js';

export class ForgottenDto {
  @IsEmailAddress()
  email: string;
}

export class PasswordLinkDto {
  /** From the link's fragment. */
  @IsString()
  @MaxLength(200)
  token: string;
}

export class NewPasswordDto extends PasswordLinkDto {
  @IsPassword()
  password: string;
}
