import { ApiProperty } from '@nestjs/swagger';

import type {
  ButtonsContent,
  ChoiceContent,
  ContactsContent,
  ListContent,
  LocationContent,
  MediaContent,
  MediaFailure,
  MediaKind,
  NoteContent,
  SystemContent,
  TemplateContent,
  TextContent,
  UnsupportedContent,
} from '../channels/index.js';

// What a message says, kind by kind, as the OpenAPI document has it: `implements` holds each to what is stored.

export class TextContentView implements TextContent {
  type: 'text';
  text: string;
}

export class MediaContentView implements MediaContent {
  type: MediaKind;
  /** For `GET /media/:id` */
  mediaId: string;
  mimeType: string;
  /** Bytes; null until it was fetched */
  size: number | null;
  filename: string | null;
  caption: string | null;
  state: 'pending' | 'ready' | 'failed';
  /** A recorded voice note, not an audio file */
  voice?: boolean;
  /** Pixels as it is shown, the right way up; absent: not known */
  width?: number;
  height?: number;
  durationMs?: number;
  /** A small picture of it can be had: `GET /media/:id?size=small` */
  thumbnail?: boolean;
  /** Why it is not there, with `state: 'failed'` */
  failure?: MediaFailure;
}

export class LocationContentView implements LocationContent {
  type: 'location';
  latitude: number;
  longitude: number;
  name: string | null;
  address: string | null;
}

export class ContactPhoneView {
  phone: string;
  type: string | null;
}

export class ContactEmailView {
  email: string;
  type: string | null;
}

export class ContactCardView {
  name: string | null;
  organisation: string | null;
  phones: ContactPhoneView[];
  emails: ContactEmailView[];
}

export class ContactsContentView implements ContactsContent {
  type: 'contacts';
  contacts: ContactCardView[];
}

export class ButtonView {
  id: string;
  title: string;
}

export class ButtonsContentView implements ButtonsContent {
  type: 'buttons';
  body: string;
  buttons: ButtonView[];
}

export class ListRowView {
  id: string;
  title: string;
  description: string | null;
}

export class ListSectionView {
  title: string | null;
  rows: ListRowView[];
}

export class ListContentView implements ListContent {
  type: 'list';
  body: string;
  /** The label that opens the list */
  button: string;
  sections: ListSectionView[];
}

/** The guest pressed a button or picked a row. */
export class ChoiceContentView implements ChoiceContent {
  type: 'choice';
  id: string;
  title: string;
}

export class TemplateContentView implements TemplateContent {
  type: 'template';
  name: string;
  /** As the provider names it: `pt_PT` */
  language: string;
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  components: TemplateContent['components'];
  /** The filled text; null: not known */
  text: string | null;
}

/** For colleagues only. */
export class NoteContentView implements NoteContent {
  type: 'note';
  text: string;
  /** User ids */
  mentions: string[];
}

/** A sentence of ours in the thread: `code` chooses it, `data` fills it. */
export class SystemContentView implements SystemContent {
  type: 'system';
  code: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
}

/** Something a guest sent that Bellhop does not show yet. */
export class UnsupportedContentView implements UnsupportedContent {
  type: 'unsupported';
  providerType: string;
  /** What a receptionist can read of it */
  summary: string | null;
}

/** Every kind there is: one of them is a message's content, told apart by `type`. */
export const CONTENT_VIEWS = [
  TextContentView,
  MediaContentView,
  LocationContentView,
  ContactsContentView,
  ButtonsContentView,
  ListContentView,
  ChoiceContentView,
  TemplateContentView,
  NoteContentView,
  SystemContentView,
  UnsupportedContentView,
] as const;
