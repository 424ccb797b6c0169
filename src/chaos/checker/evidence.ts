/** What the world outside the desk knows when all is quiet again: the only thing the record is held against. */
export interface Evidence {
  written: GuestWords[];
  answers: StaffAnswer[];
  /** ids of messages that staff asked to send again: they come after what was written since */
  sentAgain: Set<string>;
  marks: ReadMark[];
  phones: Phone[];
  figures: ShownFigures[];
}

/** Something a guest wrote. */
export interface GuestWords {
  /** the provider's id of it */
  id: string;
  /** digits */
  phone: string;
  /** null: no text (a button, a place) */
  text: string | null;
  /** provider time: whole seconds since 1970 */
  at: number;
  /** a webhook that carried it was answered with 200 */
  acknowledged: boolean;
}

/** Something a member of staff sent; the text is like no other. */
export interface StaffAnswer {
  userId: string;
  clientId: string;
  text: string;
  /** the message of the 201; null: every try ended without an answer, or with a refusal */
  messageId: string | null;
}

/** A member of staff had read up to this message, and the desk said so. */
export interface ReadMark {
  userId: string;
  conversationId: string;
  messageId: string;
}

/** A guest's phone with what the hotel sent, in the order it came. */
export interface Phone {
  /** digits */
  number: string;
  shows: PhoneMessage[];
}

export interface PhoneMessage {
  /** the provider's id */
  id: string;
  /** what the desk sent along to know it by */
  ref: string | null;
  text: string;
  /** the furthest the provider has told the desk of it */
  told: 'sent' | 'delivered' | 'read' | 'played' | 'failed';
}

/** The badge figures the desk shows a member of staff. */
export interface ShownFigures {
  userId: string;
  counts: { waiting: number; mine: number; free: number; all: number; past: number; unread: number };
  /** of the conversations of the inbox's first pages, by id */
  unread: Map<string, number>;
}
