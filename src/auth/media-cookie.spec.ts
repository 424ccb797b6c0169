import { afterAll, beforeAll, expect, it } from 'vitest';

import { PASSWORD, PeopleDesk, type Person } from '../../test/support/people-app.js';
import { QueueModule } from '../queue/index.js';
import { RoutingModule } from '../routing/index.js';

let desk: PeopleDesk;
let admin: Person;
let cookie = '';
const NOTHING = '00000000-0000-7000-8000-000000000000';

beforeAll(async () => {
  desk = await PeopleDesk.open({}, [QueueModule, RoutingModule]);
  admin = await desk.hotel('Hotel Aurora');
});
afterAll(() => desk.close());

const read = (headers: Record<string, string>) => desk.ask('GET', `/media/${NOTHING}`, undefined, headers);

it('V6: signing in sets a cookie for files alone, which opens them as the token does', async () => {
  const answer = await desk.ask('POST', '/auth/login', { email: admin.email, password: PASSWORD });
  const set = answer.raw.cookies.find(({ name }) => name === 'bellhop_media');
  expect(set).toMatchObject({ path: '/api/v1/media', httpOnly: true, sameSite: 'Strict' });
  cookie = `bellhop_media=${set!.value}`;
  expect((await read({ cookie })).status).toBe(404);
  expect((await read({})).status).toBe(401);
  expect((await read({ cookie: `${cookie}x` })).status).toBe(401);
});

it('V6: it opens nothing else: no other route, no upload, and it is no access token', async () => {
  expect((await desk.ask('GET', '/me', undefined, { cookie })).status).toBe(401);
  expect((await desk.ask('POST', '/media', {}, { cookie })).status).toBe(401);
  const token = cookie.split('=')[1]!;
  expect((await read({ authorization: `Bearer ${token}` })).status).toBe(401);
  expect((await read({ cookie: `bellhop_media=${admin.token}` })).status).toBe(401);
});

it('V6: it ends with its session', async () => {
  await desk.sql(`UPDATE user_session SET ended_at = now() WHERE hotel_id = $1`, [admin.hotelId]);
  const answer = await read({ cookie });
  expect([answer.status, answer.body.code]).toEqual([401, 'session_ended']);
});
