import { IsEmail, IsString, IsUUID, MaxLength } from 'class-validator';

import { Optional } from '../../common/fields.js';

export class LoginDto {
  /** @example 'maria@aurora.example' */
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsString()
  @MaxLength(1000)
  password: string;

  /** Which hotel, for people who work for several. */
  @Optional()
  @IsUUID()
  hotelId?: string;
}
