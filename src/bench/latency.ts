import 'reflect-metadata';

import { openHotels } from './bench-hotels.js';
import { untilRouted, withDesk, type BenchDesk } from './bench-desk.js';
import { printTable, rounded, watchCpu, type Cells, type Cpu } from './figures.js';
import { LiveLoad } from './live-load.js';
import { closedLoop, openLoop } from './open-loop.js';
import { queueDrivers, type QueueDriver } from './queue-drivers.js';

/**
 * `npm run bench:latency`: from a signed webhook to the event on the sockets of staff, through the whole server, durable, with
 * each driver of the queue. Twenty hotels with ten pages each at a hundred messages a second; then one hotel with five
 * pages, as fast as it goes and at half of that. An event that does not come fails the bench. BENCH_SECONDS a phase.
 */
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
const HOTELS = 20;
const PAGES = 10;
const GUESTS = 25;
const PER_SECOND = 100;
const FEW_PAGES = 5;
const CONNECTIONS = 64;
const WARM_UP_SECONDS = 3;

const rows = new Map<string, Cells>();

async function main(): Promise<void> {
  const drivers = await queueDrivers();
  try {
    for (const driver of drivers) {
      await withDesk(driver, {}, (desk) => manyHotels(desk, driver));
      await withDesk(driver, {}, (desk) => oneHotel(desk, driver));
    }
  } finally {
    for (const driver of drivers) await driver.stop();
  }
  printTable(rows);
  process.stdout.write(`${JSON.stringify({ bench: 'latency', ...Object.fromEntries(drivers.map(figures)) })}\n`);
}

/** A hundred messages a second over all hotels. */
async function manyHotels(desk: BenchDesk, driver: QueueDriver): Promise<void> {
  const hotels = await openHotels(desk, desk.db, { hotels: HOTELS, staff: PAGES });
  const load = new LiveLoad(desk, hotels, GUESTS);
  try {
    await openLoop(HOTELS * GUESTS, 1, () => load.write()); // guests come into being
    await load.listen(hotels, PAGES);
    await openLoop(PER_SECOND, WARM_UP_SECONDS, () => load.write());
    rows.set(`${HOTELS} hotels × ${PAGES} pages, ${driver.name}`, await steady(desk, driver, load, PER_SECOND));
  } finally {
    load.close();
  }
}

async function oneHotel(desk: BenchDesk, driver: QueueDriver): Promise<void> {
  const hotels = await openHotels(desk, desk.db, { hotels: 1, staff: FEW_PAGES });
  const load = new LiveLoad(desk, hotels, HOTELS * GUESTS);
  try {
    await openLoop(HOTELS * GUESTS, 1, () => load.write());
    await load.listen(hotels, FEW_PAGES);
    await closedLoop(CONNECTIONS, WARM_UP_SECONDS, () => load.write());
    const most = await asFastAsItGoes(desk, driver, load);
    rows.set(`${FEW_PAGES} pages, as fast as it goes, ${driver.name}`, most);
    await load.settled();
    await untilRouted(desk);
    const half = await steady(desk, driver, load, (most['messages/s'] ?? 0) / 2);
    rows.set(`${FEW_PAGES} pages, half of that, ${driver.name}`, half);
  } finally {
    load.close();
  }
}

async function steady(desk: BenchDesk, driver: QueueDriver, load: LiveLoad, perSecond: number): Promise<Cells> {
  load.begin();
  const cpu = await watchCpu(desk, driver.redis);
  await openLoop(perSecond, SECONDS, () => load.write());
  await load.settled();
  return cells(load, perSecond, cpu());
}

async function asFastAsItGoes(desk: BenchDesk, driver: QueueDriver, load: LiveLoad): Promise<Cells> {
  load.begin();
  const cpu = await watchCpu(desk, driver.redis);
  const perSecond = await closedLoop(CONNECTIONS, SECONDS, () => load.write());
  return cells(load, perSecond, cpu());
}

function cells(load: LiveLoad, perSecond: number, cpu: Cpu): Cells {
  const { acknowledged, heard } = load;
  const each = (micros: number | null): number | null => (micros === null ? null : micros / acknowledged.count);
  return {
    'messages/s': perSecond,
    'event p50 ms': heard.at(0.5),
    'event p99 ms': heard.at(0.99),
    '200 p50 ms': acknowledged.at(0.5),
    '200 p99 ms': acknowledged.at(0.99),
    'desk µs': each(cpu.desk),
    'postgres µs': each(cpu.postgres),
    'redis µs': each(cpu.redis),
  };
}

function figures({ name }: QueueDriver): [string, object] {
  const row = (title: string): Cells => rows.get(`${title}, ${name}`) ?? {};
  const of = (title: string): object => ({
    perSecond: rounded(row(title)['messages/s']),
    eventP50: rounded(row(title)['event p50 ms']),
    eventP99: rounded(row(title)['event p99 ms']),
    acknowledgedP99: rounded(row(title)['200 p99 ms']),
  });
  return [name, { hotels: of(`${HOTELS} hotels × ${PAGES} pages`), half: of(`${FEW_PAGES} pages, half of that`) }];
}

await main();
