import { afterAll, beforeAll, expect, it } from 'vitest';

import { PeopleDesk, type Person } from '../../test/support/people-app.js';
import { newId } from '../common/ids.js';
import { fold } from '../common/text.js';
import { AttendeesModule } from './index.js';

let desk: PeopleDesk;
let ines: Person;
const ids: Record<string, string> = {};

beforeAll(async () => {
  desk = await PeopleDesk.open({}, [AttendeesModule]);
  ines = await desk.hotel('Hotel Aurora');
  await guest('Ana Martins', '+351912345678');
  await guest('José Ávila', '+34600111222');
  await guest(null, '+4915112345678');
  await stay('Ana Martins', '214', -2, 3, 'Honeymoon');
  await stay('José Ávila', '115', 5, 9, null);
});
afterAll(() => desk.close());

async function guest(name: string | null, phone: string): Promise<void> {
  const id = (ids[name ?? phone] = newId());
  await desk.sql(
    `INSERT INTO guest (hotel_id, id, name, name_folded, phone, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, now(), now())`,
    [ines.hotelId, id, name, fold(name ?? ''), phone],
  );
  await desk.sql(
    `INSERT INTO guest_identity (hotel_id, id, kind, value, guest_id, created_at) VALUES ($1, $2, 'phone', $3, $4, now())`,
    [ines.hotelId, newId(), phone, id],
  );
}

function stay(name: string, room: string, from: number, to: number, vip: string | null): Promise<unknown> {
  return desk.sql(
    `INSERT INTO stay (hotel_id, id, guest_id, room, arrival, departure, vip, created_at, updated_at)
     VALUES ($1, $2, $3, $4, current_date + $5::int, current_date + $6::int, $7, now(), now())`,
    [ines.hotelId, newId(), ids[name], room, from, to, vip],
  );
}

const found = async (q: string): Promise<string[]> =>
  (await ines.get(`/guests?q=${encodeURIComponent(q)}`)).body.items.map(({ name }: { name: string }) => name);

it('E23: shows a guest to the staff of their hotel only', async () => {
  const { body } = await ines.get(`/guests/${ids['Ana Martins']}`);
  expect(body).toMatchObject({
    name: 'Ana Martins',
    phone: '+351912345678',
    vip: 'Honeymoon',
    lifecycle: 'new',
    stay: { room: '214' },
    identities: [{ kind: 'phone', value: '+351912345678' }],
  });
  expect(body.stay.arrival).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(body.stay).not.toHaveProperty('vip');
  const boreal = await desk.hotel('Hotel Boreal');
  expect((await boreal.get(`/guests/${ids['Ana Martins']}`)).status).toBe(404);
  expect((await boreal.get('/guests')).body.items).toEqual([]);
});

it('finds by part of a name, by digits and by room, whatever the accents', async () => {
  expect(await found('avila')).toEqual(['José Ávila']);
  expect(await found('ÁVI')).toEqual(['José Ávila']);
  expect(await found('600 111')).toEqual(['José Ávila']);
  expect(await found('214')).toEqual(['Ana Martins']);
  expect(await found('%')).toEqual([]);
});

it('E17: goes through the list page by page, each guest once, in order', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body } = await ines.get(`/guests?limit=1${cursor && `&cursor=${cursor}`}`);
    seen.push(...body.items.map(({ name }: { name: string }) => name));
    cursor = body.nextCursor;
  }
  expect(seen).toEqual(['+49 1511 2345678', 'Ana Martins', 'José Ávila']);
  for (const bad of [
    'rubbish',
    Buffer.from('["a"]').toString('base64url'),
    Buffer.from('["a","b"]').toString('base64url'),
  ]) {
    expect((await ines.get(`/guests?cursor=${bad}`)).body.code).toBe('invalid_cursor');
  }
  expect((await ines.get('/guests?limit=101')).body.code).toBe('invalid_input');
});
