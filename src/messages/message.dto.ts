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
  /**
   * What to say: one of the content kinds a guest can be sent (text, image …, location, contacts, buttons, list, template).
   * @example { "type": "text", "text": "Of course. The towels are on their way." }
   */
  @IsDefined()
  @IsObject()
  content: Record<string, unknown>;

  /** The message to quote. */
  @IsOptional()
  @IsUUID()
  replyTo?: string;

  /** Made by the client, 1 to 100 visible ASCII characters; sent twice it is one message. @example 'towels-214-1' */
  @IsString()
  @Matches(CLIENT_ID, { message: 'clientId must be 1 to 100 visible ASCII characters, without spaces' })
  clientId: string;
}

export class ReactionDto {
  /** Exactly one emoji. @example '👍' */
  @IsString()
  @MaxLength(100)
  emoji: string;
}

export class NoteDto {
  /** @example 'Prefers the afternoon' */
  @IsString()
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
  @Matches(CLIENT_ID, { message: 'clientId must be 1 to 100 visible ASCII characters, without spaces' })
  clientId?: string;
}
