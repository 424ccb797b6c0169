import { afterAll, beforeAll, expect, it } from 'vitest';

import { PeopleDesk, type Person } from '../../test/support/people-app.js';

let desk: PeopleDesk;
let ines: Person;
let tomas: Person;

beforeAll(async () => {
  desk = await PeopleDesk.open();
  ines = await desk.hotel('Hotel Aurora');
  tomas = await desk.colleague(ines, 'Tomas', 'agent');
});
afterAll(() => desk.close());

const change = (who: Person): ReturnType<Person['patch']> => who.patch('/me', { language: 'pt-BR' });

it('E16: a hundred changes a minute, then it says when to come back; reading and colleagues are not held up', async () => {
  const answers = await Promise.all(Array.from({ length: 105 }, () => change(tomas)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(100);
  const late = answers.find(({ status }) => status === 429);
  expect(late?.body).toMatchObject({ code: 'limited' });
  expect(Number(late?.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(late?.headers['retry-after'])).toBeLessThanOrEqual(60);
  expect((await tomas.get('/me')).status).toBe(200);
  expect((await change(ines)).status).toBe(200);
});

it('E16: the hotel sets its own limit, which holds at once, for its programs too', async () => {
  const { status, body } = await ines.patch('/hotel', { limits: { writesPerMinute: 10 } });
  expect([status, body.limits]).toEqual([200, { writesPerMinute: 10, mediaBytes: null }]);
  const rui = await desk.colleague(ines, 'Rui', 'agent');
  const statuses = [];
  for (let n = 0; n < 11; n++) statuses.push((await change(rui)).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429]);
  const made = await ines.post('/api-keys', { name: 'PMS', scopes: ['department:create', 'department:read'] });
  const asks = (method: string) =>
    desk.ask(method, '/departments', method === 'POST' ? {} : undefined, { authorization: `Bearer ${made.body.key}` });
  for (let n = 0; n < 10; n++) expect((await asks('POST')).status).toBe(400);
  expect((await asks('POST')).body.code).toBe('limited');
  expect((await asks('GET')).status).toBe(200);
});

it('E16: another hotel’s limit is its own', async () => {
  const boreal = await desk.hotel('Hotel Boreal');
  for (let n = 0; n < 12; n++) expect((await change(boreal)).status).toBe(200);
});

it('E20: an edit of one’s own profile that was made on an older version is told so', async () => {
  const mia = await desk.colleague(ines, 'Mia', 'viewer');
  const { body } = await mia.get('/me');
  expect((await mia.patch('/me', { name: 'Mia B.', version: body.version })).status).toBe(200);
  const late = await mia.patch('/me', { name: 'Mia C.', version: body.version });
  expect([late.status, late.body]).toMatchObject([409, { code: 'version_conflict', version: body.version + 1 }]);
  expect((await mia.get('/me')).body.name).toBe('Mia B.');
});
