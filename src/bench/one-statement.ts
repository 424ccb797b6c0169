import { newId } from '../common/ids.js';
import { openClient } from '../database/pg-client.js';
import { INGESTION_SESSION, STORE_KNOWN } from '../messages/index.js';
import { messageOf, TEXT } from './webhook-load.js';

export interface Store {
  /** one statement, committed by itself */
  store(connection: number): Promise<void>;
  close(): Promise<void>;
}

/** What a program would do that only stores each message: one INSERT into a table like ours (same columns, same indexes). */
export async function plainInserts(url: string, connections: number): Promise<Store> {
  const clients = await connect(url, connections);
  await clients[0]?.query('CREATE TABLE bench_message (LIKE message INCLUDING ALL)');
  const [hotel, chat, conversation, channel, guest] = Array.from({ length: 5 }, newId);
  let seq = 0;
  return {
    store: async (connection) => {
      seq++;
      const now = new Date();
      const ids = [hotel, newId(), chat, conversation, channel, guest];
      const content = JSON.stringify({ type: 'text', text: TEXT });
      const values = [...ids, content, TEXT.toLowerCase(), `wamid.${seq}`, seq, now];
      await clients[connection]?.query({ name: 'bench', text: INSERT, values });
    },
    close: async () => {
      await clients[0]?.query('DROP TABLE bench_message');
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

const INSERT = `
  INSERT INTO bench_message (hotel_id, id, chat_id, conversation_id, channel_id, author_id, direction, author_kind, type, content,
                             text_folded, provider_id, seq, inbound_seq, sent_at, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'inbound', 'guest', 'text', $7, $8, $9, $10, $10, $11, $11)`;

/** Where the rows of the bench go. */
export interface Place {
  hotelId: string;
  channelId: string;
  /** so many write, one after the other */
  guests: number;
}

/**
 * The same rows as a webhook leaves (message, chat, conversation, change, receipt) as one statement that is told where
 * each belongs: it looks for nobody, reads no JSON and decides nothing. What a program could do at best.
 */
export async function sameRows(
  url: string,
  connections: number,
  { hotelId, channelId, guests }: Place,
): Promise<Store> {
  const clients = await connect(url, connections);
  const chats = await clients[0]?.query<{ id: string; guest_id: string; current_conversation_id: string }>(
    `SELECT id, guest_id, current_conversation_id FROM chat WHERE hotel_id = $1 AND channel_id = $2 ORDER BY id LIMIT $3`,
    [hotelId, channelId, guests],
  );
  let turn = 0;
  return {
    store: async (connection) => {
      const chat = chats?.rows[turn++ % chats.rows.length];
      const { providerId } = messageOf(0);
      const now = new Date();
      const content = JSON.stringify({ type: 'text', text: TEXT });
      const where = [hotelId, channelId, chat?.id, chat?.current_conversation_id, chat?.guest_id];
      const what = [newId(), newId(), content, TEXT.toLowerCase(), providerId, PAYLOAD];
      const values = [...where, ...what, now, new Date(+now + 86_400_000)];
      const stored = await clients[connection]?.query({ name: 'rows', text: SAME_ROWS, values });
      if (stored?.rowCount !== 1) throw new Error('a guest of the bench has no chat');
    },
    close: async () => {
      await clients[0]?.query(NOTHING_TO_ROUTE, [hotelId]);
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

/** What came past the desk is not the desk's to route: it would do so in the next line's time. */
const NOTHING_TO_ROUTE = `UPDATE chat SET routed_seq = inbound_seq WHERE hotel_id = $1`;

const SAME_ROWS = `
  WITH c AS (
    UPDATE chat SET message_seq = message_seq + 1, inbound_seq = inbound_seq + 1, last_inbound_at = $12
    WHERE hotel_id = $1 AND id = $3 RETURNING message_seq, inbound_seq
  ), m AS (
    INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, author_id, type, content,
                         text_folded, provider_id, seq, inbound_seq, sent_at, created_at)
    SELECT $1, $6, $3, $4, $2, 'inbound', 'guest', $5, 'text', $8, $9, $10, c.message_seq, c.inbound_seq, $12, $12 FROM c
  ), v AS (
    UPDATE conversation SET last_message_id = $6, last_message_at = $12, waiting_since = least(waiting_since, $12), expires_at = $13,
      updated_at = $12, version = version + 1
    WHERE hotel_id = $1 AND id = $4
  ), l AS (
    INSERT INTO change (hotel_id, kind, conversation_id, message_id, at) VALUES ($1, 'message.created', $4, $6, $12)
  )
  INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, event_key, payload, state, received_at)
  VALUES ($1, $7, $2, 'message_received', $10, $11, 'stored', $12)`;

/** The desk's own statement, one message at a time: also finds whose each message is, from JSON. */
export async function ownStatement(url: string, connections: number, place: Place): Promise<Store> {
  const clients = await connect(url, connections);
  for (const client of clients) await client.query(INGESTION_SESSION);
  let guest = 0;
  return {
    store: async (connection) => {
      const { phone, userId, name, providerId } = messageOf(guest++ % place.guests);
      const now = new Date();
      const row = {
        hotel_id: place.hotelId,
        channel_id: place.channelId,
        id: newId(),
        receipt_id: newId(),
        kind: 'meta-user',
        value: userId,
        other_kind: 'phone',
        other_value: `+${phone}`,
        address: { userId, phone },
        name,
        type: 'text',
        content: { type: 'text', text: TEXT },
        text_folded: TEXT.toLowerCase(),
        provider_id: providerId,
        sent_at: now,
        event_key: providerId,
        payload: PAYLOAD.toString('base64'),
      };
      const values = [JSON.stringify([row]), now, new Date(+now + 86_400_000)];
      const answer = await clients[connection]?.query<{ ok: boolean }>({ name: 'same', text: STORE_KNOWN, values });
      if (answer?.rows[0]?.ok !== true) throw new Error('a guest of the bench is not known');
    },
    close: async () => {
      await clients[0]?.query(NOTHING_TO_ROUTE, [place.hotelId]);
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

/** As long as a single-message webhook's bytes. */
const PAYLOAD = Buffer.alloc(640, 'x');

async function connect(url: string, connections: number): Promise<ReturnType<typeof openClient>[]> {
  const clients = Array.from({ length: connections }, () => openClient({ url }));
  await Promise.all(clients.map((client) => client.connect()));
  return clients;
}
