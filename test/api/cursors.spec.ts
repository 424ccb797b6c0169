import { afterAll, beforeAll, expect, it } from 'vitest';

import { newId } from '../../src/common/ids.js';
import type { TestHotel } from '../support/hotel.js';
import { apiDocument } from '../support/openapi.js';
import { WholeDesk } from '../support/whole-desk.js';
import { kindOf } from './doors.js';
import { World, type Kind } from './world.js';

interface List {
  /** as the document has it, with what makes it a list of its own */
  name: string;
  /** under /api/v1, with `limit=1` */
  url: string;
  /** what takes the cursor */
  by: string;
}

/** Also lists: other orders, another status. What the search finds of guests and conversations is of their own lists. */
const MORE: Record<string, string[]> = {
  '/conversations': ['sort=waiting', 'status=active'],
  '/search': ['in=messages&q=towels'],
};
/** In the search a cursor alone is of no list. */
const PART_OF_MORE = new Set(['/search']);

let desk: WholeDesk;
let world: World;
let lists: List[];
/** by the list's name */
const cursors = new Map<string, string>();

beforeAll(async () => {
  desk = await WholeDesk.open();
  world = await World.of(desk);
  const { paths } = await apiDocument();
  const takers = Object.entries(paths).flatMap(([path, { get }]) => {
    const names = (get?.parameters ?? []).map((parameter) => ('name' in parameter ? parameter.name : ''));
    const by = names.find((name) => name === 'cursor' || name === 'before');
    return by === undefined ? [] : [{ path: path.replace('/api/v1', ''), by }];
  });
  lists = (await Promise.all(takers.map(({ path, by }) => listsAt(path, by)))).flat();
  await fill(world.aurora);
  for (const list of lists) cursors.set(list.name, await firstCursor(list));
}, 90_000);
afterAll(() => desk.close());

/** Of an address with an id two: each thing has its own list. */
async function listsAt(path: string, by: string): Promise<List[]> {
  const more = MORE[path] ?? [];
  const queries = PART_OF_MORE.has(path) ? more : ['', ...more];
  const kind = kindOf(`GET ${path}`);
  const ids = kind === undefined ? [''] : await Promise.all([thing(kind), thing(kind)]);
  return ids.flatMap((id, nth) =>
    queries.map((query) => ({
      name: [path.replace('{id}', `{${nth}}`), query].join(' '),
      url: `${path.replace('{id}', id)}?limit=1&${query}`,
      by,
    })),
  );
}

function thing(kind: Kind): Promise<string> {
  return world.thing(kind, 'own', world.aurora.lucia);
}

/** Two of everything that is listed, and more. */
async function fill(hotel: TestHotel): Promise<void> {
  for (const kind of ['channels', 'departments', 'guests', 'api-keys', 'review', 'sessions'] as const)
    for (let n = 0; n < 2; n++) await thing(kind);
  for (const name of ['Rui', 'Eva']) {
    const waiting = await hotel.guest(name);
    await hotel.says(waiting, await hotel.conversation(waiting), 'Hello?');
  }
  await hotel.query(`UPDATE message SET text_folded = 'towels' WHERE hotel_id = $1`, [hotel.id]);
  await hotel.query(
    `INSERT INTO participant (hotel_id, conversation_id, user_id, involved, joined_at)
     SELECT $1, c.id, u.id, true, $2 FROM conversation c JOIN app_user u ON u.hotel_id = c.hotel_id WHERE c.hotel_id = $1
     ON CONFLICT DO NOTHING`,
    [hotel.id, hotel.now],
  );
  await hotel.query(
    `WITH made AS (
       INSERT INTO attendee (hotel_id, id, channel_id, external_id, name, created_at, updated_at)
       SELECT $1, gen_random_uuid(), $2, 'member ' || n, 'Member ' || n, $3, $3 FROM generate_series(1, 2) n RETURNING id)
     INSERT INTO conversation_attendee (hotel_id, conversation_id, attendee_id)
     SELECT $1, c.id, made.id FROM conversation c, made WHERE c.hotel_id = $1`,
    [hotel.id, hotel.channelId, hotel.now],
  );
  for (let n = 0; n < 2; n++)
    await hotel.query(`INSERT INTO notification (hotel_id, id, user_id, kind, at) VALUES ($1, $2, $3, 'alert', $4)`, [
      hotel.id,
      newId(),
      hotel.lucia.userId,
      hotel.now,
    ]);
  await hotel.query(
    `INSERT INTO user_session (hotel_id, id, user_id, created_at, last_used_at, expires_at)
     SELECT $1, gen_random_uuid(), u.id, now(), now(), now() + interval '1 day' FROM app_user u, generate_series(1, 2)
     WHERE u.hotel_id = $1`,
    [hotel.id],
  );
}

interface Answer {
  status: number;
  body: {
    code?: string;
    nextCursor?: string | null;
    olderCursor?: string | null;
    messages?: { nextCursor: string | null };
  };
}

async function read({ url, by }: List, cursor?: string): Promise<Answer> {
  const more = cursor === undefined ? '' : `&${by}=${cursor}`;
  const answer = await desk.ask({
    method: 'GET',
    url: `/api/v1${url}${more}`,
    token: world.tokenOf(world.aurora.lucia),
  });
  return { status: answer.statusCode, body: answer.json<Answer['body']>() };
}

async function firstCursor(list: List): Promise<string> {
  const { body } = await read(list);
  const cursor = body.nextCursor ?? body.olderCursor ?? body.messages?.nextCursor;
  if (!cursor) throw new Error(`${list.name} has no second page`);
  return cursor;
}

it('E17: every list goes on from its own cursor, and takes no other list’s', async () => {
  expect(lists.length).toBeGreaterThan(20);
  for (const list of lists)
    for (const [of, cursor] of cursors) {
      const { status, body } = await read(list, cursor);
      const expected = of === list.name ? [200, undefined] : [400, 'invalid_cursor'];
      expect([`${list.name} with the cursor of ${of}`, status, body.code]).toEqual([
        `${list.name} with the cursor of ${of}`,
        ...expected,
      ]);
    }
});
