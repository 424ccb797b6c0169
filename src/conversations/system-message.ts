import { newId } from '../common/ids.js';
import type { Tx } from '../database/transaction.js';
import { recordChange } from './changes.js';

export interface SystemSentence {
  hotelId: string;
  chatId: string;
  conversationId: string;
  /** in the screens' catalogue, past tense: `transferred`, `closed` … */
  code: string;
  data: Record<string, unknown>;
  at: Date;
}

/**
 * A sentence of ours in the thread. It takes the chat's next sequence and so the chat's row lock: call it
 * with the chat locked already, or before any conversation is (lock order). It is nobody's last message.
 */
export async function appendSystemMessage(tx: Pick<Tx, 'query'>, sentence: SystemSentence): Promise<string> {
  const { hotelId, chatId, conversationId, code, data, at } = sentence;
  const id = newId();
  await tx.query(
    `WITH counted AS (
       UPDATE chat SET message_seq = message_seq + 1 WHERE hotel_id = $1 AND id = $2 RETURNING channel_id, message_seq
     )
     INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, type, content, seq, sent_at, created_at)
     SELECT $1, $3, $2, $4, channel_id, 'internal', 'system', 'system', $5, message_seq, date_trunc('second', $6::timestamptz), $6 FROM counted`,
    [hotelId, chatId, id, conversationId, JSON.stringify({ type: 'system', code, data }), at],
  );
  await recordChange(tx, { hotelId, kind: 'message.created', conversationId, messageId: id, at });
  return id;
}
