import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray } from 'class-validator';

import { IsCountry, IsLanguage, IsText, IsZone } from '../../common/fields.js';

export class HotelBasicsDto {
  /** @example 'Hotel Aurora' */
  @IsText({ min: 1, max: 120 })
  name: string;

  /** @example 'Europe/Lisbon' */
  @IsZone()
  timeZone: string;

  /** ISO 3166 alpha-2: how a phone number without + is read. @example 'PT' */
  @IsCountry()
  country: string;

  /** BCP-47; the first one is the default. @example ["pt", "en"] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsLanguage({ each: true })
  languages: string[];
}
