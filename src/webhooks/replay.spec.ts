import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { shellBeside } from '../../test/support/shell.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';
import { run } from '../cli/index.js';
import { newId } from '../common/ids.js';
import { Sweeper } from '../queue/index.js';

let desk: TalkingDesk;
let said: ReturnType<typeof shellBeside>;

beforeAll(async () => {
  desk = await TalkingDesk.open();
  said = shellBeside(desk);
  await rows(`UPDATE hotel SET auto_reply = '{"enabled": true}' WHERE id = $1`, desk.hotel.id);
});
beforeEach(() => desk.settled());
afterEach(() => void Object.assign(said, { out: '', err: '' }));
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await desk.close();
});

const rows = <T = Record<string, unknown>>(sql: string, ...params: unknown[]): Promise<T[]> =>
  desk.hotel.query<T>(sql, params);
const bellhop = (...words: string[]): Promise<number> => run(['node', 'bellhop', 'replay', ...words]);

/** What a command left to do is found in the rows, and done. */
async function swept(): Promise<void> {
  await desk.app.get(Sweeper).processAll();
  await desk.settled();
}

interface Report {
  dryRun: boolean;
  receipts: number;
  unreadable: number;
  resolved: number;
  rows: { table: string; made: number; changed: number }[];
}

/** Of the day the receipts carry: theirs is real time. */
async function replayed(...words: string[]): Promise<Report> {
  said.out = '';
  expect(await bellhop('--day', new Date().toISOString().slice(0, 10), '--json', ...words), said.err).toBe(0);
  return JSON.parse(said.out) as Report;
}

/** A fingerprint of each table once nothing moves any more: every column of every row, but for workers' claims. */
async function everything(): Promise<Record<string, string>> {
  let last = await fingerprints();
  for (;;) {
    await desk.settled();
    const now = await fingerprints();
    if (JSON.stringify(now) === JSON.stringify(last)) return now;
    last = now;
  }
}

async function fingerprints(): Promise<Record<string, string>> {
  const tables = await rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = current_schema()::regnamespace
       AND relname NOT IN ('lease', 'migration') ORDER BY 1`,
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await rows<{ print: string }>(
      `SELECT count(*) || ' ' || md5(coalesce(string_agg(row::text, '|' ORDER BY row::text), '')) AS print
       FROM (SELECT to_jsonb(t) - ARRAY['routing_fence', 'routing_until', 'sending_fence', 'sending_until'] AS row FROM ${name} t) rows`,
    );
    prints[name] = row?.print ?? '';
  }
  return prints;
}

/** Two guests with all that providers tell: words, a file, ticks, a reaction, an edit, what was typed on the hotel's phone. */
async function aDay(): Promise<{ ana: string; bruno: string }> {
  const [ana, bruno] = [desk.guest('Ana'), desk.guest('Bruno')];
  const first = await desk.says(ana, 'Could we have two towels?');
  await desk.settled();
  await desk.asks(desk.hotel.lucia, 'POST', `/conversations/${first.conversationId}/messages`, {
    content: { type: 'text', text: 'Of course, in five minutes.' },
    clientId: newId(),
  });
  await desk.settled();
  await ana.reads();
  await ana.reacts('👍');
  const wish = await desk.says(bruno, 'A taxi at nine');
  await bruno.edits(wish.providerId, 'A taxi at ten');
  await bruno.sendsImage({ caption: 'Our luggage' });
  await desk.settled();
  return { ana: first.id, bruno: wish.conversationId };
}

describe('D2: a replay', { timeout: 60_000 }, () => {
  it('of a whole day changes nothing and sends nothing when nothing is missing', async () => {
    await aDay();
    const [before, calls] = [await everything(), desk.cloud.calls.length];
    const report = await replayed();
    expect(report).toMatchObject({ dryRun: false, unreadable: 0, resolved: 0, rows: [] });
    const kinds = (await rows<{ kind: string }>(`SELECT DISTINCT kind FROM webhook_attempt`)).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['message_edited', 'message_received', 'message_status', 'reaction_changed']);
    expect(report.receipts).toBeGreaterThan(kinds.length);
    expect(await replayed('--dry-run')).toMatchObject({ dryRun: true, rows: [] });
    await desk.settled();
    expect(await everything()).toEqual(before);
    expect(desk.cloud.calls).toHaveLength(calls);
    said.out = '';
    expect(await bellhop('--day', new Date().toISOString().slice(0, 10))).toBe(0);
    expect(said.out).toMatch(/^Read \d+ receipts: nothing is missing\.\n$/);
  });

  it('reads page by page: more events than one page holds, each once, and only that channel’s', async () => {
    const one = await desk.says(desk.guest('Zoe'), 'Only once');
    await desk.settled();
    const { receipts: before } = await replayed();
    await rows(
      `INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, event_key, payload, state, received_at)
       SELECT hotel_id, (left(id::text, 24) || lpad(to_hex(n), 12, '0'))::uuid, channel_id, kind, event_key, payload, 'duplicate', received_at
       FROM webhook_attempt, generate_series(1, 1200) n WHERE event_key = $1`,
      one.providerId,
    );
    expect(await replayed()).toMatchObject({ receipts: before + 1200, rows: [] });
    await rows(`DELETE FROM webhook_attempt WHERE event_key = $1 AND state = 'duplicate'`, one.providerId);
    const elsewhere = newId();
    await rows(
      `INSERT INTO channel (hotel_id, id, provider, name, created_at, updated_at) VALUES ($1, $2, 'meta-cloud', 'Spare', now(), now())`,
      desk.hotel.id,
      elsewhere,
    );
    expect(await replayed('--channel', elsewhere)).toMatchObject({ receipts: 0, rows: [] });
  });

  it('shows what is missing, brings it back, and answers nobody', async () => {
    const { ana, bruno } = await aDay();
    const [{ chat_id: chatId }] = (await rows<{ chat_id: string }>(
      `SELECT chat_id FROM message WHERE id = $1`,
      ana,
    )) as [{ chat_id: string }];
    // Ana's words are lost; of Bruno everything is, as if he had never written.
    await rows(`DELETE FROM route_decision WHERE message_id = $1`, ana);
    await rows(`DELETE FROM message WHERE id = $1`, ana);
    await forget(bruno);
    const [before, calls] = [await everything(), desk.cloud.calls.length];
    const looked = await replayed('--dry-run');
    const made = Object.fromEntries(looked.rows.map((row) => [row.table, row.made]));
    expect(made).toMatchObject({ guest: 1, chat: 1, conversation: 1, attendee: 1, message: 3, media: 1 });
    expect(await everything()).toEqual(before);
    said.out = '';
    expect(await bellhop('--day', new Date().toISOString().slice(0, 10), '--dry-run')).toBe(0);
    expect(said.out).toMatch(
      /: would make 1 attendee, 1 chat, .*\b1 guest, .*\b3 messages, .*; changes: .*\b2 of conversations\b/,
    );

    const since = new Date();
    expect((await replayed()).rows).toEqual(looked.rows);
    await swept();
    const back = await rows(
      `SELECT m.chat_id = $1 AS "inItsChat", coalesce(m.content ->> 'text', m.content ->> 'caption') AS words, m.inbound_seq IS NOT NULL AS unread, d.rule
       FROM message m LEFT JOIN route_decision d ON d.hotel_id = m.hotel_id AND d.message_id = m.id
       WHERE m.created_at >= $2 ORDER BY m.seq, 2`,
      chatId,
      since,
    );
    const late = { unread: true, rule: 'late-replay' };
    expect(back).toHaveLength(3);
    expect(back).toContainEqual({ inItsChat: true, words: 'Could we have two towels?', ...late });
    expect(back).toContainEqual({ inItsChat: false, words: 'A taxi at ten', ...late });
    expect(back).toContainEqual({ inItsChat: false, words: 'Our luggage', ...late });
    const sends = desk.cloud.calls.slice(calls).filter(({ path }) => path.endsWith('/messages'));
    expect(sends).toEqual([]);
    expect((await replayed()).rows).toEqual([]);
    const log = await rows(`SELECT actor_kind FROM audit_entry WHERE action = 'receipts.replayed'`);
    expect(log).toEqual([{ actor_kind: 'operator' }]);
  });

  it('stores what an earlier version could not, of one receipt or of one channel, and takes it out of review', async () => {
    const [one, two] = [await waiting('Is there a cot?'), await waiting('And a high chair?')];
    said.out = '';
    expect(await bellhop(one, '--dry-run')).toBe(0);
    expect(said.out).toContain('1 message');
    expect(await bellhop(one, '--json')).toBe(0);
    expect(JSON.parse(said.out.trim().split('\n').at(-1) ?? '')).toMatchObject({ receipts: 1, resolved: 1 });
    expect(await replayed('--channel', desk.channelId)).toMatchObject({ resolved: 1, unreadable: 0 });
    await swept();
    expect(await rows(`SELECT resolution FROM review_item WHERE id = ANY ($1::uuid[])`, [one, two])).toEqual([
      { resolution: 'retried' },
      { resolution: 'retried' },
    ]);
    const told = await rows(
      `SELECT d.rule FROM message m JOIN route_decision d ON d.message_id = m.id WHERE m.content ->> 'text' IN ('Is there a cot?', 'And a high chair?')`,
    );
    expect(told).toEqual([{ rule: 'late-replay' }, { rule: 'late-replay' }]);
  });

  it('promise 1: one that cannot be stored today either costs itself alone', async () => {
    await waiting('Late, but here');
    await waiting('Never', { id: 'x'.repeat(20_000) + newId() });
    await waiting('Broken', { cut: true });
    expect(await replayed()).toMatchObject({ resolved: 1, unreadable: 2 });
    const texts = await rows(`SELECT 1 FROM message WHERE content ->> 'text' = 'Late, but here'`);
    expect(texts).toHaveLength(1);
    expect(await replayed()).toMatchObject({ resolved: 0, unreadable: 2, rows: [] });
  });

  it.each([
    [2, []],
    [2, ['--day', '2026-13-01']],
    [2, ['--day', 'yesterday']],
    [2, ['--channel', newId()]],
    [2, [newId(), '--day', '2026-11-20']],
    [1, [newId()]],
    [1, ['everything']],
    [1, ['--day', '2026-11-20', '--channel', newId()]],
  ])('answers %i to `bellhop replay %s`', async (code, words) => {
    expect(await bellhop(...words)).toBe(code);
    expect(said.err).not.toBe('');
  });
});

/** By hand, as nobody should: a guest with their chat and all that was said in it. */
async function forget(conversationId: string): Promise<void> {
  const [found] = await rows<{ chat: string; guest: string; channel: string }>(
    `SELECT c.id AS chat, c.guest_id AS guest, c.channel_id AS channel FROM conversation v JOIN chat c ON c.id = v.chat_id WHERE v.id = $1`,
    conversationId,
  );
  const { chat, guest } = found!;
  const messages = `SELECT id FROM message WHERE chat_id = $1`;
  await rows(`UPDATE chat SET current_conversation_id = NULL WHERE id = $1`, chat);
  await rows(
    `DELETE FROM message_revision WHERE target_provider_id IN (SELECT provider_id FROM message WHERE chat_id = $1)`,
    chat,
  );
  await rows(`DELETE FROM route_decision WHERE message_id IN (${messages})`, chat);
  await rows(`DELETE FROM send_attempt WHERE message_id IN (${messages})`, chat);
  await rows(`DELETE FROM message WHERE chat_id = $1`, chat);
  const episodes = `SELECT id FROM conversation WHERE chat_id = $1`;
  for (const table of ['conversation_attendee', 'participant'])
    await rows(`DELETE FROM ${table} WHERE conversation_id IN (${episodes})`, chat);
  await rows(`DELETE FROM conversation WHERE chat_id = $1`, chat);
  await rows(`DELETE FROM chat_signal WHERE chat_id = $1`, chat);
  await rows(`DELETE FROM chat WHERE id = $1`, chat);
  for (const table of ['attendee', 'guest_identity']) await rows(`DELETE FROM ${table} WHERE guest_id = $1`, guest);
  await rows(`DELETE FROM guest WHERE id = $1`, guest);
}

/** A guest's words that wait in review, as if an earlier version had not been able to store them. */
async function waiting(text: string, given: { id?: string; cut?: boolean } = {}): Promise<string> {
  const [channel] = await rows<{ external_id: string; account_id: string }>(
    `SELECT external_id, account_id FROM channel WHERE id = $1`,
    desk.channelId,
  );
  const from = '34600200301';
  const message = { from, id: given.id ?? `wamid.${newId()}`, timestamp: String(Math.floor(Date.now() / 1000)) };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '351210000000', phone_number_id: channel?.external_id },
    contacts: [{ wa_id: from, profile: { name: 'Carla' } }],
    messages: [{ ...message, type: 'text', text: { body: text } }],
  };
  const entry = [{ id: channel?.account_id, changes: [{ field: 'messages', value }] }];
  const bytes = JSON.stringify({ object: 'whatsapp_business_account', entry });
  const [receipt, item] = [newId(), newId()];
  await rows(
    `INSERT INTO webhook_attempt (hotel_id, id, channel_id, kind, payload, state, code, error, received_at)
     VALUES ($1, $2, $3, 'unparsed', $4, 'failed', 'not_storable', 'It was not understood.', now())`,
    desk.hotel.id,
    receipt,
    desk.channelId,
    Buffer.from(given.cut ? bytes.slice(0, -9) : bytes),
  );
  await rows(
    `INSERT INTO review_item (hotel_id, id, kind, channel_id, receipt_id, code, reason, at)
     VALUES ($1, $2, 'receipt', $3, $4, 'not_storable', 'It was not understood.', now())`,
    desk.hotel.id,
    item,
    desk.channelId,
    receipt,
  );
  return item;
}
