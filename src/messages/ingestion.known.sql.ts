import { NAME_RANK } from '../attendees/index.js';

/**
 * The whole way of guests' plain messages in one statement, for guests who are known by every name the message
 * gives, in chats with an active conversation. `ok` is false, and nothing was written, when that does not hold for
 * one of them: then the batch takes the longer way (ingestion.store.ts), which may make guests and episodes.
 *
 * What is read of a chat is read behind its lock, so the sequences are exact. LATERAL with LIMIT keeps the planner
 * to index look-ups row by row, whatever it believes of the tables' sizes. There is no ON CONFLICT: it would cost
 * every row, and the rare loser of a race is stored by the longer way.
 *
 * `names`: what the message calls its guest, where that is not simply what was known before.
 */
export const STORE_KNOWN = `
  WITH input AS MATERIALIZED (
    SELECT * FROM ROWS FROM (json_to_recordset($1::json) AS (
      hotel_id uuid, channel_id uuid, id uuid, receipt_id uuid, kind text, value text, other_kind text, other_value text,
      address jsonb, name text, type text, content jsonb, text_folded text, provider_id text, sent_at timestamptz,
      event_key text, payload text
    )) WITH ORDINALITY AS i(
      hotel_id, channel_id, id, receipt_id, kind, value, other_kind, other_value, address, name, type, content, text_folded,
      provider_id, sent_at, event_key, payload, ord)
  ), found AS MATERIALIZED (
    SELECT i.ord, i.hotel_id, i.channel_id, i.id, i.address, i.name, i.type, i.content, i.text_folded, i.provider_id, i.sent_at,
           c.id AS chat_id
    FROM input i
    CROSS JOIN LATERAL (
      SELECT gi.guest_id FROM guest_identity gi
      WHERE gi.hotel_id = i.hotel_id AND gi.kind = i.kind AND gi.value = i.value AND gi.retired_at IS NULL LIMIT 1
    ) gi
    CROSS JOIN LATERAL (
      SELECT c.id FROM chat c
      WHERE c.hotel_id = i.hotel_id AND c.channel_id = i.channel_id AND c.external_id = gi.guest_id::text LIMIT 1
    ) c
    WHERE (i.other_kind IS NULL OR gi.guest_id = (
        SELECT o.guest_id FROM guest_identity o
        WHERE o.hotel_id = i.hotel_id AND o.kind = i.other_kind AND o.value = i.other_value AND o.retired_at IS NULL LIMIT 1))
      AND NOT EXISTS (
        SELECT 1 FROM message_revision r
        WHERE r.hotel_id = i.hotel_id AND r.channel_id = i.channel_id AND r.target_provider_id = i.provider_id)
    ORDER BY i.hotel_id, c.id
  ), locked AS MATERIALIZED (
    SELECT f.*, c.guest_id, c.message_seq, c.inbound_seq, c.last_inbound_at, v.id AS conversation_id
    FROM found f
    CROSS JOIN LATERAL (
      SELECT * FROM chat c WHERE c.hotel_id = f.hotel_id AND c.id = f.chat_id LIMIT 1 FOR NO KEY UPDATE
    ) c
    CROSS JOIN LATERAL (
      SELECT v.id FROM conversation v
      WHERE v.hotel_id = c.hotel_id AND v.id = c.current_conversation_id AND v.status = 'active' AND v.expires_at >= $2
      LIMIT 1 FOR NO KEY UPDATE
    ) v
    WHERE c.address @> f.address
  ), verdict AS MATERIALIZED (
    SELECT (SELECT count(*) FROM locked) = (SELECT count(*) FROM input) AS ok
  ), fresh AS (
    SELECT l.*, row_number() OVER (PARTITION BY l.hotel_id, l.chat_id ORDER BY l.sent_at, l.ord) AS n
    FROM locked l
    LEFT JOIN LATERAL (
      SELECT m.id FROM message m
      WHERE m.hotel_id = l.hotel_id AND m.channel_id = l.channel_id AND m.provider_id = l.provider_id LIMIT 1
    ) known ON true
    WHERE known.id IS NULL AND (SELECT ok FROM verdict)
  ), stored AS (
    INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, author_id, type, content,
                         text_folded, provider_id, seq, inbound_seq, sent_at, created_at)
    SELECT f.hotel_id, f.id, f.chat_id, f.conversation_id, f.channel_id, 'inbound', 'guest', f.guest_id, f.type, f.content,
           f.text_folded, f.provider_id, f.message_seq + f.n, f.inbound_seq + f.n, f.sent_at, $2
    FROM fresh f
    RETURNING hotel_id, id, chat_id, conversation_id, sent_at, seq, inbound_seq
  ), touched AS MATERIALIZED (
    SELECT hotel_id, chat_id, conversation_id, max(seq) AS seq, max(inbound_seq) AS inbound_seq, min(sent_at) AS first_at,
           max(sent_at) AS last_at, (array_agg(id ORDER BY sent_at DESC, seq DESC))[1] AS last_id
    FROM stored GROUP BY 1, 2, 3
  ), chats AS (
    UPDATE chat c SET message_seq = t.seq, inbound_seq = t.inbound_seq, last_inbound_at = greatest(c.last_inbound_at, t.last_at)
    FROM touched t
    WHERE c.hotel_id = t.hotel_id AND c.id = t.chat_id
  ), episodes AS (
    UPDATE conversation v SET
      last_message_id = CASE WHEN t.last_at >= v.last_message_at THEN t.last_id ELSE v.last_message_id END,
      last_message_at = greatest(v.last_message_at, t.last_at),
      waiting_since = least(v.waiting_since, t.first_at),
      expires_at = greatest(v.expires_at, $3::timestamptz),
      updated_at = $2, version = v.version + 1
    FROM touched t
    WHERE v.hotel_id = t.hotel_id AND v.id = t.conversation_id
  ), logged AS (
    INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
    SELECT hotel_id, 'message.created', conversation_id, id, $2 FROM stored ORDER BY seq
  ), receipts AS (
    INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, event_key, payload, state, received_at)
    SELECT i.hotel_id, i.receipt_id, i.channel_id, 'message_received', i.event_key, decode(i.payload, 'base64'),
           CASE WHEN i.id IN (SELECT s.id FROM stored s) THEN 'stored' ELSE 'duplicate' END, $2
    FROM input i WHERE (SELECT ok FROM verdict)
  )
  SELECT (SELECT ok FROM verdict) AS ok, (SELECT count(*)::int FROM stored) AS stored,
    (SELECT json_agg(json_build_array(t.hotel_id, t.chat_id, t.inbound_seq)) FROM touched t) AS chats,
    (
      SELECT json_agg(json_build_object(
        'ord', l.ord, 'guestId', l.guest_id, 'lastInboundAt', extract(epoch FROM l.last_inbound_at) * 1000,
        'guestName', g.name, 'guestNameRank', g.name_rank,
        'attendeeName', a.name, 'attendeeNameAt', extract(epoch FROM a.name_at) * 1000))
      FROM locked l
      CROSS JOIN LATERAL (SELECT g.name, g.name_rank FROM guest g WHERE g.hotel_id = l.hotel_id AND g.id = l.guest_id LIMIT 1) g
      LEFT JOIN LATERAL (
        SELECT a.name, a.name_at FROM attendee a
        WHERE a.hotel_id = l.hotel_id AND a.guest_id = l.guest_id AND a.channel_id = l.channel_id
        ORDER BY a.name_at DESC LIMIT 1
      ) a ON true
      WHERE l.name IS NOT NULL AND (
        a.name IS DISTINCT FROM l.name OR g.name_rank > ${NAME_RANK.profile} OR g.name_rank = ${NAME_RANK.profile} AND g.name <> l.name)
    ) AS names`;
