import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { ChannelConnection } from '../channels/index.js';
import { HOUR, IngestionDesk } from '../../test/support/ingestion.js';
import { addressBook, ticks, wamid, type Change } from '../../test/support/meta-news.js';
import { dumpOf } from '../../test/support/record-dump.js';
import type { Arrival } from './ingestion.plan.js';

const KINDS = [
  'text',
  'text',
  'image',
  'answer',
  'old message',
  'old answer',
  'tick',
  'tick',
  'reaction',
  'own reaction',
  'edit',
  'caption',
  'revoke',
  'own revoke',
  'address book',
  'repaired',
  'unreadable',
  'refused',
] as const;

interface Fact {
  kind: (typeof KINDS)[number];
  /** whose: Inês, known by number and user id, or a guest with a username alone */
  guest: number;
  hotel: number;
  /** which message, which name, which words */
  pick: number;
}

/** How the facts are delivered: in which order, cut where, together with what, which of them again, after how long. */
interface Delivery {
  order: number[];
  cuts: boolean[];
  together: boolean[];
  waits: boolean[];
  again: number[];
}

const facts = fc.array(
  fc.record<Fact>({
    kind: fc.constantFrom(...KINDS),
    guest: fc.constantFrom(0, 0, 1),
    hotel: fc.constantFrom(0, 0, 0, 1),
    pick: fc.nat(20),
  }),
  { minLength: 1, maxLength: 24 },
);

const history = facts.chain((list) => {
  const times = (max: number) => ({ minLength: list.length * 2, maxLength: list.length * 2, max });
  const flags = fc.array(fc.boolean(), times(1));
  const indexes = [...list.keys()];
  return fc.record({
    list: fc.constant(list),
    delivery: fc.record<Delivery>({
      order: fc.shuffledSubarray(indexes, { minLength: list.length }),
      cuts: flags,
      together: flags,
      waits: fc.array(
        fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        times(1),
      ),
      again: fc.array(fc.nat(list.length - 1), { maxLength: list.length }),
    }),
  });
});

const START = Date.UTC(2026, 10, 20, 12);
const NAMES = ['Inês', 'Inês Carvalho', '🌸'];
const REFUSED = [{ code: 131047, title: 'Re-engagement message' }];

describe('promises 2 and 3: any order, any batches, any repetition', () => {
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  afterAll(() => desk.close());

  /** What Meta tells of these facts, each at a second of its own. */
  function tellings(list: Fact[]): ((channel: ChannelConnection) => Arrival[])[] {
    const said: string[][] = [[], [], [], []];
    const answered: string[][] = [[], [], [], []];
    return list.map(({ kind, guest: who, hotel, pick }, n) => {
      const at = new Date(START + n * 1000);
      const before = new Date(+at - 240 * HOUR);
      const guest = desk.guest({
        ...(who === 0 ? { phone: '351912345678', userId: 'PT.1' } : { userId: 'BR.2', username: 'rui' }),
        name: NAMES[pick % NAMES.length]!,
      });
      const mine = said[hotel * 2 + who]!;
      const ours = answered[hotel * 2 + who]!;
      // One of the first two each time, so that much is said about few; or one that never comes.
      const one = (ids: string[]): string => ids[pick % Math.min(3, ids.length + 1)] ?? `wamid.none${who}${hotel}`;
      const [own, any, answer] = [one(mine), one([...mine.slice(0, 1), ...ours.slice(0, 1)]), one(ours)];
      const id = wamid();
      const changes = (): Change => {
        switch (kind) {
          case 'text':
            mine.push(id);
            return guest.says(`text ${n}`, { at, id, ...(pick % 3 === 0 ? { quotes: any } : {}) });
          case 'repaired':
            mine.push(id);
            return guest.says(`text \u0000 ${n}`, { at, id });
          case 'image':
            mine.push(id);
            return guest.sends(
              'image',
              { image: { id: `media-${n}`, mime_type: 'image/jpeg', caption: `caption ${n}` } },
              { at, id },
            );
          case 'answer':
            ours.push(id);
            return guest.hearsFromPhone(`answer ${n}`, { at, id });
          case 'old message':
          case 'old answer':
            if (who === 1) return guest.says(`text ${n}`, { at, id }); // the phone's past knows numbers only
            return guest.past({ by: kind === 'old message' ? 'guest' : 'hotel', text: `old ${n}`, at: before, id });
          case 'tick': {
            const status = ['sent', 'delivered', 'read', 'failed'][pick % 4]!;
            return ticks(answer, status, at, status === 'failed' ? { errors: REFUSED } : {});
          }
          case 'reaction':
            return guest.reacts(any, ['👍', '❤️', null][pick % 3], { at, id });
          case 'own reaction':
            return guest.echoed(
              { type: 'reaction', reaction: { message_id: own, emoji: ['🙏', ''][pick % 2] } },
              { at, id },
            );
          case 'edit':
            return guest.edits(own, `edited ${n}`, { at, id });
          case 'caption':
            return guest.told(
              {
                type: 'edit',
                edit: {
                  original_message_id: own,
                  message: { type: 'image', image: { id: `media-${n}`, mime_type: 'image/png', caption: 'new' } },
                },
              },
              { at, id },
            );
          case 'revoke':
            return guest.revokes(own, { at, id });
          case 'own revoke':
            return guest.echoed({ type: 'revoke', revoke: { original_message_id: answer } }, { at, id });
          case 'address book':
            return addressBook('351912345678', `Book ${NAMES[pick % NAMES.length]}`, at);
          case 'unreadable':
            return guest.told({ type: 'text', text: {} }, { at, id });
          case 'refused':
            return guest.says('refused', { at, id });
        }
      };
      const change = changes();
      return (channel) => {
        const arrivals = desk.read(desk.bodyFor(channel, change), channel);
        if (kind !== 'refused') return arrivals;
        // No payload that can be read is refused by the database: so this one is spoilt by hand.
        return arrivals.map(({ parsed }) => ({
          channel,
          parsed: { ...parsed, event: { ...parsed.event, sentAt: new Date(Number.NaN) } as never },
        }));
      };
    });
  }

  async function inOrder(told: ReturnType<typeof tellings>, list: Fact[], hotels: ChannelConnection[]): Promise<void> {
    for (const [n, tell] of told.entries()) await desk.service.ingest(tell(hotels[list[n]!.hotel]!));
  }

  async function anyhow(
    told: ReturnType<typeof tellings>,
    list: Fact[],
    hotels: ChannelConnection[],
    delivery: Delivery,
  ): Promise<void> {
    const post: Arrival[] = [];
    let posts: Arrival[][] = [];
    for (const [n, index] of [...delivery.order, ...delivery.again].entries()) {
      post.push(...told[index]!(hotels[list[index]!.hotel]!));
      if (delivery.cuts[n]) posts.push(post.splice(0));
      if (delivery.together[n]) continue;
      await Promise.all(posts.map((arrivals) => desk.service.ingest(arrivals)));
      posts = [];
      if (delivery.waits[n]) desk.clock.advance(25 * HOUR);
    }
    await Promise.all([...posts, post].map((arrivals) => desk.service.ingest(arrivals)));
  }

  it('D2, A6: leave the record that one telling in order leaves', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ list, delivery }) => {
        const once = [await desk.addHotel(), await desk.addHotel()];
        const mixed = [await desk.addHotel(), await desk.addHotel()];
        const told = tellings(list);
        await inOrder(told, list, once);
        await anyhow(told, list, mixed, delivery);
        for (const n of [0, 1]) {
          const expected = await dumpOf(desk, once[n]!.hotelId);
          expect(await dumpOf(desk, mixed[n]!.hotelId)).toEqual(expected);
          expect(expected).toMatchObject({ strayEpisodes: [], gaps: [] });
        }
        const { hotelId } = mixed[0]!;
        const poison = list.filter(({ kind, hotel }) => hotel === 0 && (kind === 'unreadable' || kind === 'refused'));
        expect(await desk.count('review_item WHERE hotel_id = $1', [hotelId])).toBeGreaterThanOrEqual(poison.length);
      }),
      { numRuns: process.env['TEST_LONG'] ? 300 : 30 },
    );
  }, 600_000);
});
