import type { IngestionDesk } from './ingestion.js';

/** What must be the same however it was told (DECISIONS "same as once"), in words that no id of ours is in. */
const PARTS: Record<string, string> = {
  guests: `
    SELECT g.name, g.name_rank, g.phone, g.country,
           ARRAY(SELECT i.kind || ' ' || i.value FROM guest_identity i WHERE i.guest_id = g.id AND i.retired_at IS NULL ORDER BY 1) AS identities
    FROM guest g WHERE g.hotel_id = $1 ORDER BY identities`,
  chats: `
    SELECT c.kind, c.address, c.last_inbound_at, c.message_seq, c.inbound_seq, g.phone,
           (SELECT m.provider_id FROM conversation v JOIN message m ON m.id = v.last_message_id WHERE v.chat_id = c.id
            ORDER BY v.last_message_at DESC LIMIT 1) AS last_message
    FROM chat c JOIN guest g ON g.id = c.guest_id WHERE c.hotel_id = $1 ORDER BY c.address`,
  attendees: `SELECT external_id, name, phone FROM attendee WHERE hotel_id = $1 ORDER BY external_id`,
  messages: `
    SELECT m.provider_id, c.address, m.direction, m.author_kind, a.phone AS author, m.type, m.content - 'mediaId' AS content, m.text_folded,
           m.status, m.failure ->> 'code' AS failure, m.reply_to_provider_id, m.inbound_seq IS NOT NULL AS counted, m.sent_at,
           m.edited_at, m.deleted_at, m.repaired, m.sent_elsewhere
    FROM message m JOIN chat c ON c.id = m.chat_id LEFT JOIN guest a ON a.id = m.author_id
    WHERE m.hotel_id = $1 ORDER BY m.sent_at, m.provider_id`,
  media: `
    SELECT d.provider_media_id, d.kind, d.mime_type, count(*) FROM media d WHERE d.hotel_id = $1 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
  statuses: `
    SELECT provider_id, recipient, status, failure ->> 'code' AS failure, at FROM message_status WHERE hotel_id = $1 ORDER BY 1, 2, 3, 5`,
  reactions: `
    SELECT r.target_provider_id, r.author_kind, g.phone AS author, r.emoji, r.provider_id, r.at
    FROM reaction r LEFT JOIN guest g ON g.id = r.author_id WHERE r.hotel_id = $1 ORDER BY 1, 2, 3`,
  revisions: `
    SELECT target_provider_id, provider_id, kind, content - 'mediaId' AS content, by_kind, at
    FROM message_revision WHERE hotel_id = $1 ORDER BY 1, 2`,
  addressBook: `SELECT phone, name, at FROM address_book WHERE hotel_id = $1 ORDER BY 1`,
  /** No episode without a message, and every message in an episode of its chat. */
  strayEpisodes: `
    SELECT v.type, v.status FROM conversation v WHERE v.hotel_id = $1 AND NOT EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = v.id)
    UNION ALL
    SELECT v.type, v.status FROM message m JOIN conversation v ON v.id = m.conversation_id WHERE m.hotel_id = $1 AND v.chat_id <> m.chat_id`,
  /** Sequences without gap or repetition. */
  gaps: `
    SELECT c.id FROM chat c JOIN message m ON m.chat_id = c.id WHERE c.hotel_id = $1
    GROUP BY c.id, c.message_seq, c.inbound_seq
    HAVING count(DISTINCT m.seq) <> c.message_seq OR max(m.seq) <> c.message_seq OR count(DISTINCT m.inbound_seq) <> c.inbound_seq`,
};

export async function dumpOf(desk: IngestionDesk, hotelId: string): Promise<Record<string, unknown[]>> {
  const dump: Record<string, unknown[]> = {};
  for (const [part, sql] of Object.entries(PARTS)) dump[part] = await desk.rows(sql, [hotelId]);
  return dump;
}
