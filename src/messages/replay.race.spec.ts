import fc from 'fast-check';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ChannelConnection } from '../channels/index.js';
import { IngestionDesk } from '../../test/support/ingestion.js';
import { ticks, wamid, type Change } from '../../test/support/meta-news.js';
import { dumpOf } from '../../test/support/record-dump.js';
import type { Config } from '../config/index.js';
import type { Arrival } from './ingestion.plan.js';
import { ReplayStore, type Replayed } from './replay.store.js';

const START = Date.UTC(2026, 10, 20, 12);
const GUESTS = 5;
/** What is said in the day of the race, of eleven things by each. */
const SAID = Array.from({ length: GUESTS * 11 }, (_, n) => n);

let desk: IngestionDesk;
let db: DataSource;
let replays: ReplayStore;

beforeAll(async () => {
  desk = await IngestionDesk.open();
  db = new DataSource({ type: 'postgres', url: desk.url, poolSize: 4, installExtensions: false });
  await db.initialize();
  const config = { conversations: { expiryHours: 24 } } as Config;
  replays = new ReplayStore(db, desk.clock, desk.signal, desk.queue, config);
});
afterAll(async () => {
  await db?.destroy();
  await desk?.close();
});

const replay = (arrivals: Arrival[]): Promise<Replayed> => replays.replay(arrivals, { dryRun: false });

describe('D2: a replay while the same guests write', () => {
  const inês = () => desk.guest({ phone: '351912345678', userId: 'PT.447190', name: 'Inês' });
  const read = (change: Change): Arrival[] => desk.read(desk.body(change));
  const message = (id: string): Promise<{ text: string; deleted: boolean }> =>
    desk.row(
      `SELECT content ->> 'text' AS text, deleted_at IS NOT NULL AS deleted FROM message WHERE hotel_id = $1 AND provider_id = $2`,
      [desk.channel.hotelId, id],
    );

  it.each([
    ['edit', (id: string) => inês().edits(id, 'Chego às 13h'), { text: 'Chego às 13h', deleted: false }],
    ['revoke', (id: string) => inês().revokes(id), { text: 'Chego às 12h', deleted: true }],
  ])('brings the %s to a message that is just being stored', async (_, said, shown) => {
    await desk.receives(inês().says('Olá'));
    const id = wamid();
    const chats = await desk.holdChats();
    const storing = desk.service.ingest(read(inês().says('Chego às 12h', { id })));
    await desk.untilSomebodyWaits();
    const replaying = replay(read(said(id)));
    await expect.poll(() => desk.count('message_revision WHERE target_provider_id = $1', [id])).toBe(1);
    await chats.release();
    await Promise.all([storing, replaying]);
    expect(await message(id)).toEqual(shown);
  });

  it('brings again what a message does not show, because its process ended before it looked', async () => {
    const [edited, revoked, answer] = [wamid(), wamid(), wamid()];
    const told = [
      inês().says('Às 12h', { id: edited }),
      inês().says('Esqueça', { id: revoked }),
      inês().hearsFromPhone('Até já', { id: answer }),
      inês().edits(edited, 'Às 13h'),
      inês().revokes(revoked),
      ticks(answer, 'read', desk.clock.now()),
    ];
    await desk.receives(...told);
    const before = await dumpOf(desk, desk.channel.hotelId);
    const all = desk.read(desk.body(...told));
    expect((await replay(all)).told).toEqual([]);
    await desk.rows(
      `UPDATE message SET content = '{"type": "text", "text": "Às 12h"}', edited_at = NULL WHERE provider_id = $1`,
      [edited],
    );
    await desk.rows(`UPDATE message SET deleted_at = NULL WHERE provider_id = $1`, [revoked]);
    await desk.rows(`UPDATE message SET status = 30 WHERE provider_id = $1`, [answer]);
    expect((await replay(all)).told).toHaveLength(3);
    expect(await dumpOf(desk, desk.channel.hotelId)).toEqual(before);
  });

  /** Everything that is said about guests who were not known before. */
  function aDay(): Change[] {
    return Array.from({ length: GUESTS }, (_, n) => {
      const guest = desk.guest({ phone: `35193000000${n}`, userId: `PT.9${n}`, name: `Guest ${n}` });
      const at = (second: number): Date => new Date(START + (n * 60 + second) * 1_000);
      const [first, second, answer] = [wamid(), wamid(), wamid()];
      return [
        guest.says('first', { at: at(1), id: first }),
        guest.says('second', { at: at(2), id: second, quotes: first }),
        guest.hearsFromPhone('answer', { at: at(3), id: answer }),
        guest.edits(first, 'edited', { at: at(4) }),
        guest.edits(first, 'edited again', { at: at(5) }),
        guest.reacts(answer, '👍', { at: at(6) }),
        guest.reacts(answer, null, { at: at(7) }),
        guest.echoed({ type: 'reaction', reaction: { message_id: first, emoji: '🙏' } }, { at: at(8) }),
        guest.revokes(second, { at: at(9) }),
        ticks(answer, 'delivered', at(4), { recipient: `35193000000${n}` }),
        ticks(answer, 'read', at(5), { recipient: `35193000000${n}` }),
      ];
    }).flat();
  }

  const race = fc.record({
    order: fc.shuffledSubarray(SAID, { minLength: SAID.length }),
    by: fc.array(fc.constantFrom('live', 'replay', 'both'), { minLength: SAID.length, maxLength: SAID.length }),
  });

  it('promises 2 and 3: leaves the record that one telling in order leaves', async () => {
    await fc.assert(
      fc.asyncProperty(race, async ({ order, by }) => {
        const [once, raced] = [await desk.addHotel(), await desk.addHotel()];
        const day = aDay();
        expect(day).toHaveLength(SAID.length);
        const told = (channel: ChannelConnection, n: number): Arrival[] =>
          desk.read(desk.bodyFor(channel, day[n]!), channel);
        for (const n of day.keys()) await desk.service.ingest(told(once, n));

        const lanes = [desk.anotherService(), desk.anotherService()];
        const live = order.filter((n) => by[n] !== 'replay');
        const missed = order.filter((n) => by[n] !== 'live').toReversed();
        const pages = [missed.slice(0, 10), missed.slice(10)].map((page) => page.flatMap((n) => told(raced, n)));
        await Promise.all([
          ...live.map((n) => lanes[n % 2]!.ingest(told(raced, n))),
          pages.reduce<Promise<unknown>>((before, page) => before.then(() => replay(page)), Promise.resolve()),
        ]);
        for (const lane of lanes) await lane.onApplicationShutdown(); // looks again now
        const expected = await dumpOf(desk, once.hotelId);
        expect(await dumpOf(desk, raced.hotelId)).toEqual(expected);
        expect(expected).toMatchObject({ strayEpisodes: [], gaps: [] });
      }),
      { numRuns: process.env['TEST_LONG'] ? 200 : 15 },
    );
  }, 600_000);
});
