import { TELLS_OUR_REF } from '../channels/index.js';
import { statusRank } from '../common/delivery-status.js';
import type { Sql } from '../common/sql.js';
import { advanceStatuses } from './delivery.repository.js';
import type { KnownSend } from './echoes.repository.js';
import { markAccepted } from './send.repository.js';

export interface ChatKey {
  hotelId: string;
  chatId: string;
}

/** Provider time and ours may differ, and a provider may take its time: an echo this far off can still be this send. */
const SOONER = `interval '1 minute'`;
const LATER = `interval '10 minutes'`;

/**
 * One send whose outcome nobody knows and one message from the hotel's side, in the same chat, with the same content, at
 * that time: they are one. Where there are two of either, nobody can say which is which, and all stay as they are.
 */
const PAIRS = `
  WITH doubtful AS (
    SELECT m.hotel_id, m.channel_id, m.chat_id, m.content, m.id AS message_id, a.id AS attempt_id, a.finished_at,
           count(*) OVER (PARTITION BY m.hotel_id, m.chat_id, m.content) AS alike
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, chat_id uuid)
    JOIN message m ON m.hotel_id = k.hotel_id AND m.chat_id = k.chat_id AND m.direction = 'outbound'
      AND m.status = ${statusRank('unconfirmed')} AND m.provider_id IS NULL
    JOIN channel n ON n.hotel_id = m.hotel_id AND n.id = m.channel_id AND n.provider <> ALL($2)
    JOIN send_attempt a ON a.hotel_id = m.hotel_id AND a.message_id = m.id AND a.status = ${statusRank('unconfirmed')}
  ), pairs AS (
    SELECT d.*, e.provider_id, count(*) OVER (PARTITION BY d.hotel_id, d.message_id) AS echoes
    FROM doubtful d
    JOIN message e ON e.hotel_id = d.hotel_id AND e.chat_id = d.chat_id AND e.sent_elsewhere AND NOT e.historical
      AND e.content = d.content AND e.sent_at BETWEEN d.finished_at - ${SOONER} AND d.finished_at + ${LATER}
    WHERE d.alike = 1
  )
  SELECT hotel_id AS "hotelId", channel_id AS "channelId", message_id AS "messageId", attempt_id AS "attemptId", provider_id AS "providerId"
  FROM pairs WHERE echoes = 1`;

/**
 * A3, where a provider's statuses do not carry our id: an echo that came instead of the answer joins the send it can only
 * be. In a transaction of the caller's, with the chats locked.
 */
export async function joinEchoesByWords(sql: Sql, chats: readonly ChatKey[], now: Date): Promise<void> {
  if (chats.length === 0) return;
  const keys = chats.map(({ hotelId, chatId }) => ({ hotel_id: hotelId, chat_id: chatId }));
  const pairs = await sql.query<KnownSend & { attemptId: string }>(PAIRS, [JSON.stringify(keys), [...TELLS_OUR_REF]]);
  for (const pair of pairs) await markAccepted(sql, pair, now);
  await advanceStatuses(sql, pairs, now);
}
