import pg from 'pg';

export interface InboundRow {
  id: string;
  provider_id: string;
  type: string;
  text: string | null;
  /** provider time in seconds */
  at: number;
  phone: string | null;
  conversation_id: string;
  inbound_seq: number | null;
  decisions: number;
  in_review: boolean;
}

export interface OutboundRow {
  id: string;
  chat_id: string;
  author_id: string | null;
  client_id: string | null;
  text: string | null;
  status: number;
  failure: { code?: string; reason?: string } | null;
  seq: number;
}

export interface ChatRow {
  id: string;
  phone: string | null;
  message_seq: number;
  inbound_seq: number;
  routed_seq: number;
  /** counted from the messages */
  messages: number;
  sequences: number;
  last_seq: number;
  arrivals: number;
  last_arrival: number;
}

export interface ConversationRow {
  id: string;
  chat_id: string;
  type: string;
  status: string;
  department_id: string | null;
  assignee_id: string | null;
  waits: boolean;
  /** a guest's message came after the last answer of staff */
  unanswered: boolean;
}

export interface UnreadRow {
  user_id: string;
  role: string;
  departments: string[];
  conversation_id: string;
  unread: number;
}

/** The desk's rows as the checker needs them, read with plain SQL in one snapshot. */
export interface Record {
  inbound: InboundRow[];
  outbound: OutboundRow[];
  /** attempt → message */
  attempts: Map<string, string>;
  chats: ChatRow[];
  conversations: ConversationRow[];
  /** as kept, and as counted anew, by type and department */
  past: { place: string; kept: number; counted: number }[];
  unread: UnreadRow[];
  /** user and conversation → how far they have read */
  readUpTo: Map<string, number>;
}

const INBOUND = `
  SELECT m.id, m.provider_id, m.type, m.content ->> 'text' AS text, extract(epoch FROM m.sent_at)::float8 AS at, m.conversation_id,
         m.inbound_seq::int, ltrim(g.phone, '+') AS phone,
         (SELECT count(*)::int FROM route_decision d WHERE d.hotel_id = m.hotel_id AND d.message_id = m.id) AS decisions,
         EXISTS (SELECT 1 FROM review_item r WHERE r.hotel_id = m.hotel_id AND r.message_id = m.id) AS in_review
  FROM message m
  JOIN chat c ON c.hotel_id = m.hotel_id AND c.id = m.chat_id
  LEFT JOIN guest g ON g.hotel_id = c.hotel_id AND g.id = c.guest_id
  WHERE m.direction = 'inbound'`;

const OUTBOUND = `
  SELECT id, chat_id, author_id, client_id, content ->> 'text' AS text, status::int, failure, seq::int
  FROM message WHERE direction = 'outbound' ORDER BY chat_id, seq`;

const CHATS = `
  SELECT c.id, ltrim(g.phone, '+') AS phone, c.message_seq::int, c.inbound_seq::int, c.routed_seq::int,
         count(m.id)::int AS messages, count(DISTINCT m.seq)::int AS sequences, coalesce(max(m.seq), 0)::int AS last_seq,
         count(m.inbound_seq)::int AS arrivals, coalesce(max(m.inbound_seq), 0)::int AS last_arrival
  FROM chat c
  LEFT JOIN guest g ON g.hotel_id = c.hotel_id AND g.id = c.guest_id
  LEFT JOIN message m ON m.hotel_id = c.hotel_id AND m.chat_id = c.id
  GROUP BY c.hotel_id, c.id, g.phone`;

const CONVERSATIONS = `
  SELECT v.id, v.chat_id, v.type, v.status, v.department_id, v.assignee_id, v.waiting_since IS NOT NULL AS waits,
         EXISTS (
           SELECT 1 FROM message m WHERE m.hotel_id = v.hotel_id AND m.conversation_id = v.id AND m.direction = 'inbound'
             AND m.seq > coalesce((
               SELECT max(a.seq) FROM message a
               WHERE a.hotel_id = v.hotel_id AND a.conversation_id = v.id AND a.direction = 'outbound' AND a.author_kind = 'user'), 0)
         ) AS unanswered
  FROM conversation v`;

const PAST = `
  SELECT type || ' ' || coalesce(department_id::text, 'none') AS place, sum(kept)::int AS kept, sum(counted)::int AS counted
  FROM (
    SELECT type, department_id, count AS kept, 0 AS counted FROM past_tally
    UNION ALL
    SELECT type, department_id, 0, 1 FROM conversation WHERE status <> 'active'
  ) both_ways GROUP BY 1`;

const UNREAD = `
  SELECT u.id AS user_id, u.role, v.id AS conversation_id,
         ARRAY(SELECT d.department_id::text FROM department_member d WHERE d.hotel_id = u.hotel_id AND d.user_id = u.id) AS departments,
         (SELECT count(*)::int FROM message m
          WHERE m.hotel_id = v.hotel_id AND m.conversation_id = v.id AND m.inbound_seq IS NOT NULL
            AND m.inbound_seq > coalesce((
              SELECT p.last_read_seq FROM participant p
              WHERE p.hotel_id = v.hotel_id AND p.conversation_id = v.id AND p.user_id = u.id), 0)
            AND m.created_at >= coalesce((
              SELECT d.joined_at FROM department_member d
              WHERE d.hotel_id = v.hotel_id AND d.department_id = v.department_id AND d.user_id = u.id), u.created_at)) AS unread
  FROM conversation v JOIN app_user u ON u.hotel_id = v.hotel_id`;

const READ = `SELECT user_id::text || ' ' || conversation_id::text AS key, last_read_seq::int AS seq FROM participant`;

export async function readRecord(url: string): Promise<Record> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const rows = async <T extends pg.QueryResultRow>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const attempts = await rows<{ id: string; message_id: string }>('SELECT id, message_id FROM send_attempt');
    const read = await rows<{ key: string; seq: number }>(READ);
    return {
      inbound: await rows<InboundRow>(INBOUND),
      outbound: await rows<OutboundRow>(OUTBOUND),
      attempts: new Map(attempts.map(({ id, message_id }) => [id, message_id])),
      chats: await rows<ChatRow>(CHATS),
      conversations: await rows<ConversationRow>(CONVERSATIONS),
      past: await rows<Record['past'][number]>(PAST),
      unread: await rows<UnreadRow>(UNREAD),
      readUpTo: new Map(read.map(({ key, seq }) => [key, seq])),
    };
  } finally {
    await client.end();
  }
}
