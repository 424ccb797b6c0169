import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { conversationParts, meta } from '../../test/support/conversations.js';
import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type StaffMember, type TestHotel } from '../../test/support/hotel.js';
import { StoppedClock } from '../../test/support/stopped-clock.js';
import type { ConversationView } from './conversation.view.js';
import { InboxDto } from './inbox.dto.js';

describe('the inbox', () => {
  let db: TestDataSource;
  let hotel: TestHotel;
  let clock: StoppedClock;
  let desk: ReturnType<typeof conversationParts>;

  beforeAll(async () => {
    db = await testDataSource();
    hotel = await buildHotel(db.dataSource);
    clock = new StoppedClock(hotel.now);
    desk = conversationParts(db.dataSource, clock);
  });
  afterAll(() => db.close());

  const list = (reader: StaffMember, filters: Partial<InboxDto> = {}): ReturnType<typeof desk.service.list> =>
    desk.service.list(reader, Object.assign(new InboxDto(), filters));
  const names = async (reader: StaffMember, filters: Partial<InboxDto> = {}): Promise<string[]> =>
    (await list(reader, filters)).items.map((view) => view.name);

  describe('a card', () => {
    it('A5: carries all a screen draws: name, stay, department, assignee, windows, last words, unread', async () => {
      const ana = await hotel.guest('Ana Costa', '+351912345678');
      await hotel.stay(ana.guestId, { room: '101', arrival: '2026-05-01', departure: '2026-05-04' });
      await hotel.stay(ana.guestId, {
        room: '412',
        arrival: '2026-06-03',
        departure: '2026-06-07',
        reference: 'BK-7',
        vip: 'Honeymoon',
      });
      await hotel.stay(ana.guestId, { room: '300', arrival: '2026-09-01', departure: '2026-09-02' });
      const id = await hotel.conversation(ana, { departmentId: hotel.spa, assigneeId: hotel.ines.userId });
      await hotel.says(ana, id, 'Is the sauna\nopen?');
      await hotel.says(ana, id, {
        type: 'image',
        mediaId: 'm',
        mimeType: 'image/jpeg',
        size: null,
        filename: null,
        caption: null,
        state: 'pending',
      });
      const view = await desk.service.get(hotel.ines, id);
      expect(view).toMatchObject({
        name: 'Ana Costa',
        kind: 'person',
        type: 'service',
        status: 'active',
        guest: {
          name: 'Ana Costa',
          phone: '+351912345678',
          vip: 'Honeymoon',
          stay: { room: '412', arrival: '2026-06-03', departure: '2026-06-07', reference: 'BK-7' },
        },
        channel: { name: 'WhatsApp', provider: 'meta-cloud' },
        department: { name: 'Spa' },
        assignee: { name: 'Inês' },
        unreadCount: 2,
        lastMessage: { direction: 'inbound', type: 'image', preview: '', status: 'received' },
        priority: 'normal',
        flow: null,
      } satisfies Partial<Record<keyof ConversationView, unknown>>);
      expect(view.windowClosesAt).toEqual(new Date(hotel.now.getTime() + 86_400_000));
      expect(view.waitingSince).toEqual(new Date(hotel.now.getTime() - 1_000));
    });

    it('E10: tells when the reply window closes where the provider has one, and only there', async () => {
      const dora = await hotel.guest('Dora');
      const id = await hotel.conversation(dora, { departmentId: hotel.spa });
      const window = async (replyWindow: boolean): Promise<Date | null> => {
        const adapter = Object.assign(meta(), { capabilities: { ...meta().capabilities, replyWindow } });
        return (await conversationParts(db.dataSource, clock, [adapter]).service.get(hotel.ines, id)).windowClosesAt;
      };
      expect(await window(true)).toBeNull(); // nothing was said yet
      await hotel.says(dora, id, 'Hi');
      expect(await window(true)).toEqual(new Date(hotel.now.getTime() + 86_400_000));
      expect(await window(false)).toBeNull();
    });

    it('A2: a guest without a name is shown by phone, never by an id', async () => {
      const id = await hotel.conversation(await hotel.guest(null, '+34600123456'), { departmentId: hotel.spa });
      expect((await desk.service.get(hotel.ines, id)).name).toMatch(/600 ?123 ?456|600 12 34 56/);
      const nobody = await hotel.conversation(await hotel.guest(null), { departmentId: hotel.spa });
      expect((await desk.service.get(hotel.ines, nobody)).name).toBe('Guest');
    });

    it('E10: on the day of departure the stay still shows, by the hotel’s day and not the server’s', async () => {
      const bo = await hotel.guest('Bo');
      await hotel.stay(bo.guestId, { room: '7', arrival: '2026-06-01', departure: '2026-06-04' });
      const id = await hotel.conversation(bo, { departmentId: hotel.spa });
      clock.at = new Date('2026-06-04T22:59:00Z'); // 23:59 in Lisbon
      expect((await desk.service.get(hotel.ines, id)).guest?.stay?.room).toBe('7');
      clock.at = new Date('2026-06-04T23:01:00Z');
      expect((await desk.service.get(hotel.ines, id)).guest?.stay).toBeNull();
      clock.at = hotel.now;
    });

    it('E26: unread is each reader’s own and begins when they joined', async () => {
      const cy = await hotel.guest('Cy');
      const id = await hotel.conversation(cy, { departmentId: hotel.housekeeping });
      await hotel.says(cy, id, 'Towels please');
      const before = await hotel.says(cy, id, 'Two of them');
      const rui = await hotel.addStaff(
        hotel.member('Rui', 'agent', [hotel.housekeeping]),
        new Date(hotel.now.getTime() + 500),
      );
      const last = await hotel.says(cy, id, 'And soap');
      const unread = async (reader: StaffMember): Promise<number> => (await desk.service.get(reader, id)).unreadCount;
      expect([await unread(hotel.tomas), await unread(rui)]).toEqual([3, 1]);
      expect(await desk.service.read(hotel.tomas, id, before)).toBe(1);
      expect([await unread(hotel.tomas), await unread(rui), await unread(hotel.lucia)]).toEqual([1, 1, 3]);
      expect(await desk.service.read(hotel.tomas, id, last)).toBe(0);
      expect(await desk.service.read(hotel.tomas, id, before)).toBe(0); // a position only moves forward
    });

    it('E26: a message that came late counts as unread though it sorts earlier, and is read with the end in view', async () => {
      const di = await hotel.guest('Di');
      const id = await hotel.conversation(di, { departmentId: hotel.housekeeping });
      const first = await hotel.says(di, id, 'Good morning');
      expect(await desk.service.read(hotel.tomas, id, first)).toBe(0);
      await hotel.says(di, id, 'Sent before, told later', { sentAt: new Date(hotel.now.getTime() - 3_600_000) });
      expect((await desk.service.get(hotel.tomas, id)).unreadCount).toBe(1);
      expect(await desk.service.read(hotel.tomas, id, first)).toBe(0);
    });
  });

  it('E23: what a reader may not see is not there: in lists, counts and by its id', async () => {
    const eve = await hotel.guest('Eve Secret');
    const id = await hotel.conversation(eve, { departmentId: hotel.spa });
    const other = await buildHotel(db.dataSource, 'Hotel Borealis');
    for (const stranger of [hotel.tomas, hotel.maria, other.lucia, other.ines]) {
      expect(await names(stranger, { q: 'secret' })).toEqual([]);
      await expect(desk.service.get(stranger, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(desk.service.read(stranger, id, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(desk.acts.close(stranger, id, {})).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(await names(hotel.ines, { q: 'secret' })).toEqual(['Eve Secret']);
    expect(await desk.service.counts(other.lucia)).toEqual({
      waiting: 0,
      mine: 0,
      free: 0,
      all: 0,
      past: 0,
      unread: 0,
    });
  });

  it('E17: pages follow one another without a gap or a repetition while messages arrive', async () => {
    const aurora = await buildHotel(db.dataSource);
    const ids: string[] = [];
    for (let n = 0; n < 23; n++)
      ids.push(
        await aurora.conversation(await aurora.guest(`Guest ${n}`), { departmentId: n % 2 ? aurora.spa : null }),
      );
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await list(aurora.ines, { limit: 5, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((view) => view.id));
      cursor = page.nextCursor;
      const late = await aurora.guest('Late');
      await aurora.says(late, await aurora.conversation(late), 'Hi'); // on top of what was read already
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(ids.every((id) => seen.includes(id))).toBe(true);
    const { nextCursor } = await list(aurora.ines, { limit: 5 });
    for (const wrong of ['bm90IG91cnM', `${nextCursor}x`])
      await expect(list(aurora.ines, { cursor: wrong })).rejects.toMatchObject({ code: 'invalid_cursor' });
  });

  it('E17: goes through the people of a large group page by page, us last', async () => {
    const chat = await hotel.guest('Ana');
    const id = await hotel.conversation(chat);
    await hotel.query(
      `WITH more AS (INSERT INTO attendee (hotel_id, id, channel_id, external_id, name, is_self, created_at, updated_at)
         SELECT $1, gen_random_uuid(), $2, $3::text || n, 'Member ' || n, n = 3, now(), now() FROM generate_series(1, 11) n RETURNING id)
       INSERT INTO conversation_attendee (hotel_id, conversation_id, attendee_id) SELECT $1, $4::uuid, id FROM more`,
      [hotel.id, hotel.channelId, id, id],
    );
    const seen: { name: string; isSelf: boolean }[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await desk.conversations.attendees(hotel.id, id, { limit: 5, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(new Set(seen.map(({ name }) => name)).size).toBe(12);
    expect(seen.map(({ isSelf }) => isSelf).indexOf(true)).toBe(11);
  });

  it('E17: waiting longest first, by the same cursor', async () => {
    const aurora = await buildHotel(db.dataSource);
    for (const name of ['first', 'second', 'third']) {
      const chat = await aurora.guest(name);
      await aurora.says(chat, await aurora.conversation(chat), 'Hello?');
    }
    const answered = await aurora.guest('answered');
    const id = await aurora.conversation(answered);
    await aurora.says(answered, id, 'Hello?');
    await aurora.answers(answered, id, aurora.maria, 'Hello!');
    const page = await list(aurora.maria, { sort: 'waiting', limit: 2 });
    expect(page.items.map((view) => view.name)).toEqual(['first', 'second']);
    expect(await names(aurora.maria, { sort: 'waiting', limit: 2, cursor: page.nextCursor ?? '' })).toEqual(['third']);
  });

  it('finds a guest by name without accents, by digits of the phone, by the room', async () => {
    const zoe = await hotel.guest('Zoé Müller', '+4915112345678');
    await hotel.stay(zoe.guestId, { room: '12B', arrival: '2026-06-03', departure: '2026-06-07' });
    await hotel.conversation(zoe);
    for (const q of ['zoe', 'muller', '15112345', '12b'])
      expect(await names(hotel.maria, { q })).toEqual(['Zoé Müller']);
    expect(await names(hotel.maria, { q: '%' })).toEqual([]);
  });

  it('E8: takes the same number of queries for a page of two and of a hundred', async () => {
    const aurora = await buildHotel(db.dataSource);
    for (let n = 0; n < 100; n++) {
      const chat = await aurora.guest(`Guest ${n}`);
      await aurora.says(chat, await aurora.conversation(chat, { departmentId: aurora.spa }), 'Hi');
    }
    const queries = async (limit: number): Promise<number> => {
      db.statements.splice(0);
      expect((await list(aurora.ines, { limit, unread: true })).items).toHaveLength(limit);
      return db.statements.length;
    };
    expect([await queries(2), await queries(100)]).toEqual([4, 4]);
  });

  it('L5: the counts equal their lists, for every reader, whatever the hotel looks like', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            department: fc.constantFrom('general', 'reception', 'housekeeping', 'spa'),
            status: fc.constantFrom('active' as const, 'expired' as const, 'closed' as const),
            assignee: fc.constantFrom('none', 'maria', 'ines'),
            says: fc.integer({ min: 0, max: 2 }),
            answered: fc.boolean(),
            readBy: fc.subarray(['maria', 'ines', 'lucia']),
          }),
          { maxLength: 8 },
        ),
        fc.constantFrom('staff', 'front-desk'),
        async (conversations, audience) => {
          const aurora = await buildHotel(db.dataSource);
          await aurora.query(`UPDATE hotel SET general_audience = $2 WHERE id = $1`, [aurora.id, audience]);
          const people: Record<string, StaffMember> = { maria: aurora.maria, ines: aurora.ines, lucia: aurora.lucia };
          const departments: Record<string, string | null> = {
            general: null,
            reception: aurora.reception,
            housekeeping: aurora.housekeeping,
            spa: aurora.spa,
          };
          for (const given of conversations) {
            const chat = await aurora.guest('Guest');
            const assigneeId = people[given.assignee]?.userId;
            const id = await aurora.conversation(chat, {
              departmentId: departments[given.department] ?? null,
              status: given.status,
              ...(assigneeId ? { assigneeId } : {}),
            });
            let last: string | null = null;
            for (let n = 0; n < given.says; n++) last = await aurora.says(chat, id, 'Hi');
            if (given.answered) await aurora.answers(chat, id, aurora.maria, 'Hello');
            for (const name of given.readBy)
              if (last !== null) await desk.service.read(people[name]!, id, last).catch(() => undefined);
          }
          for (const reader of aurora.staff) {
            const length = async (filters: Partial<InboxDto>): Promise<number> =>
              (await list(reader, { limit: 100, ...filters })).items.length;
            expect(await desk.service.counts(reader)).toEqual({
              waiting: await length({ waiting: true, status: 'active' }),
              mine: await length({ status: 'active', assignee: 'me' }),
              free: await length({ status: 'active', assignee: 'none' }),
              all: await length({ status: 'active' }),
              past: await length({ status: 'past' }),
              unread: await length({ status: 'active', unread: true }),
            });
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('lists by each filter: status, type, department, assignee, unread, waiting', async () => {
    const aurora = await buildHotel(db.dataSource);
    const make = async (name: string, given: Parameters<TestHotel['conversation']>[1]): Promise<void> =>
      void (await aurora.conversation(await aurora.guest(name), given));
    await make('general', {});
    await make('spa', { departmentId: aurora.spa, assigneeId: aurora.ines.userId });
    await make('gone', { departmentId: aurora.spa, status: 'expired' });
    await make('done', { departmentId: aurora.spa, status: 'closed' });
    const waits = await aurora.guest('waits');
    await aurora.says(waits, await aurora.conversation(waits, { departmentId: aurora.spa }), 'Hi');
    const found = async (filters: Partial<InboxDto>): Promise<string[]> =>
      (await names(aurora.ines, filters)).toSorted();
    expect(await found({})).toEqual(['done', 'general', 'gone', 'spa', 'waits']);
    expect(await found({ status: 'active' })).toEqual(['general', 'spa', 'waits']);
    expect(await found({ status: 'past' })).toEqual(['done', 'gone']);
    expect(await found({ status: 'expired' })).toEqual(['gone']);
    expect(await found({ type: 'general' })).toEqual(['general']);
    expect(await found({ departmentId: aurora.spa, status: 'active' })).toEqual(['spa', 'waits']);
    expect(await found({ departmentId: aurora.housekeeping })).toEqual([]);
    expect(await found({ assignee: 'me' })).toEqual(['spa']);
    expect(await found({ assignee: 'none', status: 'active' })).toEqual(['general', 'waits']);
    expect(await found({ assignee: aurora.ines.userId })).toEqual(['spa']);
    expect(await found({ unread: true })).toEqual(['waits']);
    expect(await found({ unread: false, status: 'active' })).toEqual(['general', 'spa']);
    expect(await found({ waiting: true })).toEqual(['waits']);
    expect(await found({ waiting: false, status: 'active' })).toEqual(['general', 'spa']);
  });
});
