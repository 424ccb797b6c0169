import type { Tx } from '../database/transaction.js';

/** What happened, in the past tense. `subjectId` is what the comment names. */
export type ChangeKind =
  | 'message.created'
  | 'message.updated'
  /** an echo that was one of our own messages gave way to its row */
  | 'message.removed'
  | 'conversation.created'
  | 'conversation.updated'
  /** went from one department to another; subject: the former department, null: it was `general` */
  | 'conversation.moved'
  /** one member of staff read on; subject: the user */
  | 'conversation.read'
  /** subject: the notification */
  | 'notification.created'
  /** departments, role or activity of a user changed; subject: the user */
  | 'membership.changed'
  /** connected, changed, removed, or the provider told how it does; subject: the channel */
  | 'channel.updated'
  /** subject: the session */
  | 'session.ended';

export interface Change {
  hotelId: string;
  kind: ChangeKind;
  conversationId?: string | null;
  messageId?: string | null;
  subjectId?: string | null;
  /** business time */
  at: Date;
}

/** Writes into the change log, in the transaction it tells of. After the commit call `ChangeSignal.signal()`. */
export async function recordChange(tx: Pick<Tx, 'query'>, ...changes: Change[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.query(
    `INSERT INTO change (hotel_id, kind, conversation_id, message_id, subject_id, at)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::uuid[], $6::timestamptz[])`,
    [
      changes.map((change) => change.hotelId),
      changes.map((change) => change.kind),
      changes.map((change) => change.conversationId ?? null),
      changes.map((change) => change.messageId ?? null),
      changes.map((change) => change.subjectId ?? null),
      changes.map((change) => change.at),
    ],
  );
}
