import type pg from 'pg';

/** A hotel of some age. Only its past grows: how many are active depends on the day, not on the years. */
export interface Past {
  hotelId: string;
  channelId: string;
  departmentIds: string[];
  messages: number;
}

/** What the bench asks for: each is found as often whatever the hotel's age, but the word that everybody writes. */
export const ASKED = {
  rare: 'saxophone',
  common: 'towels',
  name: 'quillfeather',
  phone: '0034 600 000 042',
  /** as it is dialled at home */
  partOfPhone: '600 000 042',
  room: '412',
};

/** Messages of one conversation; each guest has two, in one chat. */
const PER_CONVERSATION = 10;
const ACTIVE = 200;
/** One guest never stopped writing. */
const DEEP_SHARE = 0.05;
const COMMON = [
  'please',
  'room',
  ASKED.common,
  'the',
  'breakfast',
  'thank',
  'you',
  'tomorrow',
  'could',
  'have',
  'we',
  'at',
];
const FIRST = ['Ana', 'José', 'Marie', 'Hans', 'Olga', 'Rui', 'Inês', 'Paul', 'Zoé', 'Tomás'];

const list = (words: readonly string[]): string => `(ARRAY['${words.join("','")}'])`;
const id = (kind: string, n: string): string => `md5('${kind}' || (${n}))::uuid`;
/** Ids in the order of time, as UUIDv7 are. */
const timed = (n: string): string => `lpad(to_hex((${n})::bigint), 32, '0')::uuid`;
/** A word of the long tail. */
const tail = (n: string, length: number): string =>
  `substr(translate(md5((${n})::text), '0123456789', 'aeioulnrst'), 1, ${length})`;

/**
 * Writes the past with one statement a table, from inside the server, as fast as COPY and without a file. Search's index is
 * built afterwards, as after a restore. Answers with the long thread's conversation and a message in its middle.
 */
export async function fillPast(
  db: pg.Client,
  { hotelId, channelId, departmentIds, messages }: Past,
): Promise<{ conversationId: string; chatId: string; middle: [at: string, seq: string, id: string] }> {
  const deep = Math.floor(messages * DEEP_SHARE);
  const conversations = Math.floor((messages - deep) / PER_CONVERSATION);
  const guests = Math.ceil(conversations / 2);
  const hotel = `'${hotelId}'::uuid`;
  const channel = `'${channelId}'::uuid`;
  const department = `${list(departmentIds)}[1 + c % ${departmentIds.length + 1}]::uuid`; // one in so many: none yet
  // The newest conversation was a minute ago, each earlier one five minutes before the next.
  const at = (c: string): string => `(now - (${conversations} - ${c}) * interval '5 minutes' + interval '4 minutes')`;
  const now = `(SELECT date_trunc('second', now()) AS now) clock`;
  const active = `(c >= ${conversations - 2 * ACTIVE} AND c % 2 = 1)`; // the second one of a chat: the first is over
  const rare = `CASE WHEN n % ${Math.floor(messages / 20)} = 5 THEN '${ASKED.rare}' END`;
  const words = `LATERAL (SELECT concat_ws(' ', ${list(COMMON)}[1 + n % 12], ${list(COMMON)}[1 + (n / 7) % 12],
    ${tail('n % 4001', 7)}, ${tail('n % 9973 + 10000', 9)}, ${rare}) AS text) words`;
  const message = (more: { id: string; conversation: string; seq: string; arrival: string; at: string }): string => `
    INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, type, content, text_folded, status, seq, inbound_seq, sent_at, created_at)
    SELECT ${hotel}, ${more.id}, ${id('chat', `${more.conversation} / 2`)}, ${id('conversation', more.conversation)}, ${channel},
           CASE WHEN n % 2 = 0 THEN 'inbound' ELSE 'outbound' END, CASE WHEN n % 2 = 0 THEN 'guest' ELSE 'automation' END, 'text',
           json_build_object('type', 'text', 'text', words.text), words.text, CASE WHEN n % 2 = 1 THEN 50 END,
           ${more.seq}, ${more.arrival}, ${more.at}, ${more.at}`;

  const statements = [
    'SET statement_timeout = 0',
    'SET synchronous_commit = off',
    'DROP INDEX message_search',
    `INSERT INTO guest (hotel_id, id, name, name_rank, name_folded, phone, language, created_at, updated_at)
     SELECT ${hotel}, ${id('guest', 'g')}, name, 3, lower(translate(name, 'éêá', 'eea')), '+34' || (600000000 + g), 'pt', now, now
     FROM ${now}, generate_series(0, ${guests - 1}) g, LATERAL (
       SELECT ${list(FIRST)}[1 + g % 10] || ' ' || CASE WHEN g = 77 THEN initcap('${ASKED.name}') ELSE initcap(${tail('g', 7)}) END AS name) named`,
    `INSERT INTO guest_identity (hotel_id, id, kind, value, guest_id, created_at)
     SELECT ${hotel}, ${id('identity', 'g')}, 'phone', '+34' || (600000000 + g), ${id('guest', 'g')}, now FROM ${now}, generate_series(0, ${guests - 1}) g`,
    `INSERT INTO chat (hotel_id, id, channel_id, external_id, kind, guest_id, message_seq, inbound_seq, routed_seq, last_inbound_at, created_at)
     SELECT ${hotel}, ${id('chat', 'g')}, ${channel}, ${id('guest', 'g')}::text, 'person', ${id('guest', 'g')}, ${messages}, ${messages}, ${messages}, now, now
     FROM ${now}, generate_series(0, ${guests - 1}) g`,
    `INSERT INTO stay (hotel_id, id, guest_id, room, arrival, departure, reference, created_at, updated_at)
     SELECT ${hotel}, ${id('stay', 'g')}, ${id('guest', 'g')}, (400 + g)::text, current_date - 1, current_date + 3, 'BK-' || g, now, now
     FROM ${now}, generate_series(0, 199) g`,
    `INSERT INTO conversation (hotel_id, id, chat_id, type, status, department_id, last_message_id, last_message_at, waiting_since, expires_at, opened_at, closed_at, updated_at)
     SELECT ${hotel}, ${id('conversation', 'c')}, ${id('chat', 'c / 2')}, CASE WHEN ${department} IS NULL THEN 'general' ELSE 'service' END,
            CASE WHEN ${active} THEN 'active' ELSE 'closed' END, ${department}, ${timed(`${deep} + (c + 1) * ${PER_CONVERSATION}`)},
            ${at('c')}, CASE WHEN ${active} AND c % 3 = 0 THEN ${at('c')} END, now + interval '20 hours', ${at('c')}, ${at('c')}, ${at('c')}
     FROM ${now}, generate_series(0, ${conversations - 1}) c`,
    `${message({
      id: timed(`${deep} + n + 1`),
      conversation: `(n / ${PER_CONVERSATION})`,
      seq: 'n + 1',
      arrival: 'CASE WHEN n % 2 = 0 THEN n + 1 END',
      at: `${at(`(n / ${PER_CONVERSATION})`)} - (${PER_CONVERSATION - 1} - n % ${PER_CONVERSATION}) * interval '1 second'`,
    })} FROM ${now}, generate_series(0, ${conversations * PER_CONVERSATION - 1}) n, ${words}`,
    `${message({
      id: timed('n'),
      conversation: '(0 * n)',
      seq: `n + ${PER_CONVERSATION}`,
      arrival: 'NULL::bigint',
      at: `now - interval '20 years' + n * interval '1 minute'`,
    })} FROM ${now}, generate_series(1, ${deep}) n, ${words}`,
    `CREATE INDEX message_search ON message USING gin (hotel_id, text_folded gin_trgm_ops) WHERE text_folded <> ''`,
    'VACUUM (ANALYZE)',
    'CHECKPOINT',
  ];
  for (const statement of statements) await db.query(statement);
  const { rows } = await db.query<{ conversationId: string; chatId: string; id: string; at: string; seq: number }>(
    `SELECT conversation_id AS "conversationId", chat_id AS "chatId", id, sent_at::text AS at, seq FROM message
     WHERE hotel_id = $1 AND id = ${timed(String(Math.floor(deep / 2)))}`,
    [hotelId],
  );
  const [middle] = rows;
  if (!middle) throw new Error('the long thread is not there');
  const { conversationId, chatId, at: sentAt, seq } = middle;
  return { conversationId, chatId, middle: [sentAt, String(seq), middle.id] };
}
