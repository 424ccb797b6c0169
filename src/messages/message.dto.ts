import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsDefined, IsObject, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';

import { IsLike } from '../common/fields.js';
import { CONTENT_EXAMPLES, ContentToSend, MOST_TEXT, type UnreadContent } from './content.dto.js';

const CLIENT_ID = /^[\x21-\x7e]{1,100}$/;

export class SendDto {
  /** What to say. */
  @IsDefined()
  @IsObject()
  @ContentToSend()
  content: UnreadContent;

  /** The message to quote. */
  @IsOptional()
  @IsUUID()
  replyTo?: string;

  /** Made by the client, 1 to 100 visible ASCII characters; sent twice it is one message. @example 'towels-214-1' */
  @IsString()
  @IsLike(CLIENT_ID, { message: 'clientId must be 1 to 100 visible ASCII characters, without spaces' })
  clientId: string;
}

/** One body of each kind, by name, for the document's page. */
export const SEND_EXAMPLES = Object.fromEntries(
  Object.entries(CONTENT_EXAMPLES).map(([kind, content]) => [kind, { value: { content, clientId: `${kind}-214-1` } }]),
);

export class ReactionDto {
  /** Exactly one emoji. @example '👍' */
  @IsString()
  @MaxLength(100)
  emoji: string;
}

export class NoteDto {
  /** At most the desk's MAX_MESSAGE_LENGTH. @example 'Prefers the afternoon' */
  @IsString()
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT })
  text: string;

  /** User ids. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  mentions?: string[];

  /** Made by the client, 1 to 100 visible ASCII characters; sent twice it is one note. @example 'note-214-1' */
  @IsOptional()
  @IsString()
  @IsLike(CLIENT_ID, { message: 'clientId must be 1 to 100 visible ASCII characters, without spaces' })
  clientId?: string;
}
