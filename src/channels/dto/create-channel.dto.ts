import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsObject, IsString, MaxLength } from 'class-validator';

import { IsText, Nullable } from '../../common/fields.js';
import { PROVIDERS } from '../channel.view.js';
import type { Provider } from '../port.js';
import { MetaCloudCredentialsDto, MetaCloudSettingsDto } from './meta-cloud.dto.js';

export class CreateChannelDto {
  @IsIn(PROVIDERS)
  @ApiProperty({ enum: PROVIDERS, enumName: 'Provider' })
  provider: Provider;

  /** @example 'WhatsApp of the reception' */
  @IsText({ min: 1, max: 80 })
  name: string;

  /** E.164, or with its country in front. @example '+351 210 000 111' */
  @Nullable()
  @IsString()
  @MaxLength(40)
  phoneNumber?: string | null;

  /** Which ones there are depends on the provider; checked there. */
  @IsObject()
  @ApiProperty({ type: MetaCloudSettingsDto })
  settings: object;

  /** Write-only: no answer ever has them. */
  @IsObject()
  @ApiProperty({ type: MetaCloudCredentialsDto, writeOnly: true })
  credentials: object;
}
