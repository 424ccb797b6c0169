import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsUUID } from 'class-validator';

import { IsMoment, IsText, Nullable } from '../../common/fields.js';
import { SCOPES, type Scope } from '../scopes.js';

export class CreateApiKeyDto {
  /** Which program it is for; what the key writes carries this name. @example 'Housekeeping app' */
  @IsText({ min: 1, max: 80 })
  name: string;

  /** What it may do; each route names the one it needs (`x-scope`). */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  @ApiProperty({ enum: SCOPES, enumName: 'Scope', isArray: true, example: ['conversation:read', 'conversation:write'] })
  scopes: Scope[];

  /** It sees what a member of these departments sees. null or left out: the whole hotel. */
  @Nullable()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  departmentIds?: string[] | null;

  /** When it stops working, RFC 3339. null or left out: when it is ended. */
  @Nullable()
  @IsMoment()
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt?: string | null;
}
