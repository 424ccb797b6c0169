import { randomInt } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connectNumber } from '../src/bench/desk-api.js';
import { startDeskProcess, type DeskProcess } from '../src/bench/desk-process.js';
import { readConfig } from '../src/config/index.js';
import { openClient } from '../src/database/pg-client.js';
import { startDatabase } from '../src/database/start-database.js';
import { MetaCloudSimulator } from '../src/simulators/index.js';

const KILLS = process.env['TEST_LONG'] ? 20 : 3;
const GUESTS = 8;

/** The built program, killed under load; the far side (guests, Cloud API) lives on and tells what it saw. */
describe('kill -9 at random moments under load', () => {
  let desk: DeskProcess;
  let cloud: MetaCloudSimulator;

  beforeAll(async () => {
    cloud = new MetaCloudSimulator({
      retry: { attempts: Infinity, delayMs: 50, longestMs: 300 },
      webhookTimeoutMs: 3_500,
    });
    const graphUrl = await cloud.listen();
    desk = await startDeskProcess({ META_GRAPH_URL: graphUrl });
    const { channelId } = await connectNumber(desk, cloud.about());
    cloud.webhooks.url = `${desk.url}/webhooks/meta-cloud/${channelId}`;
  }, 60_000);

  afterAll(async () => {
    await cloud?.close();
    await desk?.stop();
  }, 60_000);

  it(
    `keeps every acknowledged message once and sends nothing twice over ${KILLS} kills (promises 1, 2, 4, 8; B2, E4)`,
    async () => {
      const guests = Array.from({ length: GUESTS }, (_, n) =>
        cloud.addGuest({ name: `Guest ${n}`, phone: `+34 600 000 1${10 + n}` }),
      );
      const acknowledged: string[] = [];
      let writing = true;
      const traffic = guests.map(async (guest) => {
        for (let n = 1; writing; n++) {
          const sent = await guest.writes(`Message ${n}`);
          if (sent.acknowledged) acknowledged.push(sent.id);
          await pause(randomInt(20, 80));
        }
      });
      for (let kill = 0; kill < KILLS; kill++) {
        const before = acknowledged.length;
        await until(async () => acknowledged.length >= before + GUESTS); // it is at work again
        await pause(randomInt(200, 1_200));
        await desk.kill({ database: kill % 2 === 1 });
        await desk.start();
      }
      await pause(500);
      writing = false;
      await Promise.all(traffic);

      const database = await startDatabase(readConfig({ DATA_DIR: desk.dataDir, LOG_LEVEL: 'fatal' }), { join: true });
      const client = openClient(database);
      await client.connect();
      try {
        const count = async (sql: string, values: unknown[] = []): Promise<number> =>
          (await client.query<{ n: number }>(sql, values)).rows[0]?.n ?? -1;
        // What crashes left open is picked up: routed, sent, or marked as not confirmed once its lease is over.
        await until(async () => (await count(`SELECT count(*) AS n FROM chat WHERE routed_seq < inbound_seq`)) === 0);
        await until(async () => (await count(`SELECT count(*) AS n FROM message WHERE status = 0`)) === 0);
        await cloud.settled();

        expect(acknowledged.length).toBeGreaterThan(GUESTS);
        expect(
          await count(`SELECT count(DISTINCT provider_id) AS n FROM message WHERE provider_id = ANY($1)`, [
            acknowledged,
          ]),
        ).toBe(acknowledged.length);
        expect(await count(`SELECT count(*) AS n FROM message WHERE direction = 'inbound'`)).toBe(acknowledged.length);
        expect(await count(`SELECT count(*) AS n FROM guest`)).toBe(GUESTS);
        expect(await count(`SELECT count(*) AS n FROM conversation WHERE status = 'active'`)).toBe(GUESTS);
        expect(await count(`SELECT count(*) AS n FROM route_decision`)).toBe(acknowledged.length);

        const refs = cloud.accepted.map((call) => refOf(call.body));
        const { rows } = await client.query<{ id: string; message_id: string }>(
          `SELECT id, message_id FROM send_attempt`,
        );
        const messageOf = new Map(rows.map((row) => [row.id, row.message_id]));
        const sentMessages = refs.map((ref) => messageOf.get(ref));
        expect(sentMessages).not.toContain(undefined); // nothing reached a phone that is not in the record
        expect(new Set(sentMessages).size).toBe(sentMessages.length); // and no message twice
        expect(sentMessages.length).toBeGreaterThan(0);
      } finally {
        await client.end();
        await database.stop();
      }
    },
    60_000 + KILLS * 15_000,
  );
});

function refOf(body: unknown): string {
  return (body as { biz_opaque_callback_data: string }).biz_opaque_callback_data;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function until(condition: () => Promise<boolean>, ms = 90_000): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('it did not come to rest');
    await pause(100);
  }
}
