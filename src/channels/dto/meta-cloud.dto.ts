import { IsIn, IsInt, IsString, Length, Max, MaxLength, Min } from 'class-validator';

import { IsLike, Optional } from '../../common/fields.js';
import { READ_MARKS, type ReadMarks } from '../read-marks.js';

const DIGITS = /^\d{1,32}$/;

export class MetaCloudSettingsDto {
  /** @example '106540352242922' */
  @IsLike(DIGITS, { message: 'phoneNumberId must be the digits that Meta shows' })
  phoneNumberId: string;

  /** Id of the WhatsApp Business account. @example '102290129340398' */
  @IsLike(DIGITS, { message: 'wabaId must be the digits that Meta shows' })
  wabaId: string;

  /** Base of the Graph API, without version, where it is not the provider's own. */
  @Optional()
  @IsString()
  @MaxLength(300)
  graphUrl?: string;

  /** @example 'v25.0' */
  @Optional()
  @IsLike(/^v\d{1,3}\.\d{1,2}$/, { message: 'graphVersion must be as v25.0' })
  graphVersion?: string;

  /** When the guest's ticks turn blue: when staff open the words, when they answer (default), or never. */
  @Optional()
  @IsIn(READ_MARKS)
  readMarks?: ReadMarks;

  /** Messages a second it may send, where not SEND_PER_SECOND: 20 for a number that is also in the phone app. */
  @Optional()
  @IsInt()
  @Min(1)
  @Max(1_000)
  sendsPerSecond?: number;
}

/** Visible characters only: what is pasted with a line break at its end is a mistake to tell. */
const TOKEN = /^[\x21-\x7e]+$/;

export class MetaCloudCredentialsDto {
  /** Of a system user, with the rights that sending needs. @example 'EAAG…' */
  @Length(1, 4000)
  @IsLike(TOKEN, { message: 'accessToken must be without spaces or line breaks' })
  accessToken: string;

  /** Meta signs its webhooks with it. @example '614fc2afde15eee0…' */
  @Length(1, 500)
  @IsLike(TOKEN, { message: 'appSecret must be without spaces or line breaks' })
  appSecret: string;

  /** Of your choice; Meta is given it together with `webhookUrl`. @example 'towels-at-noon' */
  @Length(1, 500)
  @IsLike(TOKEN, { message: 'verifyToken must be without spaces or line breaks' })
  verifyToken: string;
}
