import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildHotel, type StaffMember, type TestHotel } from '../../test/support/hotel.js';
import { WholeDesk } from '../../test/support/whole-desk.js';
import { Channels } from '../channels/index.js';

const TEMPLATE = { type: 'template', name: 'taxi_ready', language: 'pt_PT', components: [] };

let desk: WholeDesk;
let hotel: TestHotel;

beforeAll(async () => {
  desk = await WholeDesk.open();
  hotel = await buildHotel(desk.db);
  hotel.now = new Date();
  const sealed = desk.app
    .get(Channels)
    .sealFor({ hotelId: hotel.id, id: hotel.channelId }, { accessToken: 't', appSecret: 's', verifyToken: 'v' });
  await hotel.query(`UPDATE channel SET credentials = $2 WHERE id = $1`, [hotel.channelId, sealed]);
  await hotel.query(`INSERT INTO webhook_address (channel_id, hotel_id) VALUES ($1, $2)`, [hotel.channelId, hotel.id]);
});
afterAll(() => desk.close());

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
async function start(given: object, person: StaffMember = hotel.maria, key?: string): Promise<any> {
  const answer = await desk.ask({
    method: 'POST',
    url: '/api/v1/conversations',
    token: await desk.tokenOf(person),
    headers: key === undefined ? {} : { 'idempotency-key': key },
    payload: { channelId: hotel.channelId, departmentId: hotel.reception, content: TEMPLATE, ...given },
  });
  return { http: answer.statusCode, ...answer.json<object>() };
}
const rows = (phone: string): Promise<unknown[]> =>
  hotel.query(
    `SELECT i.value, min(c.address::text)::json AS address, min(c.external_id) = g.id::text AS keyed, count(DISTINCT v.id)::int AS conversations, count(m.id)::int AS messages
     FROM guest_identity i JOIN guest g ON g.id = i.guest_id JOIN chat c ON c.guest_id = g.id
     JOIN conversation v ON v.chat_id = c.id JOIN message m ON m.conversation_id = v.id
     WHERE i.hotel_id = $1 AND i.value = $2 GROUP BY i.value, c.hotel_id, c.id, g.id`,
    [hotel.id, phone],
  );

describe('staff write first', () => {
  it('E27: to a number in any writing: one guest, one chat, one conversation of the department, queued', async () => {
    await hotel.query(
      `INSERT INTO address_book (hotel_id, phone, name, at) VALUES ($1, '+351912345678', 'Ana Martins', now())`,
      [hotel.id],
    );
    const made = await start({ phone: '912 345 678' });
    expect(made).toMatchObject({
      http: 201,
      name: 'Ana Martins',
      type: 'service',
      department: { name: 'Reception' },
      assignee: { name: 'Maria' },
      guest: { phone: '+351912345678' },
      lastMessage: { type: 'template', status: 'queued', author: { name: 'Maria' } },
    });
    for (const phone of ['+351 912 345 678', '00351912345678', '351912345678'])
      expect((await start({ phone })).id).toBe(made.id);
    expect(await rows('+351912345678')).toEqual([
      { value: '+351912345678', address: { phone: '351912345678' }, keyed: true, conversations: 1, messages: 4 },
    ]);
    const people = await desk.ask({
      method: 'GET',
      url: `/api/v1/conversations/${made.id}/attendees`,
      token: await desk.tokenOf(hotel.maria),
    });
    expect(people.json()).toMatchObject({ items: [{ name: 'Ana Martins', phone: '+351912345678' }] });
  });

  it.each(['12', '+1', '912 345', 'reception', '+55 11 1'])('E27: %s is refused and makes nobody', async (phone) => {
    const before = await hotel.query(`SELECT count(*) FROM guest WHERE hotel_id = $1`, [hotel.id]);
    expect(await start({ phone })).toMatchObject({ http: 400, code: 'invalid_phone' });
    expect(await hotel.query(`SELECT count(*) FROM guest WHERE hotel_id = $1`, [hotel.id])).toEqual(before);
  });

  it('twice is once: by Idempotency-Key, by clientId, and from two desks at the same moment', async () => {
    const first = await start({ phone: '+351931000001' }, hotel.maria, 'taxi');
    expect(await start({ phone: '+351931000001' }, hotel.maria, 'taxi')).toEqual(first);
    const [a, b] = [1, 2].map(() => start({ phone: '+351931000001', clientId: 'c-1' }));
    expect((await a).id).toBe((await b).id);
    expect(await start({ phone: '+351931000002', clientId: 'c-1' })).toMatchObject({
      http: 409,
      code: 'client_id_reused',
    });
    expect(await rows('+351931000001')).toMatchObject([{ conversations: 1, messages: 2 }]);
    const many = await Promise.all(
      Array.from({ length: 6 }, (_, n) => start({ phone: '+351931000002' }, n % 2 ? hotel.lucia : hotel.maria)),
    );
    expect(new Set(many.map(({ id, http }) => `${http} ${id}`)).size).toBe(1);
    expect(await rows('+351931000002')).toMatchObject([{ conversations: 1, messages: 6 }]);
  });

  it('takes free text only while the guest’s own words are fresh; a template always', async () => {
    const ana = await hotel.guest('Ana');
    const general = await hotel.conversation(ana);
    await hotel.says(ana, general, 'Taxi?');
    await hotel.query(`UPDATE chat SET last_inbound_at = now() WHERE id = $1`, [ana.chatId]);
    const text = { content: { type: 'text', text: 'It is here' }, guestId: ana.guestId };
    // What waited for nobody in particular is the department's now.
    expect(await start(text)).toMatchObject({ http: 201, id: general, type: 'service', waitingSince: null });
    await hotel.query(`UPDATE chat SET last_inbound_at = now() - interval '25 hours' WHERE id = $1`, [ana.chatId]);
    expect(await start(text)).toMatchObject({ http: 409, code: 'window_closed' });
    expect(await start({ guestId: ana.guestId })).toMatchObject({ http: 201, id: general });
    expect(await start({ phone: '+351931000003', content: text.content })).toMatchObject({ code: 'window_closed' });
  });

  it('E23: in a department of one’s own, with guests one may meet, and to somebody who can be reached', async () => {
    const eve = await hotel.guest('Eve', '+351931000009');
    await hotel.conversation(eve, { departmentId: hotel.spa });
    expect(await start({ guestId: eve.guestId })).toMatchObject({ http: 404 });
    expect(await start({ phone: '+351931000004', departmentId: hotel.spa })).toMatchObject({
      code: 'department_not_available',
    });
    expect(await start({ phone: '+351931000004', guestId: eve.guestId })).toMatchObject({ code: 'invalid_input' });
    expect(await start({})).toMatchObject({ code: 'invalid_input' });
    const [mute] = await hotel.query<{ id: string }>(
      `INSERT INTO guest (hotel_id, id, name, name_folded, created_at, updated_at) VALUES ($1, gen_random_uuid(), 'Bo', 'bo', now(), now()) RETURNING id`,
      [hotel.id],
    );
    expect(await start({ guestId: mute!.id })).toMatchObject({ code: 'invalid_input' });
    expect(await start({ phone: '+351931000004' }, hotel.karl)).toMatchObject({ http: 403 });
  });
});
