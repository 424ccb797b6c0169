import { IsDefined, IsObject, IsString, IsUUID } from 'class-validator';

import { IsLike, IsText, Optional } from '../common/fields.js';
import { ContentToSend, type UnreadContent } from './content.dto.js';

export class StartConversationDto {
  /** Whom to write to: a guest, or a phone number as people type it; one of the two. */
  @Optional()
  @IsUUID()
  guestId?: string;

  /** Without + it is read in the hotel's country. @example '+351 912 345 678' */
  @Optional()
  @IsText({ min: 1, max: 40 })
  phone?: string;

  /** Through which number of the hotel. */
  @IsUUID()
  channelId: string;

  /** Which department talks to the guest; one of the writer's own. */
  @IsUUID()
  departmentId: string;

  /** What to say, as in a message. Where the guest has not written within the provider's hours: a template. */
  @IsDefined()
  @IsObject()
  @ContentToSend()
  content: UnreadContent;

  /** Made by the client, 1 to 100 visible ASCII characters; sent twice it is one message. @example 'welcome-4711' */
  @Optional()
  @IsString()
  @IsLike(/^[\x21-\x7e]{1,100}$/, { message: 'clientId must be 1 to 100 visible ASCII characters, without spaces' })
  clientId?: string;
}
