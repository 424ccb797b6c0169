import type { ChannelView } from '../channels/index.js';
import type { ConversationCountsView, ConversationView } from '../conversations/index.js';
import type { MessageView } from '../messages/index.js';

export interface NotificationEventData {
  id: string;
  kind: string;
  conversationId: string | null;
  data: Record<string, unknown>;
  at: Date;
  readAt: Date | null;
}

interface Person {
  id: string;
  name: string;
}

/** Everything the desk tells a member of staff's screens, by name. */
export interface StaffEvents {
  'message.created': { message: MessageView; conversation: ConversationView };
  'message.updated': { message: MessageView; conversation: ConversationView };
  /** it was told as a message of its own before it turned out to be one that was sent here */
  'message.removed': { id: string; conversation: ConversationView };
  'conversation.created': ConversationView;
  'conversation.updated': ConversationView;
  /** no longer this user's to see */
  'conversation.removed': { id: string };
  'notification.created': NotificationEventData;
  'counts.updated': ConversationCountsView;
  /** as everybody may read it: without hints of its credentials */
  'channel.updated': ChannelView;
  /** who of the hotel's staff has the desk open */
  presence: { users: Person[] };
  /** who else has it open */
  viewing: { conversationId: string; users: Person[] };
  typing: { conversationId: string; user: Person; typing: boolean };
  'session.ended': Record<string, never>;
}
export type StaffEventName = keyof StaffEvents;

/** An event on its way to one member of staff. */
export type StaffEvent = {
  [Name in StaffEventName]: { userId: string; name: Name; at: Date; data: StaffEvents[Name] };
}[StaffEventName];

/** What a socket carries. `position`: how far everything is known; null where the event is no record. */
export interface Envelope {
  position: string | null;
  at: Date;
  data: unknown;
}
