import { IsDefined, IsObject, IsString, IsUUID, Matches } from 'class-validator';

import { IsText, Optional } from '../common/fields.js';

export class StartConversationDto {
  /** Whom to write to: a guest, or a phone number as people type it; one of the two. */
  @Optional()
  @IsUUID()
  guestId?: string;

  /** Without + it is read in the hotel's country. */
  @Optional()
  @IsText({ min: 1, max: 40 })
  phone?: string;

  /** Through which number of the hotel. */
  @IsUUID()
  channelId: string;

  /** Which department talks to the guest; one of the writer's own. */
  @IsUUID()
  departmentId: string;

  /** What to say. Where the guest has not written within the provider's hours: a template. */
  @IsDefined()
  @IsObject()
  content: Record<string, unknown>;

  /** Made by the client, 1 to 100 printable characters; sent twice it is one message. */
  @Optional()
  @IsString()
  @Matches(/^[\x21-\x7e]{1,100}$/)
  clientId?: string;
}
