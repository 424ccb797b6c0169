import type { Sql } from '../common/sql.js';

/** A message of ours that has just learnt what the provider calls it. */
export interface KnownSend {
  hotelId: string;
  channelId: string;
  providerId: string;
  messageId: string;
}

/**
 * Ours has the author and the client's id, so it stays, and what pointed to the other one points to it. Screens are told
 * that the other one is gone. Served by message_provider.
 */
const TAKE_OVER = `
  WITH gone AS (
    DELETE FROM message m
    USING json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, provider_id text, message_id uuid)
    WHERE m.hotel_id = k.hotel_id AND m.channel_id = k.channel_id AND m.provider_id = k.provider_id AND m.id <> k.message_id
      AND m.sent_elsewhere
    RETURNING m.hotel_id, m.id, m.chat_id, m.conversation_id, k.message_id AS ours_id
  ), quoting AS (
    UPDATE message m SET reply_to_id = g.ours_id FROM gone g
    WHERE m.hotel_id = g.hotel_id AND m.chat_id = g.chat_id AND m.reply_to_id = g.id
  ), cards AS (
    UPDATE conversation c SET last_message_id = g.ours_id, version = c.version + 1 FROM gone g
    WHERE c.hotel_id = g.hotel_id AND c.id = g.conversation_id AND c.last_message_id = g.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT hotel_id, 'message.removed', conversation_id, id, $2 FROM gone`;

/** A3: the provider's notice of a message of ours came before we knew its id, and made a row of its own. */
export async function takeOverEchoes(sql: Sql, sends: readonly KnownSend[], now: Date): Promise<void> {
  if (sends.length === 0) return;
  const rows = sends.map(({ hotelId, channelId, providerId, messageId }) => ({
    hotel_id: hotelId,
    channel_id: channelId,
    provider_id: providerId,
    message_id: messageId,
  }));
  await sql.query(TAKE_OVER, [JSON.stringify(rows), now]);
}
