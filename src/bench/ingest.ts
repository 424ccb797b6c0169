import 'reflect-metadata';

import { randomBytes } from 'node:crypto';

import { readConfig } from '../config/index.js';
import { startDatabase } from '../database/start-database.js';
import { MetaCloudSimulator } from '../simulators/index.js';
import { cpuTime } from './cpu-time.js';
import { connectNumber, type DeskApi } from './desk-api.js';
import { startDeskProcess, type DeskProcess } from './desk-process.js';
import { KeepAliveClient } from './keep-alive-client.js';
import { plainInserts, sameRows, type Store } from './one-statement.js';
import { guestOf, webhookRequest, type WebhookTarget } from './webhook-load.js';

/**
 * `npm run bench:ingest`: signed single-message webhooks through the whole server, durable, beside plain loops of one
 * statement per message on the same cluster in the same run: a bare insert into a table like `message`, and all the
 * rows a webhook leaves. What counts is the ratio. BENCH_PROFILE=folder writes a CPU profile of the desk there.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const GUESTS = 500;
const BATCH = 100;

interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  /** µs of CPU a message, of the desk and of PostgreSQL; null where the system does not tell */
  desk: number | null;
  postgres: number | null;
}

interface Bench {
  desk: DeskProcess;
  api: DeskApi;
  target: WebhookTarget;
  database: string;
  place: { hotelId: string; channelId: string; guests: number };
}

async function main(): Promise<void> {
  const profile = process.env['BENCH_PROFILE'];
  const simulator = new MetaCloudSimulator({ appSecret: randomBytes(16).toString('hex') });
  const graphUrl = await simulator.listen();
  const desk = await startDeskProcess(
    { META_GRAPH_URL: graphUrl },
    profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [],
  );
  try {
    const database = await startDatabase(readConfig({ DATA_DIR: desk.dataDir, LOG_LEVEL: 'error' }), { join: true });
    const bench = await prepare(desk, simulator, database.url);
    await webhooks(bench, 16, 3); // guests and plans come into being
    const rows = new Map<string, Measured>();
    for (const connections of [16, 64]) {
      rows.set(`one insert, ${connections} connections`, await statements(bench, connections, plainInserts));
      rows.set(`same rows, ${connections} connections`, await statements(bench, connections, sameRows));
      rows.set(`webhooks, ${connections} connections`, await webhooks(bench, connections, SECONDS));
    }
    rows.set(`webhooks of ${BATCH}, 16 connections`, await webhooks(bench, 16, SECONDS, BATCH));
    await bench.api('PATCH', '/hotel', { autoReply: { enabled: true } });
    rows.set('… answered by the desk, 16', await webhooks(bench, 16, SECONDS));
    print(rows);
    await database.stop();
  } finally {
    await desk.stop();
    await simulator.close();
  }
}

async function prepare(desk: DeskProcess, simulator: MetaCloudSimulator, database: string): Promise<Bench> {
  const { appSecret, phoneNumberId, wabaId, accessToken, verifyToken } = simulator.about();
  const number = { phoneNumberId, wabaId, accessToken, appSecret, verifyToken };
  const { channelId, api } = await connectNumber(desk, number);
  await api('PATCH', '/hotel', { autoReply: { enabled: false } });
  for (const name of ['Housekeeping', 'Spa']) await api('POST', '/departments', { name });
  const { id: hotelId } = await api<{ id: string }>('GET', '/hotel');
  const path = `/webhooks/meta-cloud/${channelId}`;
  simulator.webhooks.url = `${desk.url}${path}`;
  for (let guest = 0; guest < GUESTS; guest++) simulator.addGuest(guestOf(guest));
  const target = { host: desk.host, port: desk.port, path, appSecret, phoneNumberId, wabaId };
  return { desk, api, target, database, place: { hotelId, channelId, guests: GUESTS } };
}

async function statements(
  bench: Bench,
  connections: number,
  open: (url: string, connections: number, place: Bench['place']) => Promise<Store>,
): Promise<Measured> {
  const store = await open(bench.database, connections, bench.place);
  const measured = await measure(bench.desk, connections, SECONDS, (connection) => store.store(connection));
  await store.close();
  return measured;
}

async function webhooks(bench: Bench, connections: number, seconds: number, messages = 1): Promise<Measured> {
  const { host, port } = bench.target;
  const clients = Array.from({ length: connections }, () => new KeepAliveClient(host, port));
  let guest = 0;
  const act = async (index: number): Promise<void> => {
    const guests = Array.from({ length: messages }, () => guest++ % GUESTS);
    const status = await clients[index]?.send(webhookRequest(bench.target, guests));
    if (status !== 200) throw new Error(`a webhook was answered ${status}`);
  };
  const measured = await measure(bench.desk, clients.length, seconds, act, messages);
  for (const client of clients) client.close();
  return measured;
}

/** `lanes` loops side by side, each doing one act after another until the time is up. */
async function measure(
  desk: DeskProcess,
  lanes: number,
  seconds: number,
  act: (lane: number) => Promise<void>,
  messages = 1,
): Promise<Measured> {
  const pids = await desk.pids();
  const cpu = (): (number | null)[] => [cpuTime(pids.desk), cpuTime(pids.postgres, { family: true })];
  const times: number[] = [];
  const before = cpu();
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
  const count = times.length * messages;
  const [ofDesk, ofPostgres] = cpu().map((after, n) => {
    const start = before[n] ?? null;
    return after === null || start === null ? null : (after - start) / count;
  });
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    perSecond: count / elapsed,
    p50: at(0.5),
    p99: at(0.99),
    desk: ofDesk ?? null,
    postgres: ofPostgres ?? null,
  };
}

function print(rows: Map<string, Measured>): void {
  const line = (name: string, cells: string[]): string =>
    `${name.padEnd(34)}${cells.map((cell) => cell.padStart(12)).join('')}\n`;
  process.stdout.write(line('', ['messages/s', 'p50 ms', 'p99 ms', 'desk µs', 'postgres µs']));
  for (const [name, { perSecond, p50, p99, desk, postgres }] of rows) {
    const micros = [desk, postgres].map((value) => value?.toFixed(0) ?? '–');
    process.stdout.write(line(name, [perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), ...micros]));
  }
  const of = (name: string): number => rows.get(name)?.perSecond ?? 0;
  const ratio = (base: string, connections: number): number =>
    Number((of(`webhooks, ${connections} connections`) / of(`${base}, ${connections} connections`)).toFixed(3));
  const ratios = {
    bench: 'ingest',
    oneInsert16: ratio('one insert', 16),
    oneInsert64: ratio('one insert', 64),
    sameRows16: ratio('same rows', 16),
    sameRows64: ratio('same rows', 64),
    batchesOf100PerSecond: Math.round(of(`webhooks of ${BATCH}, 16 connections`)),
  };
  process.stdout.write(`${JSON.stringify(ratios)}\n`);
}

await main();
