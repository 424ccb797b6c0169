/**
 * The statements of ingestion. Each takes its rows as one JSON parameter, so their number does not
 * depend on how many events come. Lock order: guest, chat, conversation, message.
 */

const CHAT = `
  SELECT k.n, c.id AS chat_id, c.channel_id, c.guest_id, c.address, c.last_inbound_at, c.current_conversation_id`;

const NAMES = `
  g.name AS guest_name, g.name_rank AS guest_name_rank, a.name AS attendee_name, a.name_at AS attendee_name_at`;

const ATTENDEE = `
  LEFT JOIN LATERAL (
    SELECT a.name, a.name_at FROM attendee a
    WHERE a.hotel_id = c.hotel_id AND a.guest_id = c.guest_id AND a.channel_id = c.channel_id
    ORDER BY a.name_at DESC LIMIT 1
  ) a ON true`;

/**
 * Who of these is known, with their chat on that channel and its current conversation, both locked: what
 * is read here is what still holds when the messages are stored. Anybody who comes back without a row
 * takes the longer way. LATERAL with LIMIT keeps the planner to index look-ups row by row, whatever it
 * believes of the tables' sizes (with statistics of an empty table it read them whole: 6 ms for 8 messages).
 */
export const LOCK_KNOWN = `
  WITH found AS MATERIALIZED (
    SELECT k.n, k.strength, c.hotel_id, c.id
    FROM json_to_recordset($1::json) AS k(n int, strength int, hotel_id uuid, channel_id uuid, kind text, value text)
    CROSS JOIN LATERAL (
      SELECT gi.guest_id FROM guest_identity gi
      WHERE gi.hotel_id = k.hotel_id AND gi.kind = k.kind AND gi.value = k.value AND gi.retired_at IS NULL LIMIT 1
    ) gi
    CROSS JOIN LATERAL (
      SELECT c.hotel_id, c.id FROM chat c
      WHERE c.hotel_id = k.hotel_id AND c.channel_id = k.channel_id AND c.external_id = gi.guest_id::text LIMIT 1
    ) c
    ORDER BY c.hotel_id, c.id
  )
  SELECT f.n, f.strength, c.id AS chat_id, c.channel_id, c.guest_id, c.address, c.last_inbound_at, c.current_conversation_id,
         v.status AS conversation_status, v.expires_at, ${NAMES}
  FROM found f
  CROSS JOIN LATERAL (
    SELECT * FROM chat c WHERE c.hotel_id = f.hotel_id AND c.id = f.id LIMIT 1 FOR NO KEY UPDATE
  ) c
  CROSS JOIN LATERAL (
    SELECT v.status, v.expires_at FROM conversation v
    WHERE v.hotel_id = c.hotel_id AND v.id = c.current_conversation_id LIMIT 1 FOR NO KEY UPDATE
  ) v
  CROSS JOIN LATERAL (
    SELECT g.name, g.name_rank FROM guest g WHERE g.hotel_id = c.hotel_id AND g.id = c.guest_id LIMIT 1
  ) g${ATTENDEE}`;

/** The chats of these guests, locked; whether they have a conversation is asked behind the lock. */
export const LOCK_GUEST_CHATS = `${CHAT}, 0 AS strength, ${NAMES}
  FROM json_to_recordset($1::json) AS k(n int, hotel_id uuid, channel_id uuid, guest_id uuid)
  JOIN chat c ON c.hotel_id = k.hotel_id AND c.channel_id = k.channel_id AND c.external_id = k.guest_id::text
  JOIN guest g ON g.hotel_id = c.hotel_id AND g.id = c.guest_id${ATTENDEE}
  ORDER BY c.hotel_id, c.id
  FOR NO KEY UPDATE OF c`;

/** Group chats by the provider's id, locked. */
export const LOCK_GROUP_CHATS = `${CHAT}
  FROM json_to_recordset($1::json) AS k(n int, hotel_id uuid, channel_id uuid, external_id text)
  JOIN chat c ON c.hotel_id = k.hotel_id AND c.channel_id = k.channel_id AND c.external_id = k.external_id
  ORDER BY c.hotel_id, c.id
  FOR NO KEY UPDATE OF c`;

/** The current conversations of locked chats. */
export const LOCK_EPISODES = `
  SELECT v.id, v.status, v.expires_at
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, conversation_id uuid)
  JOIN conversation v ON v.hotel_id = k.hotel_id AND v.id = k.conversation_id
  ORDER BY v.hotel_id, v.id
  FOR NO KEY UPDATE OF v`;

/** Whose these identities are; what was said before a number was given up was said by who had it then. */
export const FIND_IDENTITIES = `
  WITH k AS (
    SELECT * FROM json_to_recordset($1::json) AS k(n int, strength int, hotel_id uuid, kind text, value text, at timestamptz)
  )
  SELECT k.n, k.strength, gi.guest_id, NULL::timestamptz AS retired_at
  FROM k JOIN guest_identity gi ON gi.hotel_id = k.hotel_id AND gi.kind = k.kind AND gi.value = k.value AND gi.retired_at IS NULL
  UNION ALL
  SELECT k.n, k.strength, gi.guest_id, gi.retired_at
  FROM k JOIN guest_identity gi ON gi.hotel_id = k.hotel_id AND gi.kind = k.kind AND gi.value = k.value AND gi.retired_at >= k.at`;

/** The unique key decides who was first; a row that loses is simply not made. Guests follow: the foreign key is deferred. */
export const ADD_IDENTITIES = `
  INSERT INTO guest_identity (hotel_id, id, kind, value, guest_id, created_at)
  SELECT hotel_id, id, kind, value, guest_id, $2
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, kind text, value text, guest_id uuid)
  ORDER BY hotel_id, kind, value
  ON CONFLICT DO NOTHING`;

/** A key that was won for a candidate who then turned out to be a known guest goes to that guest. */
export const GIVE_IDENTITIES = `
  UPDATE guest_identity gi SET guest_id = k.guest_id
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, kind text, value text, candidate uuid, guest_id uuid)
  WHERE gi.hotel_id = k.hotel_id AND gi.kind = k.kind AND gi.value = k.value AND gi.guest_id = k.candidate AND gi.retired_at IS NULL`;

export const ADD_GUESTS = `
  INSERT INTO guest (hotel_id, id, name, name_rank, name_at, name_folded, phone, country, created_at, updated_at)
  SELECT hotel_id, id, name, name_rank, coalesce(name_at, '-infinity'), name_folded, phone, country, $2, $2
  FROM json_to_recordset($1::json) AS g(hotel_id uuid, id uuid, name text, name_rank smallint, name_at timestamptz,
                                        name_folded text, phone text, country text)
  ON CONFLICT DO NOTHING`;

/** A guest known by a user id alone shows the phone as soon as one is told. */
export const ADD_PHONES = `
  UPDATE guest g SET phone = k.phone, country = coalesce(k.country, g.country), version = g.version + 1, updated_at = $2
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, guest_id uuid, phone text, country text)
  WHERE g.hotel_id = k.hotel_id AND g.id = k.guest_id AND g.phone IS NULL
    AND EXISTS (SELECT 1 FROM guest_identity gi
                WHERE gi.hotel_id = g.hotel_id AND gi.kind = 'phone' AND gi.value = k.phone AND gi.guest_id = g.id AND gi.retired_at IS NULL)`;

/** A chat that is there learns the names of the other side that it did not know. */
export const ADD_CHATS = `
  INSERT INTO chat (hotel_id, id, channel_id, external_id, kind, guest_id, address, created_at)
  SELECT hotel_id, id, channel_id, external_id, kind, guest_id, address, $2
  FROM json_to_recordset($1::json) AS c(hotel_id uuid, id uuid, channel_id uuid, external_id text, kind text, guest_id uuid, address jsonb)
  ORDER BY hotel_id, channel_id, external_id
  ON CONFLICT (hotel_id, channel_id, external_id) DO UPDATE SET address = excluded.address || chat.address
    WHERE NOT chat.address @> (excluded.address || chat.address)`;

/** B10: unique per channel and external id; a person the channel already knows under another name is not added again. */
export const ADD_ATTENDEES = `
  INSERT INTO attendee (hotel_id, id, channel_id, external_id, name, name_at, phone, guest_id, created_at, updated_at)
  SELECT hotel_id, id, channel_id, external_id, name, coalesce(name_at, '-infinity'), phone, guest_id, $2, $2
  FROM json_to_recordset($1::json) AS a(hotel_id uuid, id uuid, channel_id uuid, external_id text, name text,
                                        name_at timestamptz, phone text, guest_id uuid)
  WHERE NOT EXISTS (SELECT 1 FROM attendee x WHERE x.hotel_id = a.hotel_id AND x.channel_id = a.channel_id AND x.guest_id = a.guest_id)
  ORDER BY hotel_id, channel_id, external_id
  ON CONFLICT DO NOTHING`;

/** Known by the number until now: the user id is what stays. Whatever comes first, the row ends up the same. */
export const STRENGTHEN_ATTENDEES = `
  UPDATE attendee a SET external_id = CASE WHEN k.stronger THEN k.external_id ELSE a.external_id END, phone = coalesce(a.phone, k.phone),
         updated_at = $2, version = a.version + 1
  FROM (
    SELECT k.*, a.id, a.external_id ~ '^[0-9]+$' AND k.external_id !~ '^[0-9]+$' AND NOT EXISTS (
             SELECT 1 FROM attendee x WHERE x.hotel_id = a.hotel_id AND x.channel_id = a.channel_id AND x.external_id = k.external_id) AS stronger
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, guest_id uuid, external_id text, phone text)
    JOIN attendee a ON a.hotel_id = k.hotel_id AND a.channel_id = k.channel_id AND a.guest_id = k.guest_id
  ) k
  WHERE a.hotel_id = k.hotel_id AND a.id = k.id AND (k.stronger OR a.phone IS NULL AND k.phone IS NOT NULL)`;

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
  INSERT INTO review_item (hotel_id, id, kind, channel_id, receipt_id, code, reason, at)
  SELECT hotel_id, id, 'receipt', channel_id, receipt_id, code, reason, $2
  FROM json_to_recordset($1::json) AS r(hotel_id uuid, id uuid, channel_id uuid, receipt_id uuid, code text, reason text)`;

/** Media of messages that were really inserted, and of edits (no message_id), which the caller has looked through. */
export const ADD_MEDIA = `
  INSERT INTO media (hotel_id, id, channel_id, provider_media_id, kind, mime_type, filename, sha256, state, created_at)
  SELECT k.hotel_id, k.id, k.channel_id, k.provider_media_id, k.kind, k.mime_type, k.filename, decode(k.sha256, 'hex'), 'pending', $2
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, message_id uuid, channel_id uuid, provider_media_id text,
                                        kind text, mime_type text, filename text, sha256 text)
  WHERE k.message_id IS NULL OR EXISTS (SELECT 1 FROM message m WHERE m.hotel_id = k.hotel_id AND m.id = k.message_id)`;

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
