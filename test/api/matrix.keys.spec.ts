import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { newId } from '../../src/common/ids.js';
import type { StaffMember } from '../support/hotel.js';
import { WholeDesk } from '../support/whole-desk.js';
import { DOORS, kindOf } from './doors.js';
import { scopeOf } from './scopes.js';
import { World, type Where } from './world.js';

const NOBODY = '0190b0c8-0000-7000-8000-000000000000';
/** A key of some departments cannot have these: they tell of the whole hotel, or run it. */
const WHOLE_HOTEL = /^(review|audit):|^department:(write|create)$/;

let desk: WholeDesk;
let world: World;
let tried = 0;
const keys = new Map<string, string>();

beforeAll(async () => {
  desk = await WholeDesk.open();
  world = await World.of(desk);
});
afterAll(async () => {
  process.stdout.write(`matrix of API keys: ${tried} combinations\n`);
  await desk.close();
});

const SCOPES = [...new Set(Object.keys(DOORS).map(scopeOf))].filter((scope) => typeof scope === 'string');

/** A key with these scopes, made through the door an administrator uses; the same one for the same scopes. */
async function keyWith(scopes: readonly string[], departmentIds: string[] | null): Promise<string> {
  const name = `${scopes.join()} ${departmentIds?.join()}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const answer = await desk.ask({
    method: 'POST',
    url: '/api/v1/api-keys',
    token: world.tokenOf(world.aurora.lucia),
    payload: { name: 'Booking engine', scopes, departmentIds },
  });
  expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
  const { key } = answer.json<{ key: string }>();
  keys.set(name, key);
  return key;
}

async function knock(route: string, key: string, where: Where, looker: StaffMember): Promise<LightMyRequestResponse> {
  tried++;
  const door = DOORS[route];
  const kind = kindOf(route);
  const id = kind === undefined ? NOBODY : await world.thing(kind, where, looker);
  const asked = { world, hotel: world.hotelOf(where), person: looker, id };
  const body = await door?.body?.(asked);
  const [method = '', path = ''] = route.split(' ');
  return desk.ask({
    method: method as InjectOptions['method'] & string,
    url: `/api/v1${path.replace('{id}', id).replace(/\{\w+\}/, NOBODY)}${door?.query === undefined ? '' : `?${door.query}`}`,
    token: key,
    ...(body === undefined ? {} : { payload: body }),
    ...door?.form?.(),
  });
}

function told(answer: LightMyRequestResponse): object {
  return { status: answer.statusCode, code: answer.statusCode >= 400 ? answer.json<{ code: string }>().code : null };
}

describe.each(Object.entries(DOORS))('F4: an API key at %s', (route, door) => {
  const scope = scopeOf(route);
  const named = kindOf(route) !== undefined;

  it('is let in by this scope alone', async () => {
    expect([route, scope]).not.toEqual([route, undefined]);
    const { lucia } = world.aurora;
    const others = await keyWith(
      SCOPES.filter((one) => one !== scope),
      null,
    );
    expect(told(await knock(route, others, 'own', lucia))).toEqual({ status: 403, code: 'scope_missing' });
    if (typeof scope !== 'string') return;
    const key = await keyWith([scope], null);
    const answer = await knock(route, key, 'own', lucia);
    expect([answer.statusCode, answer.body]).toEqual([door.ok, expect.any(String)]);
    if (named) {
      expect(told(await knock(route, key, 'other hotel', lucia))).toEqual({ status: 404, code: 'not_found' });
    }
  });

  it('of one department sees that department', async () => {
    if (typeof scope !== 'string' || WHOLE_HOTEL.test(scope)) return;
    const { tomas, housekeeping } = world.aurora;
    const key = await keyWith([scope], [housekeeping]);
    const answer = await knock(route, key, 'own', tomas);
    expect([answer.statusCode, answer.body]).toEqual([door.ok, expect.any(String)]);
    if (!named) return;
    const hidden = door.hidden ?? 404;
    expect((await knock(route, key, 'hidden', tomas)).statusCode).toBe(hidden);
    expect(told(await knock(route, key, 'other hotel', tomas))).toEqual({ status: 404, code: 'not_found' });
  });

  it('that is none, or has ended, is nobody', async () => {
    const none = { status: 401, code: 'api_key_invalid' };
    expect(told(await knock(route, `bh_${newId()}`, 'own', world.aurora.lucia))).toEqual(none);
  });
});
