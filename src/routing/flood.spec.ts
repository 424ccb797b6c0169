import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { situation } from '../../test/support/route-input.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { GuestConversationRouter } from './guest-conversation-router.js';

const MOST = 5;

let desk: TalkingDesk;

beforeAll(async () => {
  desk = await TalkingDesk.open({}, { RATE_LIMIT_REQUESTS: String(MOST), RATE_LIMIT_WINDOW: '3600' });
  await desk.hotel.query(`UPDATE hotel SET auto_reply = '{"enabled": true}' WHERE id = $1`, [desk.hotel.id]);
});
afterAll(() => desk.close());

const told = (kind: string): Promise<{ name: string }[]> =>
  desk.hotel.query(
    `SELECT u.name FROM notification n JOIN app_user u ON u.hotel_id = n.hotel_id AND u.id = n.user_id
     WHERE n.hotel_id = $1 AND n.kind = $2 ORDER BY u.name`,
    [desk.hotel.id, kind],
  );
const rules = (): Promise<{ rule: string }[]> =>
  desk.hotel.query(`SELECT rule FROM route_decision WHERE hotel_id = $1 ORDER BY id`, [desk.hotel.id]);
const automatic = async (): Promise<number> =>
  (await desk.hotel.query(`SELECT 1 FROM message WHERE hotel_id = $1 AND author_kind = 'automation'`, [desk.hotel.id]))
    .length;

it('E16: a number that floods is stored whole, automation pauses, staff are told once', async () => {
  const rui = desk.guest('Rui');
  for (let n = 1; n <= MOST; n++) await desk.says(rui, `hello ${n}`);
  await desk.settled();
  const before = await automatic();
  expect(before).toBeGreaterThan(0); // the menu, and its explanations
  expect(await told('flood')).toEqual([]);

  for (let n = 1; n <= 4; n++) await desk.says(rui, `and hello ${n}`);
  await desk.settled();
  expect(await automatic()).toBe(before);
  expect((await rules()).slice(MOST)).toEqual(['flood', 'flood', 'flood', 'flood'].map((rule) => ({ rule })));
  expect((await told('flood')).map(({ name }) => name)).toEqual(['Karl', 'Lúcia', 'Maria']); // the front desk, the admin
  const changes = await desk.hotel.query(`SELECT 1 FROM change WHERE hotel_id = $1 AND kind = 'notification.created'`, [
    desk.hotel.id,
  ]);
  expect(changes).toHaveLength(3);
  const stored = await desk.hotel.query(`SELECT 1 FROM message WHERE hotel_id = $1 AND direction = 'inbound'`, [
    desk.hotel.id,
  ]);
  expect(stored).toHaveLength(MOST + 4);

  // Danger is danger, once.
  await desk.says(rui, 'Fire!');
  await desk.says(rui, 'Fire!');
  await desk.settled();
  expect(await told('urgent')).toHaveLength(3);

  // An hour later the number writes as others do.
  desk.clock.advance(3_700_000);
  await desk.says(rui, 'Sorry');
  await desk.settled();
  expect((await rules()).at(-1)?.rule).not.toBe('flood');
});

describe('E16: the router in a flood', () => {
  const router = new GuestConversationRouter();
  const ruleOf = (some: Parameters<typeof situation>[0]): string => router.route(situation(some)).rule;

  it('tells those the conversation belongs to, then keeps quiet', () => {
    const service = { type: 'service', departmentId: 'spa' } as const;
    expect(router.route(situation({ chat: { flood: 'new' }, conversation: service })).decision).toEqual({
      kind: 'tell-of-flood',
      departmentId: 'spa',
    });
    expect(router.route(situation({ chat: { flood: 'new' } })).decision).toMatchObject({ departmentId: 'reception' });
    expect(router.route(situation({ chat: { flood: 'told' } })).decision).toEqual({ kind: 'relay' });
  });

  it('still honours STOP, and answers no START', () => {
    expect(ruleOf({ chat: { flood: 'told' }, message: { text: 'STOP' } })).toBe('stop-word');
    expect(ruleOf({ chat: { flood: 'told', optedOut: true }, message: { text: 'START' } })).toBe('opted-out');
  });

  it('leaves groups alone: many people write there', () => {
    expect(ruleOf({ chat: { flood: 'new', kind: 'group' } })).toBe('group');
  });
});
