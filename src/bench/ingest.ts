import 'reflect-metadata';

import { randomBytes } from 'node:crypto';

import { newId } from '../common/ids.js';
import { readConfig } from '../config/index.js';
import { openClient } from '../database/pg-client.js';
import { startDatabase } from '../database/start-database.js';
import { startDeskProcess, type DeskProcess } from './desk-process.js';
import { connectNumber } from './desk-api.js';
import { KeepAliveClient } from './keep-alive-client.js';
import { webhookRequest, type WebhookTarget } from './webhook-load.js';

/**
 * `npm run bench:ingest`: signed single-message webhooks through the whole server, durable, automation
 * off, beside a plain loop of one insert per message on the same cluster in the same run. What counts is the ratio.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const GUESTS = 500;

interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
}

async function main(): Promise<void> {
  const desk = await startDeskProcess();
  try {
    const target = await prepare(desk);
    const database = await joinDatabase(desk);
    await webhooks(target, 16, 3); // guests and plans come into being
    const rows: [string, Measured][] = [];
    for (const connections of [16, 64]) {
      rows.push([`plain insert, ${connections} connections`, await inserts(database.url, connections, SECONDS)]);
      rows.push([`webhooks, ${connections} connections`, await webhooks(target, connections, SECONDS)]);
    }
    print(rows);
    await database.stop();
  } finally {
    await desk.stop();
  }
}

async function prepare(desk: DeskProcess): Promise<WebhookTarget> {
  const appSecret = randomBytes(16).toString('hex');
  const numbers = { phoneNumberId: '105550001112223', wabaId: '210987654321098' };
  const { channelId, api } = await connectNumber(desk, {
    ...numbers,
    accessToken: 'EAAbench',
    appSecret,
    verifyToken: 'verify',
  });
  await api('PATCH', '/hotel', { autoReply: { enabled: false } });
  return { host: desk.host, port: desk.port, path: `/webhooks/meta-cloud/${channelId}`, appSecret, ...numbers };
}

function joinDatabase(desk: DeskProcess): Promise<{ url: string; stop(): Promise<void> }> {
  return startDatabase(readConfig({ DATA_DIR: desk.dataDir, LOG_LEVEL: 'error' }), { join: true });
}

async function webhooks(target: WebhookTarget, connections: number, seconds: number): Promise<Measured> {
  const clients = Array.from({ length: connections }, () => new KeepAliveClient(target.host, target.port));
  let guest = 0;
  const measured = await measure(clients.length, seconds, async (index) => {
    const status = await clients[index]?.send(webhookRequest(target, guest++ % GUESTS));
    if (status !== 200) throw new Error(`a webhook was answered ${status}`);
  });
  for (const client of clients) client.close();
  return measured;
}

/**
 * The baseline: what a program would do that only stores each message, one INSERT into a table like ours (same
 * columns, same indexes), committed one by one.
 */
async function inserts(url: string, connections: number, seconds: number): Promise<Measured> {
  const clients = Array.from({ length: connections }, () => openClient({ url }));
  await Promise.all(clients.map((client) => client.connect()));
  await clients[0]?.query('CREATE TABLE bench_message (LIKE message INCLUDING ALL)');
  const [hotel, chat, conversation, channel, guest] = Array.from({ length: 5 }, newId);
  const content = { type: 'text', text: 'Hello, could we have two more towels in our room please? Thank you!' };
  let seq = 0;
  const measured = await measure(clients.length, seconds, async (index) => {
    seq++;
    const now = new Date();
    const ids = [hotel, newId(), chat, conversation, channel, guest];
    const values = [...ids, JSON.stringify(content), content.text.toLowerCase(), `wamid.${seq}`, seq, now];
    await clients[index]?.query({ name: 'bench', text: INSERT, values });
  });
  await clients[0]?.query('DROP TABLE bench_message');
  await Promise.all(clients.map((client) => client.end()));
  return measured;
}

const INSERT = `
  INSERT INTO bench_message (hotel_id, id, chat_id, conversation_id, channel_id, author_id, direction, author_kind, type, content,
                             text_folded, provider_id, seq, inbound_seq, sent_at, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, 'inbound', 'guest', 'text', $7, $8, $9, $10, $10, $11, $11)`;

/** `lanes` loops side by side, each doing one act after another until the time is up. */
async function measure(lanes: number, seconds: number, act: (lane: number) => Promise<void>): Promise<Measured> {
  const times: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let now = performance.now(); now < end;) {
        await act(lane);
        const done = performance.now();
        times.push(done - now);
        now = done;
      }
    }),
  );
  const elapsed = (performance.now() - begin) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { perSecond: times.length / elapsed, p50: at(0.5), p99: at(0.99) };
}

function print(rows: [string, Measured][]): void {
  const line = (cells: string[]): string =>
    `${(cells[0] ?? '').padEnd(34)}${cells
      .slice(1)
      .map((cell) => cell.padStart(12))
      .join('')}\n`;
  process.stdout.write(line(['', 'per second', 'p50 ms', 'p99 ms']));
  for (const [name, { perSecond, p50, p99 }] of rows)
    process.stdout.write(line([name, perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1)]));
  const ratio = (connections: number): number => {
    const of = (kind: string): number =>
      rows.find(([name]) => name === `${kind}, ${connections} connections`)?.[1].perSecond ?? 0;
    return Number((of('webhooks') / of('plain insert')).toFixed(3));
  };
  process.stdout.write(`${JSON.stringify({ bench: 'ingest', ratio16: ratio(16), ratio64: ratio(64) })}\n`);
}

await main();
