import { Type } from 'class-transformer';
import { IsString, MaxLength, ValidateNested } from 'class-validator';

import { IsEmailAddress, IsPassword, IsText } from '../../common/fields.js';
import { HotelBasicsDto } from './hotel-basics.dto.js';

export class FirstUserDto {
  /** @example 'Maria Lopes' */
  @IsText({ min: 1, max: 120 })
  name: string;

  /** @example 'maria@aurora.example' */
  @IsEmailAddress()
  email: string;

  @IsPassword()
  password: string;
}

export class SetupDto {
  /** From the link that is printed when Bellhop starts on an empty database. @example 'Zr0WnU3yq…' */
  @IsString()
  @MaxLength(200)
  token: string;

  @ValidateNested()
  @Type(() => HotelBasicsDto)
  hotel: HotelBasicsDto;

  @ValidateNested()
  @Type(() => FirstUserDto)
  user: FirstUserDto;
}
