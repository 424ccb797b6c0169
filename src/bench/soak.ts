import 'reflect-metadata';

import { readdirSync } from 'node:fs';

import { openHotels } from './bench-hotels.js';
import { untilRouted, withDesk, type BenchDesk } from './bench-desk.js';
import { printTable, rounded, Times, type Cells } from './figures.js';
import { LiveLoad } from './live-load.js';
import { closedLoop, openLoop } from './open-loop.js';
import { queueDrivers } from './queue-drivers.js';

/**
 * `npm run soak`: a desk at half of what it can take for twenty minutes (`--minutes N`, `--queue bull`), five pages open, and whether it
 * stays as it was: memory, handles, connections, latency, at the start, at the end, and how much they grow in an hour.
 * What grows without an end shows in the slope long before it hurts.
 */
const MINUTES = Number(/^\d+$/.exec(process.argv[process.argv.indexOf('--minutes') + 1] ?? '')?.[0] ?? 20);
const SAMPLES = 30;
const PAGES = 5;
const GUESTS = 500;
const CONNECTIONS = 64;
const MEASURE_SECONDS = 5;
/** Caches fill and code is compiled: not the desk's steady state yet. */
const SETTLE_SECONDS = 20;
/** Nobody reads for twenty minutes otherwise, and what is unread grows as it does in no hotel. */
const READ_EVERY_MS = 10_000;

async function main(): Promise<void> {
  const [driver, ...others] = await queueDrivers();
  for (const other of others) await other.stop();
  if (!driver) throw new Error('there is no queue');
  try {
    await withDesk(driver, {}, soak);
  } finally {
    await driver.stop();
  }
}

async function soak(desk: BenchDesk): Promise<void> {
  const [hotel, ...none] = await openHotels(desk, desk.db, { hotels: 1, staff: PAGES });
  if (!hotel || none.length > 0) throw new Error('there is no hotel');
  const load = new LiveLoad(desk, [hotel], GUESTS);
  try {
    await openLoop(GUESTS, 1, () => load.write());
    await load.listen([hotel], PAGES);
    const half = (await closedLoop(CONNECTIONS, MEASURE_SECONDS, () => load.write())) / 2;
    await load.settled();
    await untilRouted(desk);
    process.stdout.write(`Half of what it takes: ${half.toFixed(0)} messages a second, for ${MINUTES} minutes.\n`);
    const reading = setInterval(() => void readAll(desk, hotel.id), READ_EVERY_MS);
    await openLoop(half, SETTLE_SECONDS, () => load.write());
    const samples: Cells[] = [];
    for (let n = 0; n < SAMPLES; n++) {
      load.begin();
      await openLoop(half, (MINUTES * 60) / SAMPLES, () => load.write());
      samples.push(await look(desk, load));
    }
    clearInterval(reading);
    await load.settled();
    tell(samples, half);
  } finally {
    load.close();
  }
}

/** As if its people had read everything: a position each, as pages tell it. */
async function readAll({ db }: BenchDesk, hotelId: string): Promise<void> {
  await db.query(
    `INSERT INTO participant (hotel_id, conversation_id, user_id, last_read_seq, last_read_at, joined_at)
     SELECT c.hotel_id, c.id, u.id, h.inbound_seq, clock_timestamp(), clock_timestamp()
     FROM conversation c JOIN chat h ON h.hotel_id = c.hotel_id AND h.id = c.chat_id JOIN app_user u ON u.hotel_id = c.hotel_id
     WHERE c.hotel_id = $1 AND c.status = 'active'
     ON CONFLICT (hotel_id, conversation_id, user_id) DO UPDATE SET last_read_seq = excluded.last_read_seq`,
    [hotelId],
  );
}

async function look(desk: BenchDesk, load: LiveLoad): Promise<Cells> {
  const page = await (await fetch(`${desk.url}/metrics`)).text();
  const figure = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(page)?.[1] ?? NaN);
  const { desk: pid } = await desk.pids();
  const { rows } = await desk.db.query<{ n: number }>(
    `SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'bellhop'`,
  );
  return {
    'memory MB': figure('process_resident_memory_bytes') / 1e6,
    'heap MB': figure('nodejs_heap_size_used_bytes') / 1e6,
    handles: figure('nodejs_active_handles_total'),
    'open files': openFiles(pid),
    connections: rows[0]?.n ?? null,
    'event p50 ms': load.heard.at(0.5),
    'event p99 ms': load.heard.at(0.99),
    '200 p50 ms': load.acknowledged.at(0.5),
    '200 p99 ms': load.acknowledged.at(0.99),
  };
}

function openFiles(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return null; // no Linux
  }
}

/** The middle of the first and of the last fifth, and the slope between all: single samples are noise. */
function tell(samples: readonly Cells[], perSecond: number): void {
  const fifth = Math.ceil(samples.length / 5);
  const rows = new Map<string, Cells>();
  const columns = Object.keys(samples[0] ?? {});
  const of = (part: readonly Cells[]): Cells =>
    Object.fromEntries(columns.map((column) => [column, middle(part.map((cells) => cells[column] ?? NaN))]));
  rows.set('start', of(samples.slice(0, fifth)));
  rows.set('end', of(samples.slice(-fifth)));
  rows.set(
    'more in an hour',
    Object.fromEntries(columns.map((column) => [column, slope(samples.map((cells) => cells[column] ?? NaN))])),
  );
  printTable(rows);
  const figures = [...rows].map(([name, cells]) => [
    name,
    Object.fromEntries(Object.entries(cells).map(([column, value]) => [column, rounded(value)])),
  ]);
  const json = { bench: 'soak', minutes: MINUTES, perSecond: rounded(perSecond), ...Object.fromEntries(figures) };
  process.stdout.write(`${JSON.stringify(json)}\n`);
}

function middle(values: readonly number[]): number {
  const times = new Times();
  for (const value of values) times.add(value);
  return times.at(0.5);
}

/** Least squares, for an hour. */
function slope(values: readonly number[]): number {
  const mean = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0) / all.length;
  const at = values.map((_, n) => (n * MINUTES) / 60 / values.length);
  const [x, y] = [mean(at), mean(values)];
  const over = at.reduce((sum, hour, n) => sum + (hour - x) * ((values[n] ?? y) - y), 0);
  return over / at.reduce((sum, hour) => sum + (hour - x) ** 2, 0);
}

await main();
