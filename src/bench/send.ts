import 'reflect-metadata';

import { newId } from '../common/ids.js';
import { MetaCloudSimulator } from '../simulators/index.js';
import { openHotels, type BenchHotel } from './bench-hotels.js';
import { untilRouted, withDesk, type BenchDesk } from './bench-desk.js';
import { printTable, rounded, Times, watchCpu, type Cells } from './figures.js';
import { closedLoop, Connections, openLoop } from './open-loop.js';
import { queueDrivers, type QueueDriver } from './queue-drivers.js';
import { guestOf, messageOf, signedWebhook } from './webhook-load.js';

/**
 * `npm run bench:send`: from a reply of staff (HTTP) to the provider's call at the simulator, through the whole server, durable, with
 * each driver of the queue: at a steady pace, and as fast as sixteen people can. Each reply is to another guest, as WhatsApp
 * allows one in six seconds; the simulator tells "sent" and "delivered" of each. BENCH_SECONDS a phase.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const GUESTS = 4_000;
const STAFF = 16;
const PER_SECOND = 20;
const WARM_UP_SECONDS = 3;
const SETTLED_MS = 60_000;

const rows = new Map<string, Cells>();

async function main(): Promise<void> {
  const drivers = await queueDrivers();
  try {
    for (const driver of drivers) await measure(driver);
  } finally {
    for (const driver of drivers) await driver.stop();
  }
  printTable(rows);
  process.stdout.write(`${JSON.stringify({ bench: 'send', ...Object.fromEntries(drivers.map(figures)) })}\n`);
}

async function measure(driver: QueueDriver): Promise<void> {
  // It did not see the guests write: their first words go to the desk alone.
  const simulator = new MetaCloudSimulator({ window: 'off' });
  // The number's own pace would be measured otherwise.
  const environment = { META_GRAPH_URL: await simulator.listen(), SEND_PER_SECOND: '1000' };
  try {
    await withDesk(driver, environment, async (desk) => {
      const [hotel] = await openHotels(desk, desk.db, { hotels: 1, staff: STAFF, number: simulator.about() });
      if (!hotel) throw new Error('there is no hotel');
      simulator.webhooks.url = `${desk.url}${hotel.target.path}`;
      const replies = new Replies(desk, hotel, simulator, await guestsWrite(desk, hotel, simulator));
      await openLoop(PER_SECOND, WARM_UP_SECONDS, () => replies.write());
      await replies.settled();
      rows.set(`${PER_SECOND} a second, ${driver.name}`, await steady(desk, driver, replies));
      rows.set(`${STAFF} people, as fast as it goes, ${driver.name}`, await asFastAsItGoes(desk, driver, replies));
      replies.close();
    });
  } finally {
    await simulator.close();
  }
}

/** Every guest has written once, or could not be answered; their conversations. */
async function guestsWrite(desk: BenchDesk, hotel: BenchHotel, simulator: MetaCloudSimulator): Promise<string[]> {
  for (let guest = 0; guest < GUESTS; guest++) simulator.addGuest(guestOf(guest));
  const connections = new Connections(desk);
  const batch = 50;
  for (let first = 0; first < GUESTS; first += batch) {
    const messages = Array.from({ length: batch }, (_, n) => messageOf(first + n));
    const status = await connections.send(signedWebhook(hotel.target, messages));
    if (status !== 200) throw new Error(`a webhook was answered ${status}`);
  }
  connections.close();
  await untilRouted(desk);
  const { rows: conversations } = await desk.db.query<{ id: string }>(
    `SELECT id FROM conversation WHERE hotel_id = $1 AND status = 'active'`,
    [hotel.id],
  );
  return conversations.map(({ id }) => id);
}

/** Staff answer one guest after another; each answer is timed to its 201 and to the provider's call. */
class Replies {
  accepted = new Times();
  called = new Times();
  private readonly connections: Connections;
  private readonly underWay = new Map<string, number>();
  private turn = 0;

  constructor(
    private readonly desk: BenchDesk,
    private readonly hotel: BenchHotel,
    simulator: MetaCloudSimulator,
    private readonly conversations: readonly string[],
  ) {
    this.connections = new Connections(desk);
    simulator.subscribe((event) => {
      if (event.type === 'message' && event.message.side === 'hotel')
        this.arrives(String(event.message.content['body']));
    });
  }

  async write(): Promise<void> {
    const turn = this.turn++;
    const text = `With pleasure, number ${turn}`;
    const body = JSON.stringify({ content: { type: 'text', text }, clientId: newId() });
    const request = Buffer.from(
      `POST /api/v1/conversations/${this.conversations[turn % this.conversations.length]}/messages HTTP/1.1\r\n` +
        `Host: ${this.desk.host}\r\nAuthorization: Bearer ${this.hotel.tokens[turn % STAFF]}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    const at = performance.now();
    this.underWay.set(text, at);
    const status = await this.connections.send(request);
    if (status !== 201) throw new Error(`a reply was answered ${status}`);
    this.accepted.add(performance.now() - at);
  }

  /** Every reply has reached the provider; throws where one did not. */
  async settled(): Promise<void> {
    for (const until = Date.now() + SETTLED_MS; this.underWay.size > 0;) {
      if (Date.now() > until) throw new Error(`${this.underWay.size} replies did not reach the provider`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  begin(): void {
    this.accepted = new Times();
    this.called = new Times();
  }

  close(): void {
    this.connections.close();
  }

  private arrives(text: string): void {
    const at = this.underWay.get(text);
    if (at === undefined) return;
    this.underWay.delete(text);
    this.called.add(performance.now() - at);
  }
}

async function steady(desk: BenchDesk, driver: QueueDriver, replies: Replies): Promise<Cells> {
  return timed(desk, driver, replies, () => openLoop(PER_SECOND, SECONDS, () => replies.write()));
}

async function asFastAsItGoes(desk: BenchDesk, driver: QueueDriver, replies: Replies): Promise<Cells> {
  return timed(desk, driver, replies, () => closedLoop(STAFF, SECONDS, () => replies.write()));
}

async function timed(
  desk: BenchDesk,
  driver: QueueDriver,
  replies: Replies,
  work: () => Promise<unknown>,
): Promise<Cells> {
  replies.begin();
  const cpu = await watchCpu(desk, driver.redis);
  const begin = performance.now();
  await work();
  await replies.settled();
  const seconds = (performance.now() - begin) / 1_000;
  const used = cpu();
  const { accepted, called } = replies;
  const each = (micros: number | null): number | null => (micros === null ? null : micros / called.count);
  return {
    'sends/s': called.count / seconds,
    'call p50 ms': called.at(0.5),
    'call p99 ms': called.at(0.99),
    '201 p50 ms': accepted.at(0.5),
    '201 p99 ms': accepted.at(0.99),
    'desk µs': each(used.desk),
    'postgres µs': each(used.postgres),
    'redis µs': each(used.redis),
  };
}

function figures({ name }: QueueDriver): [string, object] {
  const pace = rows.get(`${PER_SECOND} a second, ${name}`);
  const most = rows.get(`${STAFF} people, as fast as it goes, ${name}`);
  return [
    name,
    {
      callP50: rounded(pace?.['call p50 ms']),
      callP99: rounded(pace?.['call p99 ms']),
      sendsPerSecond: rounded(most?.['sends/s']),
    },
  ];
}

await main();
