import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

import type { MediaKind } from '../channels/index.js';

// What may be sent, kind by kind, as the OpenAPI document has it; outgoing-content.ts reads and checks it, and a test
// keeps the two alike. How much of it fits is the channel's (`capabilities`) and the desk's (MAX_MESSAGE_LENGTH).

/** What MAX_MESSAGE_LENGTH may be at most. */
export const MOST_TEXT = 65_536;
const MOST_ENTRIES = 100;
const KINDS_OF_FILE = ['image', 'video', 'audio', 'document', 'sticker'] as const satisfies readonly MediaKind[];

export class TextToSendDto {
  @ApiProperty({ enum: ['text'] })
  type: 'text';
  /** Kept as it is written; WhatsApp's own marks (`*bold*`) are the guest's app's to show. */
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'Of course. The towels are on their way.' })
  text: string;
}

/** A file that was put to `POST /media` before. */
export class FileToSendDto {
  @ApiProperty({ enum: KINDS_OF_FILE })
  type: MediaKind;
  /** `id` of the upload's answer */
  @ApiProperty({ format: 'uuid' })
  mediaId: string;
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'The way to the pool' })
  caption?: string | null;
}

export class LocationToSendDto {
  @ApiProperty({ enum: ['location'] })
  type: 'location';
  @ApiProperty({ minimum: -90, maximum: 90, example: 38.7104 })
  latitude: number;
  @ApiProperty({ minimum: -180, maximum: 180, example: -9.1431 })
  longitude: number;
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'Hotel Aurora' })
  name?: string | null;
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'Rua do Carmo 12, Lisboa' })
  address?: string | null;
}

export class PhoneToSendDto {
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: '+351210000111' })
  phone: string;
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'WORK' })
  type?: string | null;
}

export class EmailToSendDto {
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'reception@aurora.example' })
  email: string;
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'WORK' })
  type?: string | null;
}

export class ContactToSendDto {
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'Reception' })
  name: string;
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'Hotel Aurora' })
  organisation?: string | null;
  @ApiProperty({ type: [PhoneToSendDto], minItems: 1, maxItems: MOST_ENTRIES })
  phones: PhoneToSendDto[];
  @ApiProperty({ type: [EmailToSendDto], maxItems: MOST_ENTRIES })
  emails?: EmailToSendDto[];
}

export class ContactsToSendDto {
  @ApiProperty({ enum: ['contacts'] })
  type: 'contacts';
  @ApiProperty({ type: [ContactToSendDto], minItems: 1, maxItems: MOST_ENTRIES })
  contacts: ContactToSendDto[];
}

export class ButtonToSendDto {
  /** Comes back in the guest's `choice`. */
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'four' })
  id: string;
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'At four' })
  title: string;
}

export class ButtonsToSendDto {
  @ApiProperty({ enum: ['buttons'] })
  type: 'buttons';
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'When may we come?' })
  body: string;
  @ApiProperty({ type: [ButtonToSendDto], minItems: 1, maxItems: MOST_ENTRIES })
  buttons: ButtonToSendDto[];
}

export class ListRowToSendDto {
  /** Comes back in the guest's `choice`. */
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'club' })
  id: string;
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'Club sandwich' })
  title: string;
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'With chips, 14 €' })
  description?: string | null;
}

export class ListSectionToSendDto {
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'Until midnight' })
  title?: string | null;
  @ApiProperty({ type: [ListRowToSendDto], minItems: 1, maxItems: MOST_ENTRIES })
  rows: ListRowToSendDto[];
}

export class ListToSendDto {
  @ApiProperty({ enum: ['list'] })
  type: 'list';
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'What may we bring?' })
  body: string;
  /** The label that opens the list */
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'See the card' })
  button: string;
  @ApiProperty({ type: [ListSectionToSendDto], minItems: 1, maxItems: MOST_ENTRIES })
  sections: ListSectionToSendDto[];
}

/** What fills one place of a template: words, the payload of a button, or a file of ours. */
export class TemplateParameterToSendDto {
  @ApiProperty({ enum: ['text', 'payload', 'image', 'video', 'document'] })
  type: 'text' | 'payload' | 'image' | 'video' | 'document';
  /** With `type: 'text'` */
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'Ana' })
  text?: string;
  /** With `type: 'text'`, where the template names its places */
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'first_name' })
  name?: string | null;
  /** With `type: 'payload'` */
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT })
  payload?: string;
  /** With `type: 'image'`, `'video'` or `'document'` */
  @ApiProperty({ format: 'uuid' })
  mediaId?: string;
}

export class TemplateComponentToSendDto {
  @ApiProperty({ enum: ['header', 'body', 'button'] })
  type: 'header' | 'body' | 'button';
  /** Must be given with `type: 'button'`, as `index` must */
  @ApiProperty({ enum: ['quick_reply', 'url'] })
  subType?: 'quick_reply' | 'url';
  /** Which button, from 0 */
  @ApiProperty({ minimum: 0, maximum: 9 })
  index?: number;
  @ApiProperty({ type: [TemplateParameterToSendDto], maxItems: MOST_ENTRIES })
  parameters?: TemplateParameterToSendDto[];
}

/** A text that the provider has approved: the only thing that may be sent after the guest's reply window. */
export class TemplateToSendDto {
  @ApiProperty({ enum: ['template'] })
  type: 'template';
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'pre_arrival' })
  name: string;
  /** As the provider names it */
  @ApiProperty({ minLength: 1, maxLength: MOST_TEXT, example: 'pt_PT' })
  language: string;
  @ApiProperty({ type: [TemplateComponentToSendDto], maxItems: MOST_ENTRIES })
  components?: TemplateComponentToSendDto[];
  /** The filled text, for the desk's own screens */
  @ApiProperty({ type: String, nullable: true, maxLength: MOST_TEXT, example: 'Ana, we look forward to seeing you.' })
  text?: string | null;
}

const KINDS = {
  text: TextToSendDto,
  ...(Object.fromEntries(KINDS_OF_FILE.map((kind) => [kind, FileToSendDto])) as Record<
    MediaKind,
    typeof FileToSendDto
  >),
  location: LocationToSendDto,
  contacts: ContactsToSendDto,
  buttons: ButtonsToSendDto,
  list: ListToSendDto,
  template: TemplateToSendDto,
};
const CLASSES = [...new Set(Object.values(KINDS))];

/** As it came: outgoing-content.ts reads it. */
export interface UnreadContent {
  type?: unknown;
}

/** A field that is one of the kinds above, told apart by `type`. */
export function ContentToSend(): PropertyDecorator {
  return (target, property) => {
    ApiExtraModels(...CLASSES)(target.constructor);
    ApiProperty({
      oneOf: CLASSES.map((kind) => ({ $ref: getSchemaPath(kind) })),
      discriminator: {
        propertyName: 'type',
        mapping: Object.fromEntries(Object.entries(KINDS).map(([type, kind]) => [type, getSchemaPath(kind)])),
      },
    })(target, property);
  };
}

/** One of each, for the document's page. */
export const CONTENT_EXAMPLES = {
  text: { type: 'text', text: 'Of course. The towels are on their way.' },
  picture: { type: 'image', mediaId: '0190b0c8-5b6e-7cc3-9e0a-3f1b6a1f8a11', caption: 'The way to the pool' },
  location: {
    type: 'location',
    latitude: 38.7104,
    longitude: -9.1431,
    name: 'Hotel Aurora',
    address: 'Rua do Carmo 12',
  },
  contacts: {
    type: 'contacts',
    contacts: [{ name: 'Reception', organisation: 'Hotel Aurora', phones: [{ phone: '+351210000111', type: 'WORK' }] }],
  },
  buttons: {
    type: 'buttons',
    body: 'When may we come?',
    buttons: [
      { id: 'four', title: 'At four' },
      { id: 'six', title: 'At six' },
    ],
  },
  list: {
    type: 'list',
    body: 'What may we bring?',
    button: 'See the card',
    sections: [
      { title: 'Until midnight', rows: [{ id: 'club', title: 'Club sandwich', description: 'With chips, 14 €' }] },
    ],
  },
  template: {
    type: 'template',
    name: 'pre_arrival',
    language: 'pt_PT',
    components: [{ type: 'body', parameters: [{ type: 'text', text: 'Ana' }] }],
  },
} as const;
