/** Who wrote and where: the statements that find people and chats, or make them. As in ingestion.sql.ts, each takes all its rows as one JSON parameter. */

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
