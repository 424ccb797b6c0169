import 'reflect-metadata';

import { MetaCloudSimulator } from '../simulators/index.js';
import { untilRouted, withDesk, type BenchDesk } from './bench-desk.js';
import { connectNumber, type DeskApi } from './desk-api.js';
import { printTable, rounded, Times, type Cells } from './figures.js';
import { KeepAliveClient } from './keep-alive-client.js';
import { Line, type Load } from './line.js';
import { ownStatement, plainInserts, sameRows, type Place, type Store } from './one-statement.js';
import { Connections, openLoop } from './open-loop.js';
import { queueDrivers, type QueueDriver } from './queue-drivers.js';
import { guestOf, webhookRequest, type WebhookTarget } from './webhook-load.js';

/**
 * `npm run bench:ingest`: signed single-message webhooks through the whole server, durable, automation off, with each driver
 * of the queue, beside plain loops of one statement per message on the same cluster in the same run: a bare insert into
 * a table like `message`, also as one loop on one connection; all the rows a webhook leaves, told where they belong; the
 * desk's own statement. They take turns, because a machine's speed changes: what counts is the ratio. Then webhooks of many
 * messages, half of the load, and guests who are greeted: routing and sends of each. BENCH_SECONDS a line,
 * BENCH_PROFILE=folder for a CPU profile of the desk.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 12);
const TURNS = 3;
/** Guests and plans come into being, and hot code is compiled. */
const WARM_UP_SECONDS = 8;
const CONNECTIONS = [16, 64];
const GUESTS = 500;
const BATCH = 100;
const BASELINES = { 'one insert': plainInserts, 'same rows': sameRows, 'own statement': ownStatement };

interface Bench {
  desk: BenchDesk;
  driver: QueueDriver;
  api: DeskApi;
  target: WebhookTarget;
  database: string;
  place: Place;
}

const lines = new Map<string, Line>();
const rows = new Map<string, Cells>();

async function main(): Promise<void> {
  const drivers = await queueDrivers();
  try {
    for (const [n, driver] of drivers.entries()) await measure(driver, n === 0);
  } finally {
    for (const driver of drivers) await driver.stop();
  }
  printTable(rows);
  process.stdout.write(`${JSON.stringify({ bench: 'ingest', ...Object.fromEntries(drivers.map(ratios)) })}\n`);
}

/** Baselines once: both drivers keep the same rows. */
async function measure(driver: QueueDriver, baselines: boolean): Promise<void> {
  const simulator = new MetaCloudSimulator();
  const environment = { META_GRAPH_URL: await simulator.listen() };
  try {
    await withDesk(driver, environment, async (desk) => {
      const bench = await prepare(desk, driver, simulator);
      await new Line(desk, driver.redis).turn(webhooks(bench, 16), WARM_UP_SECONDS);
      for (let turn = 0; turn < TURNS; turn++) {
        if (baselines) await take(bench, 'one insert', await statements(bench, 1, plainInserts));
        for (const connections of CONNECTIONS) {
          for (const [name, open] of Object.entries(baselines ? BASELINES : {}))
            await take(bench, name, await statements(bench, connections, open));
          await take(bench, `webhooks, ${driver.name}`, webhooks(bench, connections));
        }
        await take(bench, `webhooks of ${BATCH}, ${driver.name}`, webhooks(bench, 16, BATCH));
      }
      await halfLoad(bench, (lines.get(`webhooks, ${driver.name}, 16`)?.perSecond ?? 0) / 2);
      await bench.api('PATCH', '/hotel', { autoReply: { enabled: true } });
      for (let turn = 0; turn < TURNS; turn++)
        await take(bench, `new guests, each greeted, ${driver.name}`, newGuests(bench, simulator, 16));
    });
  } finally {
    await simulator.close();
  }
}

async function prepare(desk: BenchDesk, driver: QueueDriver, simulator: MetaCloudSimulator): Promise<Bench> {
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
  return { desk, driver, api, target, database: desk.database, place: { hotelId, channelId, guests: GUESTS } };
}

/** A line's next turn. Nothing that was left to route before it, nor after it, is another line's burden. */
async function take(bench: Bench, name: string, load: Load): Promise<void> {
  const key = `${name}, ${load.connections}`;
  const line = lines.get(key) ?? new Line(bench.desk, bench.driver.redis);
  lines.set(key, line);
  await line.turn(load, SECONDS / TURNS);
  rows.set(key, line.cells);
  await untilRouted(bench.desk);
}

async function statements(
  { database, place }: Bench,
  connections: number,
  open: (url: string, connections: number, place: Place) => Promise<Store>,
): Promise<Load> {
  const store = await open(database, connections, place);
  return { connections, messages: 1, act: (lane) => store.store(lane), close: () => store.close() };
}

let turnOfGuests = 0;

function nextGuests(count: number): number[] {
  return Array.from({ length: count }, () => turnOfGuests++ % GUESTS);
}

function webhooks(
  { target }: Bench,
  connections: number,
  messages = 1,
  guests: (count: number) => number[] = nextGuests,
): Load {
  const clients = Array.from({ length: connections }, () => new KeepAliveClient(target.host, target.port));
  return {
    connections,
    messages,
    act: async (lane) => {
      const status = await clients[lane]?.send(webhookRequest(target, guests(messages)));
      if (status !== 200) throw new Error(`a webhook was answered ${status}`);
    },
    close: () => {
      for (const client of clients) client.close();
    },
  };
}

let arrivals = GUESTS;

/** Guests who never wrote before: each is made known, gets a conversation, and is answered with the menu. */
function newGuests(bench: Bench, simulator: MetaCloudSimulator, connections: number): Load {
  return webhooks(bench, connections, 1, () => {
    simulator.addGuest(guestOf(arrivals));
    return [arrivals++];
  });
}

/** At even intervals, whether the last was answered or not. */
async function halfLoad({ target, driver }: Bench, perSecond: number): Promise<void> {
  const connections = new Connections(target);
  const times = new Times();
  await openLoop(perSecond, SECONDS, async () => {
    const begin = performance.now();
    const status = await connections.send(webhookRequest(target, nextGuests(1)));
    if (status !== 200) throw new Error(`a webhook was answered ${status}`);
    times.add(performance.now() - begin);
  });
  connections.close();
  rows.set(`webhooks at half of that, ${driver.name}`, {
    'messages/s': perSecond,
    'p50 ms': times.at(0.5),
    'p99 ms': times.at(0.99),
  });
}

/** Webhooks to each baseline. */
function ratios(driver: QueueDriver): [string, Record<string, number | null>] {
  const rate = (name: string, connections: number): number => lines.get(`${name}, ${connections}`)?.perSecond ?? NaN;
  const webhooksTo = (connections: number, baseline: number): number =>
    Number((rate(`webhooks, ${driver.name}`, connections) / baseline).toFixed(3));
  const found: Record<string, number | null> = { oneInsertOneLoop: webhooksTo(16, rate('one insert', 1)) };
  for (const connections of CONNECTIONS)
    for (const name of Object.keys(BASELINES)) {
      const key = `${name.replace(/ (\w)/, (_, letter: string) => letter.toUpperCase())}${connections}`;
      found[key] = webhooksTo(connections, rate(name, connections));
    }
  found['batchesOf100PerSecond'] = Math.round(rate(`webhooks of ${BATCH}, ${driver.name}`, 16));
  found['halfLoadP99Ms'] = rounded(rows.get(`webhooks at half of that, ${driver.name}`)?.['p99 ms']);
  return [driver.name, found];
}

await main();
