import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { LiveDesk } from '../../test/support/live-desk.js';
import { buildHotel, type ChatOf, type TestHotel } from '../../test/support/hotel.js';
import { hashOf } from './refresh-tokens.js';

const ALL = ['conversation:read', 'conversation:write', 'conversation:assign', 'guest:read'];

let desk: LiveDesk;
let hotel: TestHotel;
let ana: ChatOf;
/** of housekeeping, and of the spa */
let towels: string;
let massage: string;

beforeAll(async () => {
  desk = await LiveDesk.open();
  ({ hotel } = desk);
  hotel.now = new Date();
  await hotel.query(`INSERT INTO webhook_address (channel_id, hotel_id) VALUES ($1, $2)`, [hotel.channelId, hotel.id]);
  ana = await hotel.guest('Ana Sousa', '+351912345678');
});
beforeEach(async () => {
  await hotel.query(`UPDATE conversation SET status = 'closed' WHERE hotel_id = $1`, [hotel.id]);
  towels = await hotel.conversation(ana, { departmentId: hotel.housekeeping });
  massage = await hotel.conversation(ana, { departmentId: hotel.spa });
  await hotel.says(ana, towels, 'Towels, please');
  await hotel.says(ana, massage, 'A massage at five?');
});
afterAll(() => desk.close());

const made = async (given: object = {}): Promise<{ id: string; key: string }> => {
  const { status, body } = await desk.asks(hotel.lucia, 'POST', '/api-keys', { name: 'PMS', scopes: ALL, ...given });
  expect(status).toBe(201);
  return body;
};
/** Of an answer, what these tests look at; which of it is there goes by the address. */
interface Seen {
  id: string;
  code: string;
  status: string;
  author: object;
  items: { id: string }[];
  waitingSince: string | null;
}
/** What a program does with its key. */
async function asks(
  key: string,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<{ status: number; body: Seen }> {
  const answer = await desk.app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.body === '' ? ({} as Seen) : answer.json<Seen>() };
}
const ended = async (id: string): Promise<void> => {
  const token = await desk.tokenOf(hotel.lucia);
  const { statusCode } = await desk.app.inject({
    method: 'DELETE',
    url: `/api/v1/api-keys/${id}`,
    headers: { authorization: `Bearer ${token}` },
  });
  expect(statusCode).toBe(204);
};

describe('making a key', () => {
  it('B9: tells it once and keeps only its hash', async () => {
    const { id, key } = await made();
    expect(key).toMatch(/^bh_[\w-]{43}$/);
    const list = await desk.asks(hotel.lucia, 'GET', '/api-keys');
    expect(list.body.items[0]).toMatchObject({
      id,
      name: 'PMS',
      endsWith: key.slice(-4),
      scopes: ALL,
      departmentIds: null,
      createdBy: { id: hotel.lucia.userId },
      lastUsedAt: null,
    });
    expect(JSON.stringify(list.body)).not.toContain(key);
    const rows = await Promise.all(
      ['api_key', 'audit_entry', 'idempotency_key', 'change'].map((table) => hotel.query(`SELECT * FROM ${table}`)),
    );
    expect(JSON.stringify(rows)).not.toContain(key);
    expect(await hotel.query(`SELECT hash FROM api_key_hash WHERE api_key_id = $1`, [id])).toEqual([
      { hash: hashOf(key) },
    ]);
  });

  it('B9: repeats the answer of a repeated request without the key, and makes no second one', async () => {
    const request = {
      method: 'POST' as const,
      url: '/api/v1/api-keys',
      headers: { authorization: `Bearer ${await desk.tokenOf(hotel.lucia)}`, 'idempotency-key': 'once' },
      payload: { name: 'Repeated', scopes: ['guest:read'] },
    };
    const [first, second] = [await desk.app.inject(request), await desk.app.inject(request)];
    expect(second.json()).toEqual({ ...first.json(), key: null });
    const kept = JSON.stringify(await hotel.query(`SELECT answer FROM idempotency_key`));
    expect(kept).not.toContain(first.json().key);
  });

  it('is an administrator’s to do, and no key’s', async () => {
    const refused = await desk.asks(hotel.maria, 'POST', '/api-keys', { name: 'X', scopes: ALL });
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    const { key } = await made();
    const child = await asks(key, 'POST', '/api-keys', { name: 'Child', scopes: ALL });
    expect([child.status, child.body]).toMatchObject([403, { code: 'scope_missing', scope: null }]);
  });

  it.each([
    [{ scopes: [] }, 'scopes'],
    [{ scopes: ['api-key:write'] }, 'scopes'],
    [{ scopes: ['user:write'] }, 'scopes'],
    [{ scopes: ['everything'] }, 'scopes'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ departmentIds: ['0190b0c8-0000-7000-8000-000000000000'] }, 'departmentIds'],
    [{ name: '' }, 'name'],
  ])('E20: refuses %j', async (wrong, field) => {
    const { status, body } = await desk.asks(hotel.lucia, 'POST', '/api-keys', { name: 'X', scopes: ALL, ...wrong });
    expect([status, body.code, body.errors[0].field]).toEqual([400, 'invalid_input', field]);
  });

  it('gives a key of some departments no scope that tells of the whole hotel', async () => {
    const given = { name: 'X', scopes: ['review:read'], departmentIds: [hotel.spa] };
    const { body } = await desk.asks(hotel.lucia, 'POST', '/api-keys', given);
    expect(body.errors).toMatchObject([{ field: 'scopes', code: 'whole_hotel_only' }]);
  });
});

describe('asking with a key', () => {
  it('E23: sees through the same place as people: its departments, nothing of another', async () => {
    const { key } = await made({ departmentIds: [hotel.spa] });
    const list = await asks(key, 'GET', '/conversations?status=active');
    expect(list.body.items.map((view: { id: string }) => view.id)).toEqual([massage]);
    expect((await asks(key, 'GET', `/conversations/${towels}`)).status).toBe(404);
    expect((await asks(key, 'POST', `/conversations/${towels}/close`, {})).status).toBe(404);
    const [row] = await hotel.query(`SELECT status FROM conversation WHERE id = $1`, [towels]);
    expect(row).toEqual({ status: 'active' });
    const whole = await made();
    expect((await asks(whole.key, 'GET', `/conversations/${towels}`)).status).toBe(200);
  });

  it('promise 10: opens no other hotel', async () => {
    const boreal = await buildHotel(hotel.dataSource, 'Hotel Boreal');
    const { body } = await desk.asks(boreal.lucia, 'POST', '/api-keys', { name: 'PMS', scopes: ALL });
    expect((await asks(body.key, 'GET', `/conversations/${towels}`)).status).toBe(404);
    expect((await asks(body.key, 'GET', '/conversations')).body.items).toEqual([]);
    const wrong = { name: 'X', scopes: ALL, departmentIds: [hotel.spa] };
    expect((await desk.asks(boreal.lucia, 'POST', '/api-keys', wrong)).body.code).toBe('invalid_input');
  });

  it('does only what its scopes name', async () => {
    const { key } = await made({ scopes: ['conversation:read'] });
    expect((await asks(key, 'GET', `/conversations/${towels}`)).status).toBe(200);
    const refused = await asks(key, 'POST', `/conversations/${towels}/close`, {});
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'scope_missing', scope: 'conversation:write' }]);
  });

  it('is no person: no profile, no read marks', async () => {
    const { key } = await made();
    for (const [method, path, body] of [
      ['GET', '/me', undefined],
      ['POST', `/conversations/${towels}/read`, {}],
    ] as const) {
      const answer = await asks(key, method, path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'scope_missing']);
    }
  });

  it('E18: writes as automation, under its name, and the log says which key it was', async () => {
    const { id, key } = await made({ name: 'Concierge bot' });
    const sent = await asks(key, 'POST', `/conversations/${towels}/messages`, {
      content: { type: 'text', text: 'They are on their way.' },
      clientId: 'bot-1',
    });
    expect(sent.status).toBe(201);
    expect(sent.body.author).toEqual({ kind: 'automation', id, name: 'Concierge bot' });
    const again = await asks(key, 'POST', `/conversations/${towels}/messages`, {
      content: { type: 'text', text: 'They are on their way.' },
      clientId: 'bot-1',
    });
    expect(again.body.id).toBe(sent.body.id);
    const note = await asks(key, 'POST', `/conversations/${towels}/notes`, { text: 'Two towels.' });
    expect(note.body.author).toEqual({ kind: 'automation', id, name: 'Concierge bot' });
    const closed = await asks(key, 'POST', `/conversations/${towels}/close`, { reason: 'done' });
    expect(closed.body.status).toBe('closed');
    const log = await hotel.query(
      `SELECT actor_kind, action FROM audit_entry WHERE actor_id = $1 AND conversation_id = $2 ORDER BY id`,
      [id, towels],
    );
    expect(log).toEqual(
      ['message.sent', 'note.added', 'conversation.closed'].map((action) => ({ actor_kind: 'automation', action })),
    );
    const [said] = await hotel.query(
      `SELECT content -> 'data' -> 'by' ->> 'name' AS by FROM message WHERE conversation_id = $1 AND content ->> 'code' = 'closed'`,
      [towels],
    );
    expect(said).toEqual({ by: 'Concierge bot' });
    expect(await hotel.query(`SELECT 1 FROM participant WHERE user_id = $1`, [id])).toEqual([]);
  });

  it('E10: what it says answers nobody: the guest goes on waiting', async () => {
    const { key } = await made();
    const before = await asks(key, 'GET', `/conversations/${towels}`);
    await asks(key, 'POST', `/conversations/${towels}/messages`, {
      content: { type: 'text', text: 'We have read you.' },
      clientId: 'bot-2',
    });
    const after = await asks(key, 'GET', `/conversations/${towels}`);
    expect(before.body.waitingSince).not.toBeNull();
    expect(after.body).toMatchObject({ waitingSince: before.body.waitingSince, assignee: null });
  });

  it('keeps its own Idempotency-Keys', async () => {
    const { key } = await made();
    const inject = (text: string) =>
      desk.app.inject({
        method: 'POST',
        url: `/api/v1/conversations/${towels}/notes`,
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'note-1' },
        payload: { text },
      });
    const [one, two] = [await inject('Two.'), await inject('Two.')];
    expect(two.json()).toEqual(one.json());
    expect((await inject('Three.')).json().code).toBe('idempotency_key_reused');
  });

  it('opens no socket', async () => {
    const { key } = await made();
    await expect(desk.screen(hotel.lucia, key)).rejects.toThrow('unauthorized');
  });

  it('notes when it was used, to the minute', async () => {
    const { id, key } = await made();
    const used = async (): Promise<Date | null> =>
      (await hotel.query<{ at: Date | null }>(`SELECT last_used_at AS at FROM api_key WHERE id = $1`, [id]))[0]?.at ??
      null;
    await asks(key, 'GET', '/conversations');
    const first = await used();
    expect(Date.now() - +(first ?? 0)).toBeLessThan(60_000);
    await asks(key, 'GET', '/conversations');
    expect(await used()).toEqual(first);
    await hotel.query(`UPDATE api_key SET last_used_at = last_used_at - interval '61 seconds' WHERE id = $1`, [id]);
    await asks(key, 'GET', '/conversations');
    expect(+((await used()) ?? 0)).toBeGreaterThanOrEqual(+(first ?? 0));
  });
});

describe('the end of a key', () => {
  const refused = async (key: string): Promise<void> => {
    const answer = await asks(key, 'GET', '/conversations');
    expect([answer.status, answer.body.code]).toEqual([401, 'api_key_invalid']);
  };

  it('comes at once with DELETE, and stands in the log', async () => {
    const { id, key } = await made();
    expect((await asks(key, 'GET', '/conversations')).status).toBe(200);
    await ended(id);
    await refused(key);
    const list = await desk.asks(hotel.lucia, 'GET', '/api-keys?limit=100');
    expect(list.body.items.map((item: { id: string }) => item.id)).not.toContain(id);
    const log = await hotel.query(`SELECT action, actor_id FROM audit_entry WHERE subject_id = $1 ORDER BY id`, [id]);
    expect(log).toEqual(['api_key.added', 'api_key.ended'].map((action) => ({ action, actor_id: hotel.lucia.userId })));
  });

  it('comes when it expires', async () => {
    const { id, key } = await made({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    expect((await asks(key, 'GET', '/conversations')).status).toBe(200);
    await hotel.query(`UPDATE api_key SET expires_at = $2 WHERE id = $1`, [id, new Date()]);
    await refused(key);
  });

  it('is another hotel’s to bring about as little as an unknown one', async () => {
    const boreal = await buildHotel(hotel.dataSource, 'Hotel Calm');
    const { id, key } = await made();
    const { statusCode } = await desk.app.inject({
      method: 'DELETE',
      url: `/api/v1/api-keys/${id}`,
      headers: { authorization: `Bearer ${await desk.tokenOf(boreal.lucia)}` },
    });
    expect(statusCode).toBe(404);
    expect((await asks(key, 'GET', '/conversations')).status).toBe(200);
  });

  it.each(['bh_', 'bh_nothing', 'bh_' + 'A'.repeat(43), 'bh_%00'])('refuses %s', refused);

  it('takes rights with an archived department', async () => {
    const kids = await hotel.addDepartment('0190b0c8-0000-7000-8000-00000000abcd', 'Kids club', 9);
    const pony = await hotel.conversation(await hotel.guest('Rui'), { departmentId: kids });
    const { key } = await made({ departmentIds: [kids] });
    expect((await asks(key, 'GET', `/conversations/${pony}`)).status).toBe(200);
    await hotel.query(`UPDATE department SET archived_at = now() WHERE id = $1`, [kids]);
    expect((await asks(key, 'GET', `/conversations/${pony}`)).status).toBe(404);
  });
});
