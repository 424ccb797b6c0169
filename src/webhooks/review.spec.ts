import { createHmac } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { newId } from '../common/ids.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';

let desk: TalkingDesk;
let phones = 0;

beforeAll(async () => {
  desk = await TalkingDesk.open();
  await rows(`UPDATE hotel SET auto_reply = '{"enabled": true}' WHERE id = $1`, desk.hotel.id);
});
afterAll(() => desk.close());
beforeEach(() => rows(`UPDATE review_item SET resolved_at = at WHERE resolved_at IS NULL`));

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
const rows = (sql: string, ...params: unknown[]): Promise<any[]> => desk.hotel.query(sql, params);
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came
const asks = (method: 'GET' | 'POST', path: string, body?: object): Promise<{ status: number; body: any }> =>
  desk.asks(desk.hotel.lucia, method, path, body);

/** One slice as the door keeps it; `phoneNumberId` of the hotel's number unless said otherwise. */
async function slice(text: string, given: { sentAt?: Date; from?: string; providerId?: string } = {}): Promise<Buffer> {
  const [{ external_id, account_id }] = await rows(`SELECT * FROM channel WHERE id = $1`, desk.channelId);
  const { sentAt = new Date(), from = `34600200${300 + phones++}`, providerId = `wamid.${newId()}` } = given;
  const message = {
    from,
    id: providerId,
    timestamp: String(Math.floor(+sentAt / 1000)),
    type: 'text',
    text: { body: text },
  };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '351210000000', phone_number_id: external_id },
    contacts: [{ wa_id: from, profile: { name: 'Ana' } }],
    messages: [message],
  };
  const entry = [{ id: account_id, changes: [{ field: 'messages', value }] }];
  return Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
}

/** As if an earlier version had not been able to store it. */
async function waits(payload: Buffer, code = 'not_storable'): Promise<string> {
  const [receipt, id] = [newId(), newId()];
  await rows(
    `INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, payload, state, code, error, received_at)
     VALUES ($1, $2, $3, 'unparsed', $4, 'failed', $5, 'It was not understood.', now())`,
    desk.hotel.id,
    receipt,
    desk.channelId,
    payload,
    code,
  );
  await rows(
    `INSERT INTO review_item (hotel_id, id, kind, channel_id, receipt_id, code, reason, at)
     VALUES ($1, $2, 'receipt', $3, $4, $5, 'It was not understood.', now())`,
    desk.hotel.id,
    id,
    desk.channelId,
    receipt,
    code,
  );
  return id;
}

const textsOf = async (text: string): Promise<number> =>
  (await rows(`SELECT 1 FROM message WHERE content ->> 'text' = $1`, text)).length;
const ruleOf = async (text: string): Promise<string | undefined> =>
  (
    await rows(
      `SELECT d.rule FROM route_decision d JOIN message m ON m.hotel_id = d.hotel_id AND m.id = d.message_id WHERE m.content ->> 'text' = $1`,
      text,
    )
  )[0]?.rule;

describe('D5: a receipt', () => {
  it('is read again with today’s code: the message stands in its place, once, and acts while it is fresh', async () => {
    const id = await waits(await slice('A late check-out?'));
    expect(await asks('POST', `/review/${id}/retry`)).toEqual({
      status: 200,
      body: { id, resolved: true, rows: null },
    });
    await desk.settled();
    expect(await textsOf('A late check-out?')).toBe(1);
    expect(await ruleOf('A late check-out?')).toBe('greeting');
    expect((await asks('GET', '/review?kind=receipt')).body.items).toEqual([]);
    const again = await asks('POST', `/review/${id}/retry`);
    expect([again.status, again.body.code]).toEqual([409, 'review_resolved']);
  });

  it('E25: leaves a receipt of each try', async () => {
    const payload = await slice('Is the pool open?');
    await asks('POST', `/review/${await waits(payload)}/retry`);
    const tries = await rows(`SELECT state FROM webhook_attempt WHERE payload = $1 ORDER BY id`, payload);
    expect(tries).toEqual([{ state: 'failed' }, { state: 'stored' }]);
  });

  it('E25: tells of each try when it was, how long it took and what came of it', async () => {
    const id = await waits(Buffer.from('not json'), 'invalid_json');
    expect((await asks('GET', `/review/${id}`)).body.name).toBeNull();
    await asks('POST', `/review/${id}/retry`);
    await asks('POST', `/review/${id}/retry`);
    const failed = { outcome: 'failed', code: 'invalid_json', at: expect.any(String), tookMs: expect.any(Number) };
    expect((await asks('GET', `/review/${id}`)).body).toMatchObject({
      tries: 3,
      payload: 'not json',
      attempts: [failed, failed],
    });
  });

  it('E25: what the door itself could not store has its first try too', async () => {
    const before = new Set((await asks('GET', '/review')).body.items.map((item: { id: string }) => item.id));
    const cut = Buffer.from('{"object": "whatsapp_business_account", "entry": [');
    const { port } = new URL(desk.cloud.webhooks.url ?? '');
    const signature = `sha256=${createHmac('sha256', desk.cloud.about().appSecret).update(cut).digest('hex')}`;
    const answer = await fetch(`http://127.0.0.1:${port}/webhooks/meta-cloud/${desk.channelId}`, {
      method: 'POST',
      body: cut,
      headers: { 'x-hub-signature-256': signature },
    });
    expect(answer.status).toBe(400);
    const items = (await asks('GET', '/review')).body.items as { id: string }[];
    const item = items.find(({ id }) => !before.has(id));
    expect((await asks('GET', `/review/${item?.id}`)).body).toMatchObject({
      code: 'invalid_json',
      attempts: [{ outcome: 'failed', code: 'invalid_json', tookMs: null }],
    });
  });

  it('shows beforehand what a retry would write, and writes nothing', async () => {
    const id = await waits(await slice('A cot, please'));
    const count = (): Promise<unknown> =>
      rows(
        `SELECT (SELECT count(*) FROM message) m, (SELECT count(*) FROM guest) g, (SELECT count(*) FROM webhook_attempt) w`,
      );
    const before = await count();
    const { body } = await asks('POST', `/review/${id}/retry`, { dryRun: true });
    expect(body).toMatchObject({ id, resolved: true });
    expect(body.rows).toContainEqual({ table: 'message', made: 1, changed: 0 });
    expect(body.rows).toContainEqual({ table: 'guest', made: 1, changed: 0 });
    expect(await count()).toEqual(before);
    expect((await asks('GET', `/review/${id}`)).body).toMatchObject({ tries: 1, attempts: [] });
    await asks('POST', `/review/${id}/retry`);
    const broken = await waits(Buffer.from('not json'), 'invalid_json');
    expect((await asks('POST', `/review/${broken}/retry`, { dryRun: true })).body).toEqual({
      id: broken,
      resolved: false,
      rows: [],
    });
  });

  it('makes nothing twice, pressed in many places at once', async () => {
    const id = await waits(await slice('Two towels'));
    const answers = await Promise.all(Array.from({ length: 6 }, () => asks('POST', `/review/${id}/retry`)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    await desk.settled();
    expect(await textsOf('Two towels')).toBe(1);
    const log = await rows(`SELECT 1 FROM audit_entry WHERE action = 'review.retried' AND subject_id = $1`, id);
    expect(log).toHaveLength(1);
  });

  it('sends nothing for a message that is a day old', async () => {
    const id = await waits(await slice('Yesterday’s wish', { sentAt: new Date(Date.now() - 25 * 3_600_000) }));
    await asks('POST', `/review/${id}/retry`);
    await desk.settled();
    expect(await textsOf('Yesterday’s wish')).toBe(1);
    expect(await ruleOf('Yesterday’s wish')).toBe('late-replay');
    const [{ conversation_id }] = await rows(
      `SELECT conversation_id FROM message WHERE content ->> 'text' = 'Yesterday’s wish'`,
    );
    const sent = `SELECT 1 FROM message WHERE conversation_id = $1 AND direction = 'outbound'`;
    expect(await rows(sent, conversation_id)).toEqual([]);
  });

  it('sends nothing for a message that is not its chat’s newest', async () => {
    const from = '34600200999';
    const older = await slice('First', { from, sentAt: new Date(Date.now() - 60_000) });
    await asks('POST', `/review/${await waits(await slice('Second', { from }))}/retry`);
    await desk.settled();
    await asks('POST', `/review/${await waits(older)}/retry`);
    await desk.settled();
    expect([await ruleOf('Second'), await ruleOf('First')]).toEqual(['greeting', 'late-replay']);
  });

  it('waits on, with today’s reason, when it still cannot be read', async () => {
    const id = await waits(Buffer.from('not json'), 'invalid_json');
    expect((await asks('POST', `/review/${id}/retry`)).body).toEqual({ id, resolved: false, rows: null });
    const { items } = (await asks('GET', '/review?kind=receipt')).body;
    expect(items).toMatchObject([{ id, code: 'invalid_json', tries: 2 }]);
  });

  it('can only be discarded when its bytes are gone', async () => {
    const id = await waits(Buffer.from('{}'));
    await rows(`UPDATE review_item SET receipt_id = NULL WHERE id = $1`, id);
    expect((await asks('POST', `/review/${id}/retry`)).body.code).toBe('review_gone');
    expect((await asks('POST', `/review/${id}/discard`, { reason: 'Too old' })).status).toBe(204);
  });

  it('E18: discarding needs a reason, which the audit log keeps', async () => {
    const id = await waits(await slice('Spam'));
    expect((await asks('POST', `/review/${id}/discard`, {})).body.code).toBe('invalid_input');
    expect((await asks('POST', `/review/${id}/discard`, { reason: 'Spam' })).status).toBe(204);
    expect((await asks('POST', `/review/${id}/discard`, { reason: 'Spam' })).body.code).toBe('review_resolved');
    expect(await textsOf('Spam')).toBe(0);
    const log = await rows(`SELECT action, after FROM audit_entry WHERE subject_id = $1`, id);
    expect(log).toEqual([{ action: 'review.discarded', after: { reason: 'Spam' } }]);
  });
});

it('D5: retries all that fit, the oldest first, and tells what became of them', async () => {
  const [one, two] = [await waits(await slice('One')), await waits(await slice('Two'))];
  const broken = await waits(Buffer.from('broken'), 'invalid_json');
  expect((await asks('GET', '/review?code=invalid_json')).body.items.map(({ id }: { id: string }) => id)).toEqual([
    broken,
  ]);
  const some = await asks('POST', '/review/retry', { filter: { code: 'not_storable' } });
  expect(some.body).toEqual({ tried: 2, resolved: 2, more: false });
  expect(
    await rows(`SELECT 1 FROM review_item WHERE id = ANY ($1::uuid[]) AND resolved_at IS NULL`, [one, two]),
  ).toEqual([]);
  expect((await asks('POST', '/review/retry', { filter: { kind: 'receipt' } })).body).toEqual({
    tried: 1,
    resolved: 0,
    more: false,
  });
  expect((await asks('POST', '/review/retry', {})).body.code).toBe('invalid_input');
});

it('D5: a send that failed goes out once more through the same pipe', async () => {
  const ana = desk.guest('Ana');
  const { conversationId } = await desk.says(ana, 'Could you call a taxi?');
  await desk.settled();
  const sent = await asks('POST', `/conversations/${conversationId}/messages`, {
    content: { type: 'text', text: 'It is on its way.' },
    clientId: newId(),
  });
  await desk.settled();
  const { id: messageId } = sent.body;
  await rows(`UPDATE message SET status = 40 WHERE id = $1`, messageId);
  const id = newId();
  await rows(
    `INSERT INTO review_item (hotel_id, id, kind, conversation_id, message_id, code, reason, at) VALUES ($1, $2, 'send', $3, $4, 'provider_unreachable', 'Away.', now())`,
    desk.hotel.id,
    id,
    conversationId,
    messageId,
  );
  const [item] = (await asks('GET', '/review?kind=send')).body.items;
  expect(item).toMatchObject({ id, conversationId, name: 'Ana' });
  expect((await asks('GET', `/review/${id}`)).body).toMatchObject({ id, name: 'Ana' });
  const looked = (await asks('POST', `/review/${id}/retry`, { dryRun: true })).body;
  expect(looked.rows).toContainEqual({ table: 'send_attempt', made: 1, changed: 0 });
  expect((await asks('POST', `/review/${id}/retry`)).body).toEqual({ id, resolved: true, rows: null });
  await desk.settled();
  expect((await asks('GET', `/review/${id}`)).body.attempts.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
    ['done', 'done'],
  );
  expect(await rows(`SELECT number FROM send_attempt WHERE message_id = $1 ORDER BY number`, messageId)).toEqual([
    { number: 1 },
    { number: 2 },
  ]);
  const open = (await asks('GET', '/review?kind=send')).body.items.map((one: { id: string }) => one.id);
  expect(open).not.toContain(id);
});

it('D5: a message that could not be routed is routed again while it is its chat’s newest', async () => {
  const rui = desk.guest('Rui');
  const { id: messageId, conversationId } = await desk.says(rui, 'Good morning');
  await desk.settled();
  await rows(`DELETE FROM route_decision WHERE message_id = $1`, messageId); // as when the router gave up on it
  await rows(`UPDATE conversation SET menu = NULL WHERE id = $1`, conversationId);
  const item = async (): Promise<string> => {
    const id = newId();
    await rows(
      `INSERT INTO review_item (hotel_id, id, kind, conversation_id, message_id, code, reason, at) VALUES ($1, $2, 'job', $3, $4, 'routing_failed', 'It broke.', now())`,
      desk.hotel.id,
      id,
      conversationId,
      messageId,
    );
    return id;
  };
  await asks('POST', `/review/${await item()}/retry`);
  await desk.settled();
  expect(await ruleOf('Good morning')).toBe('greeting');
  const greetings = `SELECT 1 FROM message WHERE conversation_id = $1 AND author_kind = 'automation'`;
  const count = (await rows(greetings, conversationId)).length;
  await asks('POST', `/review/${await item()}/retry`); // decided by now: nothing follows
  await desk.settled();
  expect(await rows(greetings, conversationId)).toHaveLength(count);
});
