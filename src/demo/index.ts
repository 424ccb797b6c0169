import type { AddressInfo } from 'node:net';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';

import { Channels } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import type { Config } from '../config/index.js';
import { query } from '../database/transaction.js';
import { registerPhone } from './phone-routes.js';
import { Phones } from './phones.js';
import { restorePhones } from './restore.js';
import { playScenario } from './scenario.js';
import { demoSecrets } from './secrets.js';
import { pointAtSimulator } from './seed-channel.js';
import { seed } from './seed.js';
import { createSimulator } from './simulator.js';
import { registerSimulator, SIMULATOR_PATH } from './simulator-routes.js';
import { printAddresses } from './terminal.js';
import { Undelivered } from './undelivered.js';

export interface Demo {
  /** Once the desk listens: the scenario, on its first start, and where everything is. */
  begin(): Promise<void>;
}

/** Makes a desk the demo, before it listens: Hotel Aurora, the simulated Cloud API, the guests' phones. */
export async function prepareDemo(desk: NestFastifyApplication, config: Config): Promise<Demo> {
  const clock = desk.get(Clock);
  const db = desk.get(DataSource);
  const secrets = demoSecrets(config.dataDir);
  const hotel = await seed(desk, config, secrets);
  await catchUp(db, clock, hotel.hotelId);

  const undelivered = new Undelivered(config.dataDir);
  const simulator = createSimulator(secrets, { now: () => clock.now(), keep: undelivered.keep });
  await restorePhones(db, simulator, hotel);
  const listenAt = async (port: number): Promise<string> => {
    const address = ownAddress(config.http.host, port);
    simulator.webhooks.url = `${address}/webhooks/meta-cloud/${hotel.channelId}`;
    await pointAtSimulator(db, desk.get(Channels), { ...hotel, secrets, graphUrl: address + SIMULATOR_PATH });
    return address;
  };
  let address = await listenAt(config.http.port);

  const fastify = desk.getHttpAdapter().getInstance();
  registerSimulator(fastify, simulator);
  const phones = new Phones(simulator);
  registerPhone(fastify, phones, clock, () => nameOf(db, hotel.hotelId));

  return {
    async begin() {
      const { port } = desk.getHttpServer().address() as AddressInfo;
      if (port !== config.http.port) address = await listenAt(port);
      for (const change of undelivered.all) phones.tellsAgain(change);
      if (hotel.fresh) await playScenario(simulator, address);
      printAddresses(config.http.port === 0 ? address : config.http.publicUrl, simulator.about());
    },
  };
}

/** As it is called now: what the settings say, not the seed. */
async function nameOf(db: DataSource, hotelId: string): Promise<string> {
  const [hotel] = await query<{ name: string }>(db, `SELECT name FROM hotel WHERE id = $1`, [hotelId]);
  return hotel?.name ?? '';
}

/** The desk as this machine reaches it: neither a proxy in front nor a wildcard address is in the way. */
function ownAddress(host: string, port: number): string {
  const local = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${local.includes(':') ? `[${local}]` : local}:${port}`;
}

/** The clock was moved forward in an earlier run: time does not go back behind what was said then. */
async function catchUp(db: DataSource, clock: Clock, hotelId: string): Promise<void> {
  const [last] = await query<{ at: Date | null }>(db, `SELECT max(created_at) AS at FROM message WHERE hotel_id = $1`, [
    hotelId,
  ]);
  const ahead = (last?.at?.getTime() ?? 0) - clock.now().getTime();
  if (ahead > 0) clock.advance(ahead);
}
