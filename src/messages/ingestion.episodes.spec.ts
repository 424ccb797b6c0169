import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { newId } from '../common/ids.js';
import { openClient } from '../database/pg-client.js';
import { HOUR, IngestionDesk } from '../../test/support/ingestion.js';
import { idOf, type TestGuest } from '../../test/support/meta-news.js';
import { appendNote, appendOutgoing } from './append.js';

interface Episode {
  id: string;
  type: string;
  status: string;
  texts: string[];
}

describe('which conversation a message goes to', () => {
  let desk: IngestionDesk;
  let ana: TestGuest;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  beforeEach(async () => {
    desk.channel = await desk.addHotel();
    desk.clock.at = new Date(Math.ceil(+desk.clock.at / 1000) * 1000);
    ana = desk.guest({ phone: '34600123456', userId: 'ES.1', name: 'Ana' });
  });
  afterAll(() => desk.close());

  /** The hotel's conversations in the order they began. */
  const episodes = () =>
    desk.rows<Episode>(
      `SELECT v.id, v.type, v.status, ARRAY(SELECT m.content ->> 'text' FROM message m WHERE m.conversation_id = v.id AND m.type = 'text' ORDER BY m.seq) AS texts
       FROM conversation v WHERE v.hotel_id = $1 ORDER BY v.opened_at, v.id`,
      [desk.channel.hotelId],
    );
  const shape = () => episodes().then((rows) => rows.map(({ type, status, texts }) => ({ type, status, texts })));
  const chat = () =>
    desk.row<{ id: string; conversationId: string }>(
      'SELECT id, current_conversation_id AS "conversationId" FROM chat WHERE hotel_id = $1',
      [desk.channel.hotelId],
    );

  /** The guest chose a department: its own conversation beside the `general` one, and the chat's current one. */
  async function addService(name: string): Promise<string> {
    const department = await desk.addDepartment(name);
    const { id: chatId } = await chat();
    const id = newId();
    const now = desk.clock.now();
    await desk.rows(
      `INSERT INTO conversation (hotel_id, id, chat_id, type, status, department_id, last_message_at, expires_at, opened_at, updated_at)
       VALUES ($1, $2, $3, 'service', 'active', $4, $5, $6, $5, $5)`,
      [desk.channel.hotelId, id, chatId, department, now, new Date(+now + 24 * HOUR)],
    );
    await desk.rows('UPDATE chat SET current_conversation_id = $2 WHERE id = $1', [chatId, id]);
    return id;
  }

  it('E10: exactly 24 hours after the last message it is still active, a department’s too', async () => {
    await desk.receives(ana.says('one'));
    desk.clock.advance(24 * HOUR);
    await desk.receives(ana.says('two', { at: desk.clock.now() }));
    await addService('Spa');
    desk.clock.advance(24 * HOUR);
    await desk.receives(ana.says('three', { at: desk.clock.now() }));
    expect(await shape()).toEqual([
      { type: 'general', status: 'active', texts: ['one', 'two'] },
      { type: 'service', status: 'active', texts: ['three'] },
    ]);
  });

  it('E10: a millisecond later it has ended, and a new general one begins', async () => {
    await desk.receives(ana.says('one'));
    desk.clock.at = new Date(+desk.clock.now() + 24 * HOUR + 1);
    await desk.receives(ana.says('two', { at: desk.clock.now() }), ana.says('three', { at: desk.clock.now() }));
    expect(await shape()).toEqual([
      { type: 'general', status: 'expired', texts: ['one'] },
      { type: 'general', status: 'active', texts: ['two', 'three'] },
    ]);
    const [, fresh] = await episodes();
    expect(await chat()).toMatchObject({ conversationId: fresh?.id });
    expect(await desk.rows('SELECT 1 FROM conversation_attendee WHERE conversation_id = $1', [fresh?.id])).toHaveLength(
      1,
    );
    expect(
      await desk.rows(`SELECT kind FROM change WHERE hotel_id = $1 AND message_id IS NULL ORDER BY position`, [
        desk.channel.hotelId,
      ]),
    ).toEqual([{ kind: 'conversation.created' }, { kind: 'conversation.updated' }, { kind: 'conversation.created' }]);
  });

  it('E10: each message of the guest moves the end, one that comes late too, from when it came', async () => {
    await desk.receives(ana.says('one'));
    const sent = desk.clock.now();
    desk.clock.advance(20 * HOUR);
    await desk.receives(ana.says('two', { at: sent }));
    expect(await desk.rows('SELECT expires_at FROM conversation WHERE hotel_id = $1', [desk.channel.hotelId])).toEqual([
      { expires_at: new Date(+desk.clock.now() + 24 * HOUR) },
    ]);
  });

  it('E10: a department’s conversation that ended is followed by a general one, also where an old one lay beside it', async () => {
    await desk.receives(ana.says('one'));
    await addService('Spa');
    await desk.receives(ana.says('two'));
    desk.clock.advance(25 * HOUR);
    await desk.receives(ana.says('three'));
    expect(await shape()).toEqual([
      { type: 'general', status: 'expired', texts: ['one'] },
      { type: 'service', status: 'expired', texts: ['two'] },
      { type: 'general', status: 'active', texts: ['three'] },
    ]);
  });

  const close = (id: string) =>
    desk.rows(
      `UPDATE conversation SET status = 'closed', closed_at = $2, close_reason = 'done', waiting_since = NULL WHERE id = $1`,
      [id, desk.clock.now()],
    );

  it('E10: written within the hours, the closed one comes back as it was, without a menu', async () => {
    await desk.receives(ana.says('one'));
    const service = await addService('Spa');
    await desk.receives(ana.says('two'));
    await close(service);
    desk.clock.advance(2 * HOUR);
    await desk.receives(ana.says('three'));
    expect(await shape()).toMatchObject([
      { type: 'general' },
      { type: 'service', status: 'active', texts: ['two', 'three'] },
    ]);
    expect(
      await desk.row('SELECT reopened_at, closed_at, close_reason, waiting_since FROM conversation WHERE id = $1', [
        service,
      ]),
    ).toEqual({
      reopened_at: desk.clock.now(),
      closed_at: null,
      close_reason: null,
      waiting_since: desk.clock.now(),
    });
  });

  it('E10: written later, a general one begins', async () => {
    await desk.receives(ana.says('one'));
    await close((await chat()).conversationId);
    desk.clock.advance(25 * HOUR);
    await desk.receives(ana.says('two'));
    expect(await shape()).toEqual([
      { type: 'general', status: 'closed', texts: ['one'] },
      { type: 'general', status: 'active', texts: ['two'] },
    ]);
  });

  it('E1: a message that quotes goes where the quoted one is, while that is active', async () => {
    const first = ana.says('about the room');
    await desk.receives(first);
    await addService('Spa');
    await desk.receives(ana.says('about the massage'));
    await desk.receives(ana.says('the room again', { quotes: idOf(first) }), ana.says('the massage again'));
    const [general] = await episodes();
    expect(await shape()).toEqual([
      { type: 'general', status: 'active', texts: ['about the room', 'the room again'] },
      { type: 'service', status: 'active', texts: ['about the massage', 'the massage again'] },
    ]);
    await close(general?.id ?? '');
    await desk.receives(
      ana.says('and again', { quotes: idOf(first) }),
      ana.says('of nothing', { quotes: 'wamid.NOWHERE' }),
    );
    expect((await shape())[1]?.texts.slice(-2)).toEqual(['and again', 'of nothing']);
  });

  it('E10: what automation says and staff note neither stops the waiting clock nor moves the end; an answer does', async () => {
    await desk.receives(ana.says('one'));
    const asked = desk.clock.now();
    const { id: chatId, conversationId } = await chat();
    const { hotelId } = desk.channel;
    const sql = { query: <T>(text: string, params: readonly unknown[] = []) => desk.rows<T>(text, [...params]) };
    const clocks = () => desk.row('SELECT waiting_since, expires_at FROM conversation WHERE id = $1', [conversationId]);
    const waiting = { waiting_since: asked, expires_at: new Date(+asked + 24 * HOUR) };
    desk.clock.advance(HOUR);
    const now = desk.clock.now();
    const say = (kind: 'user' | 'automation', expiresAt: Date | null) =>
      appendOutgoing(sql, {
        hotelId,
        chatId,
        conversationId,
        author: { kind, id: null },
        content: { type: 'text', text: kind },
        clientId: null,
        replyToId: null,
        now,
        expiresAt,
      });
    await say('automation', null);
    await appendNote(sql, {
      hotelId,
      chatId,
      conversationId,
      author: { kind: 'user', id: newId() },
      content: { type: 'note', text: 'VIP', mentions: [] },
      clientId: null,
      now,
    });
    expect(await clocks()).toEqual(waiting);
    await desk.receives(ana.says('two'));
    expect(await clocks()).toMatchObject({ waiting_since: asked });
    await say('user', new Date(+now + 24 * HOUR));
    expect(await clocks()).toMatchObject({ waiting_since: null });
    // Sequences go on over what the desk itself said.
    await desk.receives(ana.says('three'));
    expect(await desk.rows('SELECT seq, inbound_seq FROM message WHERE hotel_id = $1 ORDER BY seq', [hotelId])).toEqual(
      [
        { seq: 1, inbound_seq: 1 },
        { seq: 2, inbound_seq: null },
        { seq: 3, inbound_seq: null },
        { seq: 4, inbound_seq: 2 },
        { seq: 5, inbound_seq: null },
        { seq: 6, inbound_seq: 3 },
      ],
    );
  });

  it.each<[string, string, Partial<Episode>[]]>([
    [
      'close the conversation',
      `UPDATE conversation SET status = 'closed', closed_at = now() WHERE id = $2 AND $1::uuid IS NOT NULL`,
      [{ status: 'active', texts: ['one', 'two'] }],
    ],
    [
      'open a department’s',
      `WITH closed AS (UPDATE conversation SET status = 'closed', closed_at = now() WHERE id = $2 RETURNING *), other AS (
         INSERT INTO conversation (hotel_id, id, chat_id, type, status, department_id, last_message_at, expires_at, opened_at, updated_at)
         SELECT hotel_id, gen_random_uuid(), chat_id, 'service', 'active', (SELECT id FROM department d WHERE d.hotel_id = c.hotel_id),
                last_message_at, expires_at, opened_at + interval '1 s', updated_at FROM closed c RETURNING id)
       UPDATE chat SET current_conversation_id = (SELECT id FROM other) WHERE id = $1`,
      [
        { type: 'general', status: 'closed', texts: ['one'] },
        { type: 'service', status: 'active', texts: ['two'] },
      ],
    ],
  ])('E4: a message that comes while staff %s sees what they did', async (_what, act, expected) => {
    await desk.receives(ana.says('one'));
    await desk.addDepartment('Spa');
    const { id, conversationId } = await chat();
    const staff = openClient({ url: desk.url });
    await staff.connect();
    await staff.query('BEGIN');
    await staff.query('SELECT 1 FROM chat WHERE id = $1 FOR NO KEY UPDATE', [id]);
    const stored = desk.receives(ana.says('two'));
    await desk.untilSomebodyWaits();
    await staff.query(act, [id, conversationId]);
    await staff.query('COMMIT');
    await staff.end();
    await stored;
    expect(await shape()).toMatchObject(expected);
  });
});
