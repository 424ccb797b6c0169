import { afterAll, beforeAll, expect, it } from 'vitest';

import { newId } from '../src/common/ids.js';
import type { ReviewDetailView } from '../src/webhooks/index.js';
import { TalkingDesk } from './support/talking-desk.js';

/** What can never be routed or sent costs itself alone; of what can never be stored: src/messages/ingestion.poison.spec.ts. */
let desk: TalkingDesk;

beforeAll(async () => {
  desk = await TalkingDesk.open();
});
afterAll(() => desk.close());

const rows = <T = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<T[]> =>
  desk.hotel.query<T>(sql, params);

/** What waits about this message, whole. */
async function waiting(messageId: string): Promise<ReviewDetailView> {
  const [item] = await rows<{ id: string }>(
    `SELECT id FROM review_item WHERE message_id = $1 AND resolved_at IS NULL`,
    messageId,
  );
  return (await desk.asks(desk.hotel.lucia, 'GET', `/review/${item?.id}`)).body as ReviewDetailView;
}

const ruleOf = async (messageId: string): Promise<unknown> =>
  (await rows(`SELECT rule FROM route_decision WHERE message_id = $1`, messageId))[0]?.['rule'];

it('promise 5, D5: a message that cannot be routed blocks neither its chat nor those routed with it', async () => {
  const guests = ['Ana', 'Bruno', 'Carla'].map((name) => desk.guest(name));
  const [ana, ...others] = guests as [(typeof guests)[number], ...typeof guests];
  await Promise.all(guests.map((guest) => desk.says(guest, 'Good evening')));
  await desk.settled();
  await rows(`
    CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM message WHERE hotel_id = NEW.hotel_id AND id = NEW.message_id AND content ->> 'text' = 'poison') THEN
        RAISE EXCEPTION 'indigestible';
      END IF;
      RETURN NEW;
    END $$`);
  await rows(`CREATE TRIGGER poison BEFORE INSERT ON route_decision FOR EACH ROW EXECUTE FUNCTION refuse_poison()`);
  await desk.queue.pause();
  const poison = await desk.says(ana, 'poison');
  const behind = await desk.says(ana, 'And the bill, please');
  const neighbours = await Promise.all(others.map((guest) => desk.says(guest, 'Is the bar open?')));
  desk.queue.resume();
  await desk.settled();

  for (const { id } of [behind, ...neighbours]) expect(await ruleOf(id)).toEqual(expect.any(String));
  const item = await waiting(poison.id);
  expect(item).toMatchObject({ kind: 'job', code: 'routing_failed', tries: 3, messageId: poison.id });
  expect(item.stack).toContain('indigestible');
  expect(JSON.parse(item.payload ?? '')).toMatchObject({ job: 'chat.route' });
  const failed = { outcome: 'failed', code: 'routing_failed', reason: 'indigestible', tookMs: expect.any(Number) };
  expect(item.attempts).toMatchObject([failed, failed, failed]);

  await rows(`DROP TRIGGER poison ON route_decision`);
  await desk.asks(desk.hotel.lucia, 'POST', `/review/${item.id}/retry`);
  await desk.settled();
  expect(await ruleOf(poison.id), 'not its chat’s newest any more: nothing follows').toBeUndefined();
}, 60_000);

it('E19, D5: a message that cannot be sent does not keep back what staff write after it', async () => {
  const rui = desk.guest('Rui');
  const { conversationId } = await desk.says(rui, 'Could I have the menu?');
  await desk.settled();
  const write = async (text: string): Promise<string> => {
    const body = { content: { type: 'text', text }, clientId: newId() };
    return (await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${conversationId}/messages`, body)).body.id;
  };
  await desk.queue.pause();
  const poison = await write('As no hotel says it');
  await rows(`UPDATE message SET content = '{"type": "choice", "id": "a", "title": "b"}' WHERE id = $1`, poison);
  await write('Here it is.');
  desk.queue.resume();
  await desk.settled();
  expect(rui.inbox.map(({ text }) => text)).toEqual(['Here it is.']);
  const item = await waiting(poison);
  expect(item).toMatchObject({ kind: 'send', conversationId, messageId: poison });
  expect(item.attempts.at(-1)).toMatchObject({ outcome: 'failed', code: item.code, tookMs: expect.any(Number) });
}, 60_000);
