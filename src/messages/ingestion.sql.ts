/**
 * The statements of ingestion. Each takes its rows as one JSON parameter, so their number does not
 * depend on how many events come. Lock order: guest, chat, conversation, message.
 */

/** Which of these messages are there already. Asked only where an episode would have to be opened for them. */
export const KNOWN_MESSAGES = `
  SELECT m.hotel_id, m.channel_id, m.provider_id
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, provider_id text)
  JOIN message m ON m.hotel_id = k.hotel_id AND m.channel_id = k.channel_id AND m.provider_id = k.provider_id`;

/** The active conversation a quoted or answered message belongs to. */
export const QUOTED_CONVERSATIONS = `
  SELECT k.n, v.id AS conversation_id
  FROM json_to_recordset($1::json) AS k(n int, hotel_id uuid, channel_id uuid, chat_id uuid, provider_id text)
  JOIN message m ON m.hotel_id = k.hotel_id AND m.channel_id = k.channel_id AND m.provider_id = k.provider_id AND m.chat_id = k.chat_id
  JOIN conversation v ON v.hotel_id = m.hotel_id AND v.id = m.conversation_id AND v.status = 'active'`;

/**
 * A statement of its own, before the upsert (order inside one statement is undefined): stale episodes
 * of these chats end, so that the one that follows may be active.
 */
export const EXPIRE_EPISODES = `
  WITH ended AS (
    UPDATE conversation v SET status = 'expired', closed_at = $2, updated_at = $2, version = v.version + 1
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, chat_id uuid)
    WHERE v.hotel_id = k.hotel_id AND v.chat_id = k.chat_id AND v.status = 'active' AND v.expires_at < $2
    RETURNING v.hotel_id, v.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, at)
  SELECT hotel_id, 'conversation.updated', id, $2 FROM ended`;

/** Closed, but within the expiry hours of its last message: the same row comes back (DECISIONS: "After the end"). */
export const REOPEN_EPISODES = `
  WITH back AS (
    UPDATE conversation v SET status = 'active', closed_at = NULL, close_reason = NULL, reopened_at = $2, updated_at = $2,
           version = v.version + 1
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, chat_id uuid)
    JOIN chat c ON c.hotel_id = k.hotel_id AND c.id = k.chat_id
    WHERE v.hotel_id = c.hotel_id AND v.id = c.current_conversation_id AND v.status = 'closed' AND v.expires_at >= $2
      AND NOT EXISTS (
        SELECT 1 FROM conversation o WHERE o.hotel_id = v.hotel_id AND o.chat_id = v.chat_id AND o.status = 'active'
          AND o.type = v.type AND o.department_id IS NOT DISTINCT FROM v.department_id)
    RETURNING v.hotel_id, v.id, v.chat_id
  ), logged AS (
    INSERT INTO change (hotel_id, kind, conversation_id, at)
    SELECT hotel_id, 'conversation.updated', id, $2 FROM back
  )
  SELECT chat_id FROM back`;

/**
 * Promise 4 as one atomic upsert: the chat's active 'general' conversation, made or found, becomes the
 * chat's current one. A historical chat gets an episode that is over already: no menu, no waiting.
 */
export const OPEN_GENERAL = `
  WITH wanted AS (
    SELECT * FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, chat_id uuid, status text, first_at timestamptz, expires_at timestamptz)
  ), opened AS (
    INSERT INTO conversation AS v (hotel_id, id, chat_id, type, status, last_message_at, expires_at, opened_at, closed_at, updated_at)
    SELECT hotel_id, id, chat_id, 'general', status, first_at, expires_at, $2, CASE WHEN status = 'active' THEN NULL ELSE $2::timestamptz END, $2
    FROM wanted ORDER BY hotel_id, chat_id
    ON CONFLICT (hotel_id, chat_id, type, department_id) WHERE status = 'active' DO UPDATE SET updated_at = excluded.updated_at
    RETURNING v.hotel_id, v.id, v.chat_id
  ), pointed AS (
    UPDATE chat c SET current_conversation_id = o.id FROM opened o WHERE c.hotel_id = o.hotel_id AND c.id = o.chat_id
  ), logged AS (
    INSERT INTO change (hotel_id, kind, conversation_id, at)
    SELECT o.hotel_id, 'conversation.created', o.id, $2 FROM opened o JOIN wanted w ON w.hotel_id = o.hotel_id AND w.id = o.id
  )
  SELECT chat_id, id AS conversation_id FROM opened`;

export const JOIN_ATTENDEES = `
  INSERT INTO conversation_attendee (hotel_id, conversation_id, attendee_id)
  SELECT DISTINCT k.hotel_id, k.conversation_id, a.id
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, conversation_id uuid, channel_id uuid, guest_id uuid)
  JOIN attendee a ON a.hotel_id = k.hotel_id AND a.channel_id = k.channel_id AND a.guest_id = k.guest_id
  ON CONFLICT DO NOTHING`;

/**
 * The one write that every message passes: messages, the chat's counters, the conversation's clocks and
 * last message, the change log and the receipts. The chats are locked, so the sequences are exact;
 * the unique key on the provider's id decides what is new, and everything else is counted from what
 * was really inserted.
 */
export const STORE_MESSAGES = `
  WITH input AS MATERIALIZED (
    SELECT * FROM json_to_recordset($1::json) AS m(
      ord int, hotel_id uuid, id uuid, chat_id uuid, conversation_id uuid, channel_id uuid, direction text, author_kind text, author_id uuid,
      type text, content jsonb, text_folded text, provider_id text, status smallint, reply_to_provider_id text, counted boolean,
      historical boolean, sent_at timestamptz, repaired boolean)
  ), fresh AS MATERIALIZED (
    SELECT i.*,
           row_number() OVER w AS n,
           count(*) FILTER (WHERE counted) OVER w AS counted_n
    FROM input i
    LEFT JOIN LATERAL (
      SELECT m.id FROM message m
      WHERE m.hotel_id = i.hotel_id AND m.channel_id = i.channel_id AND m.provider_id = i.provider_id LIMIT 1
    ) known ON true
    WHERE known.id IS NULL
    WINDOW w AS (PARTITION BY i.hotel_id, i.chat_id ORDER BY i.sent_at, i.ord)
  ), stored AS (
    INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, author_id, type, content,
                         text_folded, provider_id, status, reply_to_provider_id, seq, inbound_seq, sent_at, created_at, repaired,
                         sent_elsewhere, historical)
    SELECT f.hotel_id, f.id, f.chat_id, f.conversation_id, f.channel_id, f.direction,
           f.author_kind, f.author_id, f.type, f.content,
           f.text_folded, f.provider_id, f.status, f.reply_to_provider_id, c.message_seq + f.n,
           CASE WHEN f.counted THEN c.inbound_seq + f.counted_n END, f.sent_at, $3, f.repaired, f.direction = 'outbound', f.historical
    FROM fresh f
    CROSS JOIN LATERAL (
      SELECT c.message_seq, c.inbound_seq FROM chat c WHERE c.hotel_id = f.hotel_id AND c.id = f.chat_id LIMIT 1
    ) c
    ON CONFLICT DO NOTHING
    RETURNING hotel_id, id, chat_id, conversation_id, channel_id, provider_id, direction, historical, sent_at, seq, inbound_seq
  ), answers AS (
    SELECT hotel_id, conversation_id, max(sent_at) AS at FROM stored WHERE direction = 'outbound' AND NOT historical GROUP BY 1, 2
  ), chats AS (
    UPDATE chat c SET
      message_seq = greatest(c.message_seq, s.top),
      inbound_seq = greatest(c.inbound_seq, s.top_inbound),
      last_inbound_at = greatest(c.last_inbound_at, s.last_inbound_at)
    FROM (
      SELECT s.hotel_id, s.chat_id, max(s.seq) AS top, max(s.inbound_seq) AS top_inbound,
             max(s.sent_at) FILTER (WHERE s.inbound_seq IS NOT NULL) AS last_inbound_at
      FROM stored s
      GROUP BY s.hotel_id, s.chat_id
    ) s
    WHERE c.hotel_id = s.hotel_id AND c.id = s.chat_id
    RETURNING c.hotel_id, c.id, c.inbound_seq, c.routed_seq
  ), episodes AS (
    UPDATE conversation v SET
      last_message_id = CASE WHEN s.last_at >= v.last_message_at THEN s.last_id ELSE v.last_message_id END,
      last_message_at = greatest(v.last_message_at, s.last_at),
      waiting_since = CASE
        WHEN s.answered_at IS NULL THEN least(v.waiting_since, s.first_asked_at)
        WHEN s.asked_at > s.answered_at THEN least(CASE WHEN v.waiting_since > s.answered_at THEN v.waiting_since END, s.asked_after)
        WHEN v.waiting_since > s.answered_at THEN v.waiting_since
      END,
      expires_at = CASE WHEN s.live THEN greatest(v.expires_at, $4::timestamptz) ELSE v.expires_at END,
      updated_at = $3, version = v.version + 1
    FROM (
      SELECT s.hotel_id, s.conversation_id, max(s.sent_at) AS last_at,
             (array_agg(s.id ORDER BY s.sent_at DESC, s.seq DESC))[1] AS last_id,
             min(s.sent_at) FILTER (WHERE s.inbound_seq IS NOT NULL) AS first_asked_at,
             max(s.sent_at) FILTER (WHERE s.inbound_seq IS NOT NULL) AS asked_at,
             max(w.at) AS answered_at,
             min(s.sent_at) FILTER (WHERE s.inbound_seq IS NOT NULL AND s.sent_at > w.at) AS asked_after,
             bool_or(NOT s.historical) AS live
      FROM stored s LEFT JOIN answers w ON w.hotel_id = s.hotel_id AND w.conversation_id = s.conversation_id
      GROUP BY s.hotel_id, s.conversation_id
    ) s
    WHERE v.hotel_id = s.hotel_id AND v.id = s.conversation_id
  ), logged AS (
    INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
    SELECT hotel_id, 'message.created', conversation_id, id, $3 FROM stored ORDER BY seq
  ), receipts AS (
    INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, event_key, payload, state, code, error, received_at)
    SELECT r.hotel_id, r.id, r.channel_id, r.kind, r.event_key, decode(r.payload, 'base64'),
           CASE WHEN r.state = 'stored' AND r.message_id IS NOT NULL AND r.message_id NOT IN (SELECT s.id FROM stored s)
                THEN 'duplicate' ELSE r.state END,
           r.code, r.error, $3
    FROM json_to_recordset($2::json) AS r(hotel_id uuid, id uuid, channel_id uuid, kind text, event_key text, payload text,
                                          message_id uuid, state text, code text, error text)
  )
  SELECT s.hotel_id, s.id, s.chat_id, s.channel_id, s.provider_id, c.inbound_seq AS chat_inbound_seq, s.inbound_seq IS NOT NULL AS counted,
         EXISTS (SELECT 1 FROM message_revision r
                 WHERE r.hotel_id = s.hotel_id AND r.channel_id = s.channel_id AND r.target_provider_id = s.provider_id) AS revised,
         s.direction = 'outbound' AND EXISTS (SELECT 1 FROM message_status t
                 WHERE t.hotel_id = s.hotel_id AND t.channel_id = s.channel_id AND t.provider_id = s.provider_id) AS told
  FROM stored s JOIN chats c ON c.hotel_id = s.hotel_id AND c.id = s.chat_id`;

/** The provider's newest names for the other side, in chats that are locked. */
export const SET_ADDRESSES = `
  UPDATE chat c SET address = k.address
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, address jsonb)
  WHERE c.hotel_id = k.hotel_id AND c.id = k.id`;

/** What could not be understood waits for a person, with the receipt that holds its bytes. */
export const ADD_REVIEW = `
  WITH told AS (
    SELECT * FROM json_to_recordset($1::json) AS r(hotel_id uuid, id uuid, try_id uuid, channel_id uuid, receipt_id uuid, code text,
                                                   reason text, stack text)
  ), tried AS (
    INSERT INTO processing_try (hotel_id, id, subject_id, began_at, code, reason, stack)
    SELECT hotel_id, try_id, id, $2, code, reason, stack FROM told
  )
  INSERT INTO review_item (hotel_id, id, kind, channel_id, receipt_id, code, reason, stack, at)
  SELECT hotel_id, id, 'receipt', channel_id, receipt_id, code, reason, stack, $2 FROM told`;

/** Media of messages that were really inserted, and of edits (no message_id), which the caller has looked through. */
export const ADD_MEDIA = `
  INSERT INTO media (hotel_id, id, channel_id, provider_media_id, kind, mime_type, filename, sha256, state, created_at)
  SELECT k.hotel_id, k.id, k.channel_id, k.provider_media_id, k.kind, k.mime_type, k.filename, decode(k.sha256, 'hex'), 'pending', $2
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, message_id uuid, channel_id uuid, provider_media_id text,
                                        kind text, mime_type text, filename text, sha256 text)
  WHERE k.message_id IS NULL OR EXISTS (SELECT 1 FROM message m WHERE m.hotel_id = k.hotel_id AND m.id = k.message_id)
  RETURNING hotel_id AS "hotelId", id AS "mediaId"`;

/** The phone's address book; the latest by provider time holds. */
export const NOTE_CONTACTS = `
  INSERT INTO address_book AS b (hotel_id, phone, name, at)
  SELECT hotel_id, phone, name, at FROM json_to_recordset($1::json) AS k(hotel_id uuid, phone text, name text, at timestamptz)
  ORDER BY hotel_id, phone
  ON CONFLICT (hotel_id, phone) DO UPDATE SET name = excluded.name, at = excluded.at
    WHERE b.at < excluded.at OR (b.at = excluded.at AND b.name COLLATE "C" < excluded.name COLLATE "C")`;

/** What the address book calls the guests with these numbers. */
export const NAMES_IN_BOOK = `
  SELECT DISTINCT b.hotel_id, gi.guest_id, b.name, b.at
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, phone text)
  JOIN address_book b ON b.hotel_id = k.hotel_id AND b.phone = k.phone
  JOIN guest_identity gi ON gi.hotel_id = k.hotel_id AND gi.kind = 'phone' AND gi.value = k.phone AND gi.retired_at IS NULL`;

/** When these channels were last heard of. */
export const NOTE_HEARD = `
  UPDATE channel c SET last_event_at = $2
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid)
  WHERE c.hotel_id = k.hotel_id AND c.id = k.id AND (c.last_event_at IS NULL OR c.last_event_at < $2)`;

/** Also the other numbers of the account, where the news is about the account. An older telling changes nothing. */
export const NOTE_CHANNELS = `
  WITH told AS (
    UPDATE channel c SET status = k.status, status_reason = k.reason, status_at = k.at, updated_at = $2, version = c.version + 1
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, account_id text, status text, reason text, at timestamptz)
    WHERE c.hotel_id = k.hotel_id AND (c.id = k.id OR c.account_id = k.account_id) AND c.archived_at IS NULL AND c.status_at < k.at
    RETURNING c.hotel_id, c.id
  )
  INSERT INTO change (hotel_id, kind, subject_id, at) SELECT hotel_id, 'channel.updated', id, $2 FROM told`;
