import type { Sql } from '../common/sql.js';

const ROUTE_AGAIN = `
  UPDATE chat c SET routed_seq = m.inbound_seq - 1, routing_tries = 0
  FROM message m
  WHERE m.hotel_id = $1 AND m.id = $2 AND m.sent_at > $3 AND c.hotel_id = m.hotel_id AND c.id = m.chat_id
    AND c.inbound_seq = m.inbound_seq AND c.routed_seq = m.inbound_seq
    AND NOT EXISTS (SELECT 1 FROM route_decision d WHERE d.hotel_id = m.hotel_id AND d.message_id = m.id)
  RETURNING c.id AS "chatId", c.inbound_seq AS "inboundSeq"`;

/**
 * Lets the router look once more at a message it gave up on. Null: nothing may follow from it any more, because it is
 * a day old, not its chat's newest arrival, or was decided on.
 */
export async function routeAgain(
  sql: Sql,
  hotelId: string,
  messageId: string,
  now: Date,
): Promise<{ chatId: string; inboundSeq: number } | null> {
  const [chat] = await sql.query<{ chatId: string; inboundSeq: number }>(ROUTE_AGAIN, [
    hotelId,
    messageId,
    new Date(+now - 24 * 3_600_000),
  ]);
  return chat ?? null;
}
