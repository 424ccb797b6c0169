import { IsUUID } from 'class-validator';

import { IsEmailAddress, IsPassword, Optional } from '../../common/fields.js';

export class LoginDto {
  /** @example 'maria@aurora.example' */
  @IsEmailAddress()
  email: string;

  @IsPassword()
  password: string;

  /** Which hotel, for people who work for several. */
  @Optional()
  @IsUUID()
  hotelId?: string;
}
