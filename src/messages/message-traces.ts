import type { Sql } from '../common/sql.js';

export interface TracedMessage {
  id: string;
  providerId: string | null;
  chatId: string;
  conversationId: string;
  /** of its newest try; a guest's message goes by its own id */
  traceId: string;
}

const TRACED = `
  SELECT m.id, m.provider_id AS "providerId", m.chat_id AS "chatId", m.conversation_id AS "conversationId",
         coalesce(t.trace_id, m.id::text) AS "traceId"
  FROM message m
  LEFT JOIN LATERAL (
    SELECT a.trace_id FROM send_attempt a WHERE a.hotel_id = m.hotel_id AND a.message_id = m.id ORDER BY a.number DESC LIMIT 1
  ) t ON true
  WHERE m.hotel_id = $1`;

/** Asked only where the log tells each message's way (MessageTrace). */
export function tracedMessages(sql: Sql, hotelId: string, ids: readonly string[]): Promise<TracedMessage[]> {
  return sql.query(`${TRACED} AND m.id = ANY($2::uuid[])`, [hotelId, ids]);
}

export function tracedByProvider(
  sql: Sql,
  { hotelId, id }: { hotelId: string; id: string },
  providerIds: readonly string[],
): Promise<TracedMessage[]> {
  return sql.query(`${TRACED} AND m.channel_id = $2 AND m.provider_id = ANY($3)`, [hotelId, id, providerIds]);
}
