import pg from 'pg';

import type { MetaCloudSimulator } from '../../src/simulators/index.js';
import type { Page } from './staff.js';

/** What people on both sides of the desk know. */
export interface Known {
  cloud: MetaCloudSimulator;
  /** provider ids of guests' messages whose webhook got its 200 */
  acknowledged: ReadonlySet<string>;
  /** ids of the answers that staff were told are stored */
  answers: ReadonlySet<string>;
  pages: readonly Page[];
}

export interface Rule {
  says: string;
  expected: number;
  found: number;
}

interface Row {
  id: string;
  direction: string;
  providerId: string | null;
}

/** The record held against what people know: each rule is kept where both figures are the same. */
export async function judge(databaseUrl: string, { cloud, acknowledged, answers, pages }: Known): Promise<Rule[]> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<Row>(
      `SELECT id, direction, provider_id AS "providerId" FROM message WHERE direction IN ('inbound', 'outbound')`,
    );
    const inbound = rows.filter(({ direction }) => direction === 'inbound');
    const outbound = rows.filter(({ direction }) => direction === 'outbound');
    const ids = new Set(rows.map(({ id }) => id));
    const came = await messagesOnPhones(client, cloud);
    const { rows: figures } = await client.query<{ decisions: string; chats: string; open: string }>(
      `SELECT (SELECT count(*) FROM route_decision) AS decisions, (SELECT count(*) FROM chat) AS chats,
         (SELECT count(*) FROM conversation WHERE status = 'active') AS open`,
    );
    const { decisions, chats, open } = figures[0] ?? { decisions: '', chats: '', open: '' };
    const stored = new Set(inbound.map(({ providerId }) => providerId));
    return [
      {
        says: 'guests’ messages that were acknowledged, stored',
        expected: acknowledged.size,
        found: [...acknowledged].filter((id) => stored.has(id)).length,
      },
      {
        says: 'guests’ messages in the record: none twice, none else',
        expected: acknowledged.size,
        found: inbound.length,
      },
      { says: 'guests’ messages routed, each once', expected: inbound.length, found: Number(decisions) },
      { says: 'active conversations, one for each guest', expected: Number(chats), found: Number(open) },
      {
        says: 'staff’s answers that were acknowledged, stored',
        expected: answers.size,
        found: [...answers].filter((id) => ids.has(id)).length,
      },
      { says: 'messages to guests: on their phones', expected: outbound.length, found: new Set(came).size },
      { says: 'messages to guests: how often in all', expected: outbound.length, found: came.length },
      ...pages.map(({ name, seen }) => ({
        says: `messages told at ${name}`,
        expected: ids.size,
        found: [...ids].filter((id) => seen.has(id)).length,
      })),
    ];
  });
}

/** Whose outcome nobody knows, and which are on no phone: a person has to send them again. */
export async function inDoubt(databaseUrl: string, cloud: MetaCloudSimulator): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const came = new Set(await messagesOnPhones(client, cloud));
    const { rows } = await client.query<{ id: string }>(`SELECT id FROM message WHERE status = 20`);
    return rows.flatMap(({ id }) => (came.has(id) ? [] : [id]));
  });
}

/** Nothing waits to be routed or sent. */
export async function isAtRest(databaseUrl: string): Promise<boolean> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ open: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM chat WHERE routed_seq < inbound_seq) OR EXISTS (SELECT 1 FROM message WHERE status < 20) AS open`,
    );
    return rows[0]?.open === false;
  });
}

/** Each time a message came to a phone: its id; what is not in the record, by its reference. */
async function messagesOnPhones(client: pg.Client, cloud: MetaCloudSimulator): Promise<string[]> {
  const { rows } = await client.query<{ id: string; messageId: string }>(
    `SELECT id, message_id AS "messageId" FROM send_attempt`,
  );
  const messageOf = new Map(rows.map(({ id, messageId }) => [id, messageId]));
  return cloud.accepted.map(({ body }) => {
    const ref = (body as { biz_opaque_callback_data: string }).biz_opaque_callback_data;
    return messageOf.get(ref) ?? `unknown ${ref}`;
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
