import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ROLES, type Role } from '../../src/auth/index.js';
import type { StaffMember } from '../support/hotel.js';
import { WholeDesk } from '../support/whole-desk.js';
import { DOORS, kindOf, OPEN, OUTSIDE, type Door } from './doors.js';
import { World, type Where } from './world.js';

const NOBODY = '0190b0c8-0000-7000-8000-000000000000';
/** Ids that are none: they name nothing, like any other. */
const NO_ID = ['x', '0', `${NOBODY}0`, "'; DROP TABLE guest; --", '%00', '..%2f..%2fme', encodeURIComponent('‮🛎')];

let desk: WholeDesk;
let world: World;
let tried = 0;

beforeAll(async () => {
  desk = await WholeDesk.open();
  world = await World.of(desk);
});
afterAll(async () => {
  process.stdout.write(`matrix: ${tried} combinations of route, role, hotel and department\n`);
  await desk.close();
});

async function knock(
  door: string,
  given: { id?: string; within?: string; person?: StaffMember | null; body?: object | undefined },
): Promise<LightMyRequestResponse> {
  tried++;
  const [method = '', path = ''] = door.split(' ');
  const query = DOORS[door]?.query;
  return desk.ask({
    method: method as InjectOptions['method'] & string,
    url: `/api/v1${path.replace('{id}', given.id ?? NOBODY).replace(/\{\w+\}/, given.within ?? NOBODY)}${query === undefined ? '' : `?${query}`}`,
    token: given.person ? world.tokenOf(given.person) : null,
    ...(given.body === undefined ? {} : { payload: given.body }),
    ...DOORS[door]?.form?.(),
  });
}

/** The thing this person asks about and the body for it. */
async function prepared(
  name: string,
  door: Door,
  person: StaffMember,
  where: Where,
): Promise<{ id: string; within?: string; body?: object }> {
  const kind = kindOf(name);
  const id = kind === undefined ? NOBODY : await world.thing(kind, where, person);
  const asked = { world, hotel: world.hotelOf(where), person, id };
  const [body, within] = [await door.body?.(asked), await door.within?.(asked)];
  return { id, ...(body === undefined ? {} : { body }), ...(within === undefined ? {} : { within }) };
}

function told(answer: LightMyRequestResponse): { status: number; code: string | null } {
  const problem = answer.statusCode >= 400;
  return { status: answer.statusCode, code: problem ? answer.json<{ code: string }>().code : null };
}

describe.each(Object.entries(DOORS))('F4, promise 10: %s', (name, door) => {
  const named = name.includes('{id}');

  it('refuses who may not, and what is not theirs, and changes nothing', async () => {
    const asked: [what: string, given: Parameters<typeof knock>[1], expected: object][] = [];
    const refusal = { 401: 'unauthenticated', 403: 'forbidden', 404: 'not_found' };
    const expects = (status: keyof typeof refusal): object => ({ status, code: refusal[status] });
    for (const role of ROLES) {
      const person = world.staff(role);
      const own = await prepared(name, door, person, 'own');
      if (role === 'admin') asked.push(['nobody', { ...own, person: null }, expects(401)]);
      if (!door.roles.includes(role)) {
        asked.push([role, { ...own, person }, expects(403)]);
        continue;
      }
      if (!named) continue;
      const stranger = world.staff(role, world.boreal);
      asked.push([`${role} of the other hotel`, { ...own, person: stranger }, expects(404)]);
      const other = await prepared(name, door, person, 'other hotel');
      asked.push([`${role}, the other hotel’s`, { ...other, person }, expects(404)]);
      for (const id of [NOBODY, ...NO_ID]) asked.push([`${role}, ${id}`, { ...own, id, person }, expects(404)]);
      if (role === 'admin') continue; // nothing of the hotel is hidden
      const hidden = await prepared(name, door, person, 'hidden');
      const status = door.hidden ?? 404;
      if (status >= 400) asked.push([`${role}, hidden`, { ...hidden, person }, expects(status as 403 | 404)]);
    }
    for (const { code, body } of door.foreign ?? []) {
      const person = world.staff('admin');
      const own = await prepared(name, door, person, 'own');
      const given = { world, hotel: world.aurora, person, id: own.id };
      asked.push([
        `naming what is the other hotel’s`,
        { ...own, body: await body(given, world.boreal), person },
        { code },
      ]);
    }
    const before = await world.fingerprint();
    for (const [what, given, expected] of asked) {
      const answer = await knock(name, given);
      expect({ what, ...told(answer), body: answer.body }).toMatchObject({ what, ...expected });
    }
    expect(await world.fingerprint()).toEqual(before);
  });

  it.each(door.roles.map((role): [Role] => [role]))(
    'serves the %s, and shows nothing of another hotel',
    async (role) => {
      const person = world.staff(role);
      const places: Where[] = named && door.hidden !== undefined && door.hidden < 400 ? ['own', 'hidden'] : ['own'];
      for (const where of places) {
        const answer = await knock(name, { ...(await prepared(name, door, person, where)), person });
        expect({ where, status: answer.statusCode, body: answer.body }).toMatchObject({ where, status: door.ok });
        for (const id of foreignIds()) expect(answer.body).not.toContain(id);
      }
    },
  );
});

function foreignIds(): string[] {
  const { boreal } = world;
  return [boreal.id, boreal.channelId, boreal.spa, boreal.reception, ...boreal.staff.map(({ userId }) => userId)];
}

describe('F4: every door is known', () => {
  it.each(Object.entries(OPEN))('%s, without sign-in', async (name, { status, body }) => {
    const answer = await knock(name, { person: null, body });
    expect({ status: answer.statusCode, body: answer.body }).toMatchObject({ status });
  });

  it('no route of the API’s document is missing here, and none is too many', async () => {
    const { paths } = (await desk.ask({ url: '/api/openapi.json' })).json<{ paths: Record<string, object> }>();
    const documented = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const api = documented.filter((route) => route.includes(' /api/v1/')).map((route) => route.replace('/api/v1', ''));
    expect(api.toSorted()).toEqual([...Object.keys(DOORS), ...Object.keys(OPEN)].toSorted());
    const registered = desk.routes.map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`);
    const undocumented = registered.filter((route) => route.includes(' /api/v1') && !documented.includes(route));
    expect(undocumented).toEqual([]);
  });

  it('nor a door beside the API', async () => {
    const beside = desk.routes.filter(({ url }) => !url.startsWith('/api/v1'));
    expect(beside.length).toBeGreaterThan(5);
    for (const { method, url } of beside) {
      const expected = OUTSIDE.find(([route]) => route.test(`${method} ${url}`));
      expect([method, url, expected !== undefined]).toEqual([method, url, true]);
      tried++;
      const asked = url.replace(':provider', 'meta-cloud').replace(':channelId', NOBODY).replace('*', 'inbox');
      const answer = await desk.ask({ method: method as 'GET', url: asked });
      expect([method, url, answer.statusCode]).toEqual([method, url, expected?.[1]]);
    }
  });
});
