import type { DemoGuest } from './guests.js';
import type { StaffKey } from './hotel.js';
import type { Row } from './rows.js';
import type { DepartmentIds } from './words.js';

/** Ids of what the history hangs on. */
export interface HotelIds {
  hotelId: string;
  channelId: string;
  departments: DepartmentIds;
  staff: Record<StaffKey, string>;
}

/** A guest of the hotel, with what WhatsApp calls them. */
export interface SeededGuest {
  guest: DemoGuest;
  id: string;
  userId: string;
  waId: string;
}

export interface HistoryOptions {
  ids: HotelIds;
  now: Date;
  timeZone: string;
  expiryHours: number;
}

/** The tables a history fills, in the order their foreign keys ask for. */
export const HISTORY_TABLES = [
  'chat',
  'attendee',
  'conversation',
  'conversation_attendee',
  'participant',
  'message',
  'send_attempt',
  'message_status',
  'reaction',
  'review_item',
  'notification',
] as const;
export type HistoryRows = Record<(typeof HISTORY_TABLES)[number], Row[]>;

export interface History {
  rows: HistoryRows;
  /** chat → its newest conversation; written last, the two point at each other */
  current: { chatId: string; conversationId: string }[];
}

/** A chat while its history is written: counters go on from one conversation to the next. */
export interface HistoryPlace extends HistoryOptions {
  person: SeededGuest;
  chatId: string;
  attendeeId: string;
  seq: number;
  inboundSeq: number;
  lastInboundAt: Date | null;
}
