import { IsString, IsUUID, MaxLength } from 'class-validator';

import { IsEmailAddress, Optional } from '../../common/fields.js';

export class LoginDto {
  /** @example 'maria@aurora.example' */
  @IsEmailAddress()
  email: string;

  @IsString()
  @MaxLength(1000)
  password: string;

  /** Which hotel, for people who work for several. */
  @Optional()
  @IsUUID()
  hotelId?: string;
}
