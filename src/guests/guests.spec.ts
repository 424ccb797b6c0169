import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildHotel, type StaffMember, type TestHotel } from '../../test/support/hotel.js';
import { WholeDesk } from '../../test/support/whole-desk.js';
import { newId } from '../common/ids.js';
import { recordToldNames } from '../attendees/index.js';
import { statements } from '../database/transaction.js';
import type { GuestView } from './guest.view.js';

let desk: WholeDesk;
let hotel: TestHotel;
const tokens = new Map<string, string>();

beforeAll(async () => {
  desk = await WholeDesk.open();
  hotel = await buildHotel(desk.db);
  hotel.now = new Date();
});
afterAll(() => desk.close());

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
async function ask(person: StaffMember, method: 'GET' | 'PATCH', path: string, payload?: object): Promise<any> {
  if (!tokens.has(person.userId)) tokens.set(person.userId, await desk.tokenOf(person));
  const token = tokens.get(person.userId) ?? null;
  const answer = await desk.ask({ method, url: `/api/v1${path}`, token, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, ...answer.json<object>() };
}
const found = async (q: string, person = hotel.lucia): Promise<string[]> =>
  (await ask(person, 'GET', `/guests?q=${encodeURIComponent(q)}`)).items.map(({ name }: GuestView) => name);
const day = (from: number): string => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

describe('the guest list', () => {
  beforeAll(async () => {
    const ana = await hotel.guest('Ana Martins', '+351912345678');
    await hotel.guest('José Ávila', '+34600111222');
    await hotel.guest('Bia Souza', '+5511987654321');
    await hotel.stay(ana.guestId, {
      room: '214',
      arrival: day(-2),
      departure: day(3),
      reference: 'BK-77',
      vip: 'Honeymoon',
    });
  });

  it('A2: shows what is known of a guest', async () => {
    const [{ id }] = (await ask(hotel.maria, 'GET', '/guests?q=martins')).items;
    expect(await ask(hotel.maria, 'GET', `/guests/${id}`)).toMatchObject({
      name: 'Ana Martins',
      nameByStaff: false,
      phone: '+351912345678',
      vip: 'Honeymoon',
      lifecycle: 'new',
      stay: { room: '214', reference: 'BK-77' },
      mergedInto: null,
      merged: [],
    });
  });

  it('E6: finds by words in any order, by part of a number, by room and booking, whatever the accents', async () => {
    for (const q of ['avila', 'ÁVI', 'avila jose', 'jo av', '600 111'])
      expect([q, await found(q)]).toEqual([q, ['José Ávila']]);
    for (const q of ['214', 'bk-77']) expect([q, await found(q)]).toEqual([q, ['Ana Martins']]);
    for (const q of ['%', '_', 'ana x', '99999999']) expect([q, await found(q)]).toEqual([q, []]);
  });

  it.each([
    ['+351 912 345 678', 'Ana Martins'],
    ['00351 912-345-678', 'Ana Martins'],
    ['351912345678', 'Ana Martins'],
    ['912 345 678', 'Ana Martins'],
    ['٩١٢٣٤٥٦٧٨', 'Ana Martins'],
    ['0034 600 111 222', 'José Ávila'],
    ['+55 11 8765-4321', 'Bia Souza'], // the older form without the 9
    ['5511 8765 4321', 'Bia Souza'],
  ])('E6, E27: %s is a number in one of its writings', async (q, name) => {
    expect(await found(q)).toEqual([name]);
  });

  it('E17: goes page by page, each guest once, in order', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: GuestView[]; nextCursor: string | null } = await ask(
        hotel.lucia,
        'GET',
        `/guests?limit=1${cursor && `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['Ana Martins', 'Bia Souza', 'José Ávila']);
    for (const bad of ['rubbish', '["a"]', '["a","b"]'])
      expect((await ask(hotel.lucia, 'GET', `/guests?cursor=${Buffer.from(bad).toString('base64url')}`)).code).toBe(
        'invalid_cursor',
      );
  });

  it('E23: who is known from another department’s conversation alone is not met', async () => {
    const eve = await hotel.guest('Eve Secret', '+351961112223');
    await hotel.conversation(eve, { departmentId: hotel.spa });
    for (const q of ['secret', '961112223'])
      expect([await found(q, hotel.tomas), await found(q, hotel.ines)]).toEqual([[], ['Eve Secret']]);
    expect((await ask(hotel.tomas, 'GET', `/guests/${eve.guestId}`)).status).toBe(404);
    expect((await ask(hotel.tomas, 'PATCH', `/guests/${eve.guestId}`, { vip: 'x' })).status).toBe(404);
    await hotel.stay(eve.guestId, { room: '7', arrival: day(0), departure: day(1) });
    expect(await found('secret', hotel.tomas)).toEqual(['Eve Secret']);
  });
});

describe('what staff know better', () => {
  const tell = (guestId: string, name: string, at: Date): Promise<void> =>
    recordToldNames(
      statements(desk.db),
      [{ hotelId: hotel.id, guestId, channelId: hotel.channelId, name, rank: 3, at }],
      at,
    );

  it('A2: a name set by staff stays, whatever the phone says later, until they take it back', async () => {
    const { guestId } = await hotel.guest('jacky_87', '+351931112223');
    const set = await ask(hotel.tomas, 'PATCH', `/guests/${guestId}`, {
      name: '  Jacky Goodspeed ',
      language: 'pt-BR',
      version: 1,
    });
    expect(set).toMatchObject({
      status: 200,
      name: 'Jacky Goodspeed',
      nameByStaff: true,
      language: 'pt-BR',
      version: 2,
    });
    await tell(guestId, 'Jacky Goodspeed Physio', new Date(Date.now() + 60_000));
    expect((await ask(hotel.tomas, 'GET', `/guests/${guestId}`)).name).toBe('Jacky Goodspeed');
    expect(await found('goodspeed', hotel.tomas)).toEqual(['Jacky Goodspeed']);
    const back = await ask(hotel.tomas, 'PATCH', `/guests/${guestId}`, { name: null });
    expect(back).toMatchObject({ name: 'Jacky Goodspeed Physio', nameByStaff: false, language: 'pt-BR' });
  });

  it('tells the later of two editors, leaves what is already so, and writes who did it', async () => {
    const { guestId } = await hotel.guest('Bo');
    const path = `/guests/${guestId}`;
    await ask(hotel.maria, 'PATCH', path, { vip: 'Owner’s brother', notes: 'Oat milk\nNo lilies', version: 1 });
    const late = await ask(hotel.tomas, 'PATCH', path, { notes: 'Soy milk', version: 1 });
    expect(late).toMatchObject({ status: 409, code: 'version_conflict', version: 2 });
    expect(await ask(hotel.tomas, 'PATCH', path, { vip: 'Owner’s brother' })).toMatchObject({ version: 2 });
    const audit = await hotel.query(
      `SELECT actor_id, before, after FROM audit_entry WHERE action = 'guest.updated' AND subject_id = $1`,
      [guestId],
    );
    expect(audit).toEqual([
      {
        actor_id: hotel.maria.userId,
        before: { vip: null, notes: null },
        after: { vip: 'Owner’s brother', notes: 'Oat milk\nNo lilies' },
      },
    ]);
  });

  it('A5: draws the guest’s cards anew', async () => {
    const ana = await hotel.guest('Di');
    const id = await hotel.conversation(ana);
    await ask(hotel.maria, 'PATCH', `/guests/${ana.guestId}`, { vip: 'Anniversary', name: 'Diana' });
    const told = await hotel.query(`SELECT kind FROM change WHERE conversation_id = $1`, [id]);
    expect(told).toEqual([{ kind: 'conversation.updated' }]);
    const card = await ask(hotel.maria, 'GET', `/conversations/${id}`);
    expect(card).toMatchObject({ name: 'Diana', guest: { vip: 'Anniversary' } });
  });

  it.each([
    { name: '' },
    { name: '+351912345678' },
    { name: '351912345678@s.whatsapp.net' },
    { name: 'A\0na' },
    { language: 'portuguese' },
    { vip: 7 },
    { phone: '+351912345678' },
    { version: 0 },
  ])('refuses %j', async (wrong) => {
    const { guestId } = await hotel.guest('Cy');
    expect(await ask(hotel.maria, 'PATCH', `/guests/${guestId}`, wrong)).toMatchObject({
      status: 400,
      code: 'invalid_input',
    });
  });
});

describe('GET /guests/:id/timeline', () => {
  it('E23, T2: tells all chats of a guest in order; other departments’ episodes as a line, discreet ones not at all', async () => {
    const ana = await hotel.guest('Ana Two');
    const second = newId();
    await hotel.query(
      `INSERT INTO channel (hotel_id, id, provider, name, external_id, created_at, updated_at) VALUES ($1, $2, 'meta-cloud', 'Spa line', $3, now(), now())`,
      [hotel.id, second, second],
    );
    const other = { ...ana, chatId: newId() };
    await hotel.query(
      `INSERT INTO chat (hotel_id, id, channel_id, external_id, kind, guest_id, created_at) VALUES ($1, $2, $3, $4::text, 'person', $4::uuid, now())`,
      [hotel.id, other.chatId, second, ana.guestId],
    );
    const general = await hotel.conversation(ana);
    const spa = await hotel.conversation(other, { departmentId: hotel.spa });
    for (let n = 0; n < 6; n++) await hotel.says(n % 2 ? other : ana, n % 2 ? spa : general, `message ${n}`);

    const walk = async (person: StaffMember, limit: number): Promise<string[]> => {
      const lines: string[] = [];
      for (let before = ''; ;) {
        const page = await ask(
          person,
          'GET',
          `/guests/${ana.guestId}/timeline?limit=${limit}${before && `&before=${before}`}`,
        );
        lines.unshift(...page.items.map((item: any) => item.hiddenEpisode?.department ?? item.content.text)); // oxlint-disable-line typescript/no-explicit-any -- a union by its members
        if (page.olderCursor === null) return lines;
        before = page.olderCursor;
      }
    };
    const all = Array.from({ length: 6 }, (_, n) => `message ${n}`);
    for (const limit of [1, 4, 50]) {
      expect(await walk(hotel.lucia, limit)).toEqual(all);
      expect(await walk(hotel.tomas, limit)).toEqual(['Spa', 'message 0', 'message 2', 'message 4']);
    }
    await hotel.query(`UPDATE department SET discreet = true WHERE id = $1`, [hotel.spa]);
    expect(await walk(hotel.tomas, 50)).toEqual(['message 0', 'message 2', 'message 4']);
    await hotel.query(`UPDATE department SET discreet = false WHERE id = $1`, [hotel.spa]);
  });
});
