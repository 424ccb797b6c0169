import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PeopleDesk, type Person } from '../../test/support/people-app.js';
import { ChannelsModule } from '../channels/index.js';
import type { Role } from './permissions.js';

const NOBODY = '0190b0c8-0000-7000-8000-000000000000';
const NO_SESSION = '0190b0c8-0000-7000-8000-000000000001';
const ALL: Role[] = ['admin', 'manager', 'agent', 'viewer'];

/** Who may knock at which door; what lies behind answers 404 or 400 here, and 403 means the role was refused. */
const DOORS: [method: string, path: string, roles: Role[]][] = [
  ['GET', '/me', ALL],
  ['PATCH', '/me', ALL],
  ['GET', '/hotel', ALL],
  ['PATCH', '/hotel', ['admin']],
  ['GET', '/users', ALL],
  ['POST', '/users', ['admin']],
  ['PATCH', `/users/${NOBODY}`, ['admin']],
  ['DELETE', `/users/${NOBODY}`, ['admin']],
  ['GET', '/me/sessions', ALL],
  ['DELETE', '/me/sessions', ALL],
  ['DELETE', `/me/sessions/${NOBODY}`, ALL],
  ['POST', `/users/${NOBODY}/link`, ['admin']],
  ['GET', `/users/${NOBODY}/sessions`, ['admin']],
  ['DELETE', `/users/${NOBODY}/sessions`, ['admin']],
  ['DELETE', `/users/${NOBODY}/sessions/${NO_SESSION}`, ['admin']],
  ['GET', '/departments', ALL],
  ['POST', '/departments', ['admin']],
  ['PATCH', `/departments/${NOBODY}`, ['admin', 'manager']],
  ['DELETE', `/departments/${NOBODY}`, ['admin']],
  ['PUT', `/departments/${NOBODY}/members`, ['admin', 'manager']],
  ['GET', '/channels', ALL],
  ['GET', `/channels/${NOBODY}`, ALL],
  ['POST', '/channels', ['admin']],
  ['PATCH', `/channels/${NOBODY}`, ['admin']],
  ['DELETE', `/channels/${NOBODY}`, ['admin']],
  ['GET', '/api-keys', ['admin']],
  ['POST', '/api-keys', ['admin']],
  ['DELETE', `/api-keys/${NOBODY}`, ['admin']],
];
const OPEN = [
  'POST /auth/login',
  'POST /auth/refresh',
  'POST /auth/logout',
  'POST /auth/forgot',
  'POST /auth/password-link',
  'POST /auth/password',
  'POST /setup',
];

let desk: PeopleDesk;
const people = new Map<Role, Person>();
const routes: string[] = [];

beforeAll(async () => {
  desk = await PeopleDesk.open({}, [ChannelsModule]);
  const ines = await desk.hotel('Hotel Aurora');
  people.set('admin', ines);
  for (const role of ['manager', 'agent', 'viewer'] as const) people.set(role, await desk.colleague(ines, role, role));
});
afterAll(() => desk.close());

describe('F4: what a role may do', () => {
  it.each(DOORS)('%s %s: %j', async (method, path, roles) => {
    for (const [role, person] of people) {
      const { status } = await person.asks(method, path, ['GET', 'DELETE'].includes(method) ? undefined : {});
      expect([role, status === 403]).toEqual([role, !roles.includes(role)]);
      expect(status).not.toBe(500);
    }
  });

  it.each(DOORS)('%s %s: nothing without a token', async (method, path) => {
    expect((await desk.ask(method, path)).body.code).toBe('unauthenticated');
  });

  it('leaves no door out of this list', async () => {
    const { body } = await desk.ask('GET', '/api/openapi.json');
    for (const [path, item] of Object.entries<object>(body.paths)) {
      for (const method of Object.keys(item)) routes.push(`${method.toUpperCase()} ${path.replace('/api/v1', '')}`);
    }
    const listed = [
      ...OPEN,
      ...DOORS.map(([method, path]) => `${method} ${path.replace(NOBODY, '{id}').replace(NO_SESSION, '{sessionId}')}`),
    ];
    expect(routes.toSorted()).toEqual(listed.toSorted());
  });
});

describe('promise 10: hotels never meet', () => {
  it('answers another hotel’s ids as if they were not there', async () => {
    const ines = people.get('admin') as Person;
    const boreal = await desk.hotel('Hotel Boreal');
    const department = (await ines.get('/departments')).body.items[0];
    const doors: [string, string, unknown][] = [
      ['PATCH', `/users/${ines.id}`, { name: 'Mine' }],
      ['DELETE', `/users/${ines.id}`, undefined],
      ['PATCH', `/departments/${department.id}`, { name: 'Mine' }],
      ['DELETE', `/departments/${department.id}`, undefined],
      ['PUT', `/departments/${department.id}/members`, { userIds: [] }],
    ];
    for (const [method, path, body] of doors)
      expect([path, (await boreal.asks(method, path, body)).status]).toEqual([path, 404]);
    const own = (await boreal.get('/departments')).body.items[0];
    expect((await boreal.put(`/departments/${own.id}/members`, { userIds: [ines.id] })).body.code).toBe(
      'invalid_input',
    );
    expect((await boreal.patch('/hotel', { frontDeskDepartmentId: department.id })).body.code).toBe('invalid_input');
    const seen = JSON.stringify([await boreal.get('/users'), await boreal.get('/departments')].map(({ body }) => body));
    expect(seen).not.toContain(ines.id);
  });
});
