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

/** The same rows as a webhook leaves (message, chat, conversation, change, receipt) by the desk's own statement, one message at a time. */
export async function sameRows(
  url: string,
  connections: number,
  place: { hotelId: string; channelId: string; guests: number },
): Promise<Store> {
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
        payload: PAYLOAD,
      };
      const values = [JSON.stringify([row]), now, new Date(+now + 86_400_000)];
      const answer = await clients[connection]?.query<{ ok: boolean }>({ name: 'same', text: STORE_KNOWN, values });
      if (answer?.rows[0]?.ok !== true) throw new Error('a guest of the bench is not known');
    },
    close: async () => {
      await Promise.all(clients.map((client) => client.end()));
    },
  };
}

/** As long as a single-message webhook's bytes are in base64. */
const PAYLOAD = Buffer.alloc(640, 'x').toString('base64');

async function connect(url: string, connections: number): Promise<ReturnType<typeof openClient>[]> {
  const clients = Array.from({ length: connections }, () => openClient({ url }));
  await Promise.all(clients.map((client) => client.connect()));
  return clients;
}
