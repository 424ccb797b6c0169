/** The shapes of the public interface, as the desk's screens read them. Times are RFC 3339 strings. */

export type Role = 'admin' | 'manager' | 'agent' | 'viewer';
export interface Named {
  id: string;
  name: string;
}
export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  language: string;
  hotelId: string;
  hotelName: string;
  departments: Named[];
}
export interface Hotel {
  id: string;
  name: string;
  timeZone: string;
  country: string;
  languages: string[];
  thresholds?: { lateAfterMinutes?: number } | null;
}
export interface Department {
  id: string;
  name: string;
  names?: Record<string, string>;
  menuOrder?: number;
}

export type Lifecycle = 'new' | 'contacted' | 'replied' | 'booked' | 'in_house' | 'departed';
export interface Stay {
  room: string | null;
  arrival: string;
  departure: string;
  reference: string | null;
}
export interface Guest {
  id: string;
  name: string | null;
  phone: string | null;
  language: string | null;
  /** why, in the hotel's words; null: no VIP */
  vip: string | null;
  lifecycle: Lifecycle;
  stay: Stay | null;
}
export interface ConversationView {
  id: string;
  name: string;
  kind: 'person' | 'group';
  type: 'general' | 'service' | 'flow';
  status: 'active' | 'expired' | 'closed';
  chatId: string;
  guest: Guest | null;
  channel: { id: string; name: string; provider: string };
  department: Named | null;
  assignee: Named | null;
  flow: { id: string; name: string; step: string } | null;
  unreadCount: number;
  waitingSince: string | null;
  windowClosesAt: string | null;
  expiresAt: string | null;
  priority: 'normal' | 'urgent';
  lastMessage: LastMessage | null;
  openedAt: string;
  closedAt: string | null;
  updatedAt: string;
  version: number;
}
export interface LastMessage {
  id: string;
  direction: Direction;
  preview: string;
  status: MessageStatus;
  at: string;
  /** who said it, where the server tells; otherwise the direction has to do */
  author?: Author | null;
  /** kind of content: screens word what has no words ("Photo") */
  type: MessageContent['type'];
}

export type Direction = 'inbound' | 'outbound' | 'internal';
export type MessageStatus =
  | 'received'
  | 'queued'
  | 'sending'
  | 'unconfirmed'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'played'
  | 'failed';
export interface Author {
  kind: 'guest' | 'user' | 'flow' | 'automation' | 'system';
  id: string | null;
  name: string | null;
}
export interface Failure {
  code: string;
  reason: string;
  retryable: boolean;
}
export interface Reaction {
  emoji: string;
  author: Author;
}
/** What is shown of a quoted message; no words where the reader may not read it. */
export interface Quote {
  id: string;
  preview: string;
  direction: Direction;
}
export interface MessageView {
  id: string;
  conversationId: string;
  chatId: string;
  direction: Direction;
  author: Author;
  content: MessageContent;
  status: MessageStatus;
  failure: Failure | null;
  reactions: Reaction[];
  replyTo: Quote | null;
  clientId: string | null;
  providerMessageId: string | null;
  sentAt: string;
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  flow: { runId: string; flowId: string; step: string; success: boolean | null } | null;
  /** grows with every change of the row; older news is ignored */
  version: number;
  /** order within the chat where two share a time, if the server tells it */
  seq?: number;
  /** typed on the hotel's own phone, not here */
  sentElsewhere: boolean;
}

export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';
export interface TextContent {
  type: 'text';
  text: string;
}
export interface MediaContent {
  type: MediaKind;
  mediaId: string;
  mimeType: string;
  size: number | null;
  filename: string | null;
  caption: string | null;
  state: 'pending' | 'ready' | 'failed';
  voice?: boolean;
  /** pixels as it is shown */
  width?: number;
  height?: number;
  durationMs?: number;
  /** a small picture of it is there */
  thumbnail?: boolean;
  failure?: 'gone' | 'unreachable' | 'damaged' | 'too_large' | 'refused' | 'storage_full';
}
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
  button: string;
  sections: { title: string | null; rows: { id: string; title: string; description: string | null }[] }[];
}
export interface ChoiceContent {
  type: 'choice';
  id: string;
  title: string;
}
export interface TemplateContent {
  type: 'template';
  name: string;
  language: string;
  components: unknown[];
  text: string | null;
}
export interface NoteContent {
  type: 'note';
  text: string;
  mentions: string[];
}
export interface SystemContent {
  type: 'system';
  code: string;
  data: Record<string, unknown>;
}
export interface UnsupportedContent {
  type: 'unsupported';
  providerType: string;
  summary?: string | null;
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

/** An episode the reader may not see: its department and dates alone. */
export interface HiddenEpisode {
  hiddenEpisode: {
    /** its name; null: an episode of no department */
    department: string | null;
    /** days of the hotel, `2026-06-04` */
    from: string;
    /** null: still going on */
    to: string | null;
  };
}
export type TimelineItem = MessageView | HiddenEpisode;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
export interface TimelinePage {
  items: TimelineItem[];
  olderCursor: string | null;
  newerCursor: string | null;
}
export interface Counts {
  waiting: number;
  mine: number;
  free: number;
  all: number;
  past: number;
  unread: number;
}
export interface Attendee {
  externalId: string;
  name: string | null;
  phone: string | null;
  isSelf: boolean;
  guestId: string | null;
}
export interface Participant {
  user: Named;
  lastReadSeq: number;
  lastReadAt: string | null;
  joinedAt: string;
}
export type CloseReason = 'done' | 'settled' | 'no_answer' | 'wrong_number' | 'spam';

export interface LoggedIn {
  accessToken: string;
  expiresIn: number;
  user: User;
}

/** RFC 9457, as every route answers a refusal. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  code: string;
  detail?: string;
  errors?: { field: string; code: string; message: string }[];
  traceId?: string;
  /** log-in of a person who works for several hotels */
  hotels?: Named[];
}
