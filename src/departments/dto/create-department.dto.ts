import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsInt, Max, Min } from 'class-validator';

import { IsText, IsTexts, Optional } from '../../common/fields.js';
import type { OpeningHours } from '../opening-hours.js';
import { IsOutsideHours, type OutsideHours } from '../outside-hours.js';
import { HOURS_SCHEMA, OUTSIDE_HOURS_SCHEMA, TEXTS_SCHEMA } from '../schemas.js';

export class CreateDepartmentDto {
  /** Unique in the hotel, whatever its case and accents. @example 'Housekeeping' */
  @IsText({ min: 1, max: 80 })
  name: string;

  /** Names by language, for the guest's menu. */
  @Optional()
  @IsTexts({ min: 1, max: 80 })
  @ApiProperty(TEXTS_SCHEMA)
  names?: Record<string, string>;

  /** Place in the menu; last where it is left out. */
  @Optional()
  @IsInt()
  @Min(0)
  @Max(9999)
  menuOrder?: number;

  /** Whether guests can choose it. */
  @Optional()
  @IsBoolean()
  inMenu?: boolean;

  /** null: always open. A day left out is closed; a span past midnight belongs to the day it begins on. */
  @Optional()
  @ApiProperty(HOURS_SCHEMA)
  hours?: OpeningHours | null;

  @Optional()
  @IsOutsideHours()
  @ApiProperty(OUTSIDE_HOURS_SCHEMA)
  outsideHours?: OutsideHours;

  /** What guests are told outside the hours, by language. */
  @Optional()
  @IsTexts({ min: 1, max: 1000, lines: true })
  @ApiProperty(TEXTS_SCHEMA)
  autoReply?: Record<string, string>;

  /** A guest's first words, or an answer to the menu, that hold one of these as whole words open the department. */
  @Optional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsText({ min: 1, max: 60 }, { each: true })
  keywords?: string[];

  /** Its conversations are not even mentioned to those who may not see them. */
  @Optional()
  @IsBoolean()
  discreet?: boolean;
}
