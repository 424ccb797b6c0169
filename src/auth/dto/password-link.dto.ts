import { IsString, MaxLength } from 'class-validator';

import { IsEmailAddress, IsPassword } from '../../common/fields.js';

export class ForgottenDto {
  /** @example 'maria@aurora.example' */
  @IsEmailAddress()
  email: string;
}

export class PasswordLinkDto {
  /** From the link: what stands after its `#`. @example 'Zr0WnU3yq…' */
  @IsString()
  @MaxLength(200)
  token: string;
}

export class NewPasswordDto extends PasswordLinkDto {
  @IsPassword()
  password: string;
}
