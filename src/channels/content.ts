/** What a message says: one union for all providers, stored as `message.content` and shown by MessageView. */

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

export interface TextContent {
  type: 'text';
  text: string;
}
export interface MediaContent {
  type: MediaKind;
  /** id of our media row */
  mediaId: string;
  mimeType: string;
  /** bytes; null until it was fetched */
  size: number | null;
  filename: string | null;
  caption: string | null;
  state: 'pending' | 'ready' | 'failed';
  /** a recorded voice note, not an audio file */
  voice?: boolean;
  /** pixels as it is shown, the right way up; absent: not known */
  width?: number;
  height?: number;
  durationMs?: number;
  /** a small picture of it can be had: `GET /media/:id?size=small` */
  thumbnail?: boolean;
  /** why it is not there, with `state: 'failed'` */
  failure?: MediaFailure;
}
/** Why a guest's file is not there. All but `gone` and `too_large` may be mended by trying again. */
export type MediaFailure =
  /** the provider has it no more */
  | 'gone'
  | 'unreachable'
  /** what came is not what the provider announced */
  | 'damaged'
  | 'too_large'
  /** the provider refuses: the channel's access, its limits */
  | 'refused'
  /** the hotel's quota is used up; it is fetched when there is room */
  | 'storage_full';
export interface LocationContent {
  type: 'location';
  latitude: number;
  longitude: number;
  name: string | null;
  address: string | null;
}
export interface ContactCard {
  name: string | null;
  organisation: string | null;
  phones: { phone: string; type: string | null }[];
  emails: { email: string; type: string | null }[];
}
export interface ContactsContent {
  type: 'contacts';
  contacts: ContactCard[];
}
export interface ButtonsContent {
  type: 'buttons';
  body: string;
  buttons: { id: string; title: string }[];
}
export interface ListContent {
  type: 'list';
  body: string;
  /** the label that opens the list */
  button: string;
  sections: { title: string | null; rows: { id: string; title: string; description: string | null }[] }[];
}
/** The guest pressed a button or picked a row. */
export interface ChoiceContent {
  type: 'choice';
  id: string;
  title: string;
}
export interface TemplateContent {
  type: 'template';
  name: string;
  /** as the provider names it: `pt_PT` */
  language: string;
  components: TemplateComponent[];
  /** the filled text, for our own screens */
  text: string | null;
}
export interface TemplateComponent {
  type: 'header' | 'body' | 'button';
  subType?: 'quick_reply' | 'url';
  index?: number;
  parameters: TemplateParameter[];
}
export type TemplateParameter =
  | { type: 'text'; text: string; name?: string }
  | { type: 'payload'; payload: string }
  | { type: 'image' | 'video' | 'document'; mediaId: string };
export interface NoteContent {
  type: 'note';
  text: string;
  /** user or department ids */
  mentions: string[];
}
/** The code of a call: what a guest did, like a message, while the other codes are about them. */
export const GUEST_CALLED = 'guest_called';

/** A sentence of ours in the thread: `code` is in the screens' catalogue, `data` fills it. */
export interface SystemContent {
  type: 'system';
  code: string;
  data: Record<string, unknown>;
}
/** Something a guest sent that Bellhop does not show yet. `raw` is kept with the row and left out of views. */
export interface UnsupportedContent {
  type: 'unsupported';
  providerType: string;
  /** what a receptionist can read of it, or null */
  summary: string | null;
  raw?: unknown;
}

export type MessageContent =
  | TextContent
  | MediaContent
  | LocationContent
  | ContactsContent
  | ButtonsContent
  | ListContent
  | ChoiceContent
  | TemplateContent
  | NoteContent
  | SystemContent
  | UnsupportedContent;

/** Media as a provider announces it: not fetched yet, no row of ours yet. */
export interface InboundMedia {
  type: MediaKind;
  providerMediaId: string;
  mimeType: string;
  filename: string | null;
  caption: string | null;
  /** lower-case hex, or null where the provider's value is no SHA-256 */
  sha256: string | null;
  voice?: boolean;
}

/** What a provider can deliver to us. */
export type InboundContent =
  | TextContent
  | InboundMedia
  | LocationContent
  | ContactsContent
  | ChoiceContent
  | ButtonsContent
  | ListContent
  | TemplateContent
  | SystemContent
  | UnsupportedContent;

/** Media ready to be sent: the provider's own id of it. */
export interface OutboundMedia {
  type: MediaKind;
  providerMediaId: string;
  filename: string | null;
  caption: string | null;
  voice?: boolean;
}

/** Our reaction to a guest's message; `emoji: null` takes it back. */
export interface OutboundReaction {
  type: 'reaction';
  targetProviderId: string;
  emoji: string | null;
}

/** What can be sent to a guest. In a template, `mediaId` is the provider's id by now, too. */
export type OutboundContent =
  | TextContent
  | OutboundMedia
  | OutboundReaction
  | LocationContent
  | ContactsContent
  | ButtonsContent
  | ListContent
  | TemplateContent;
