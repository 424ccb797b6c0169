import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';

const CLIENT_ID = /^[\x21-\x7e]{1,100}$/;

export class SendDto {
  /** What to say: one of the content kinds a guest can be sent (text, image …, location, contacts, buttons, list, template). */
  @IsDefined()
  @IsObject()
  content: Record<string, unknown>;

  /** The message to quote. */
  @IsOptional()
  @IsUUID()
  replyTo?: string;

  /** Made by the client, 1 to 100 printable characters; sent twice it is one message. */
  @IsString()
  @Matches(CLIENT_ID)
  clientId: string;
}

export class ReactionDto {
  /** Exactly one emoji. @example '👍' */
  @IsString()
  @MaxLength(100)
  emoji: string;
}

export class NoteDto {
  @IsString()
  text: string;

  /** User ids. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  mentions?: string[];

  @IsOptional()
  @IsString()
  @Matches(CLIENT_ID)
  clientId?: string;
}
