import type { MessageContent, Provider } from '../channels/index.js';
import type { DeliveryStatus } from '../common/delivery-status.js';

export type Lifecycle = 'new' | 'contacted' | 'replied' | 'booked' | 'in_house' | 'departed';

export class StayView {
  room: string | null;
  /** A day of the hotel, `2026-06-04` */
  arrival: string;
  departure: string;
  reference: string | null;
}

export class ConversationGuestView {
  id: string;
  name: string;
  /** E.164; null for guests known by a provider's user id only */
  phone: string | null;
  /** BCP-47 */
  language: string | null;
  /** Why this guest is a VIP, in the hotel's words; null: is none */
  vip: string | null;
  lifecycle: Lifecycle;
  /** The present stay, else the next one */
  stay: StayView | null;
}

export class ConversationChannelView {
  id: string;
  name: string;
  provider: Provider;
}

export class NamedView {
  id: string;
  name: string;
}

export class ConversationFlowView {
  id: string;
  name: string;
  step: string;
}

/** Who said it; a guest is named by the conversation. */
export class LastAuthorView {
  kind: 'guest' | 'user' | 'flow' | 'automation' | 'system';
  /** User; null: the guest, a machine, or the hotel's phone */
  id: string | null;
  name: string | null;
}

export class LastMessageView {
  id: string;
  author: LastAuthorView;
  direction: 'inbound' | 'outbound' | 'internal';
  /** The content's type: screens word kinds that have no words ("Photo") */
  type: MessageContent['type'];
  /** At most 255 code points, on one line */
  preview: string;
  status: DeliveryStatus | 'received';
  at: Date;
}

/** An episode as a card of the inbox needs it. */
export class ConversationView {
  id: string;
  name: string;
  kind: 'person' | 'group';
  type: 'general' | 'service' | 'flow';
  status: 'active' | 'expired' | 'closed';
  chatId: string;
  guest: ConversationGuestView | null;
  channel: ConversationChannelView;
  department: NamedView | null;
  assignee: NamedView | null;
  flow: ConversationFlowView | null;
  /** Arrivals this user has not read */
  unreadCount: number;
  /** Since when the guest has had no answer */
  waitingSince: Date | null;
  /** When the provider stops taking free text; null where it has no such rule, or the guest never wrote */
  windowClosesAt: Date | null;
  expiresAt: Date;
  priority: 'normal' | 'urgent';
  lastMessage: LastMessageView | null;
  openedAt: Date;
  closedAt: Date | null;
  updatedAt: Date;
  version: number;
}

export class ConversationPageView {
  items: ConversationView[];
  nextCursor: string | null;
}

/** Conversations per view of the inbox; each figure equals the length of its list. */
export class ConversationCountsView {
  /** active, and the guest waits for an answer */
  waiting: number;
  /** active and mine */
  mine: number;
  /** active and nobody's */
  free: number;
  /** all active */
  all: number;
  /** expired or closed */
  past: number;
  /** active, with arrivals I have not read */
  unread: number;
}

export class ConversationChangesView {
  /** What changed after `since`, as it is now, each once */
  items: ConversationView[];
  /** Ids of conversations that are no longer this user's to see */
  removed: string[];
  /** To be given as `since` next time */
  position: string;
  /** Too much was missed, or `since` is not ours: read the lists again */
  reset: boolean;
}

export class AttendeeOfConversationView {
  externalId: string;
  name: string;
  phone: string | null;
  isSelf: boolean;
  guestId: string | null;
}

export class AttendeesView {
  items: AttendeeOfConversationView[];
  nextCursor: string | null;
}

/** A member of staff who wrote in a conversation, was assigned to it or mentioned in it. */
export class ParticipantView {
  user: NamedView;
  /** Arrivals of the chat read up to this one; 0: none */
  lastReadSeq: number;
  lastReadAt: Date | null;
  joinedAt: Date;
}

export class ParticipantsView {
  items: ParticipantView[];
  nextCursor: string | null;
}

export class ReadView {
  unreadCount: number;
}
