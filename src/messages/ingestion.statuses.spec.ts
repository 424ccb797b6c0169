import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { newId } from '../common/ids.js';
import { statusName } from '../common/delivery-status.js';
import { IngestionDesk } from '../../test/support/ingestion.js';
import { idOf, ticks, wamid, type Change } from '../../test/support/meta-news.js';
import { markAccepted } from './send.repository.js';

const REFUSED = [
  { code: 131047, title: 'Re-engagement message', error_data: { details: 'More than 24 hours have passed.' } },
];

describe('C3: what becomes of a message of ours', () => {
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  beforeEach(async () => {
    desk.channel = await desk.addHotel();
  });
  afterAll(() => desk.close());

  const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second));

  /** A message of ours on its way: queued, tried once. `providerId` null: the provider has not answered yet. */
  async function sending(providerId: string | null): Promise<{ messageId: string; attemptId: string }> {
    const { hotelId, id: channelId } = desk.channel;
    await desk.receives(desk.guest({ phone: '351912345678', name: 'Inês' }).says('Olá'));
    const [messageId, attemptId] = [newId(), newId()];
    await desk.rows(
      `INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, type, content, provider_id, status, seq, sent_at, created_at)
       SELECT hotel_id, $2, id, current_conversation_id, channel_id, 'outbound', 'user', 'text', '{"type": "text", "text": "Bom dia"}', $3, 10, 2, $4, $4
       FROM chat WHERE hotel_id = $1`,
      [hotelId, messageId, providerId, at(0)],
    );
    await desk.rows(
      `INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, provider_id, created_at) VALUES ($1, $2, $3, $4, 1, 10, $5, $6)`,
      [hotelId, attemptId, messageId, channelId, providerId, at(0)],
    );
    return { messageId, attemptId };
  }

  const shown = async (messageId: string) => {
    const { status, failure } = await desk.row<{ status: number; failure: { code: string } | null }>(
      'SELECT status, failure FROM message WHERE id = $1',
      [messageId],
    );
    return failure === null ? statusName(status) : `${statusName(status)}: ${failure.code}`;
  };
  const told = () =>
    desk.rows<{ status: number }>('SELECT status FROM message_status WHERE hotel_id = $1 ORDER BY at, status', [
      desk.channel.hotelId,
    ]);

  it('A4, C3: ticks move forward and tell the change log; told again they change nothing', async () => {
    const { messageId } = await sending('wamid.OUT1');
    for (const [n, status] of ['sent', 'delivered', 'read'].entries()) {
      await desk.receives(ticks('wamid.OUT1', status, at(n + 1)));
      expect(await shown(messageId)).toBe(status);
    }
    const changes = () => desk.count(`change WHERE message_id = $1 AND kind = 'message.updated'`, [messageId]);
    expect(await changes()).toBe(3);
    await desk.receives(
      ticks('wamid.OUT1', 'delivered', at(2)),
      ticks('wamid.OUT1', 'delivered', at(2)),
      ticks('wamid.OUT1', 'sent', at(9)),
    );
    expect(await shown(messageId)).toBe('read');
    expect(await changes()).toBe(3);
    expect(await told()).toHaveLength(4);
    expect(await desk.rows('SELECT status FROM send_attempt WHERE message_id = $1', [messageId])).toEqual([
      { status: 60 },
    ]);
  });

  it.each([
    [['read', 'sent', 'delivered'], 'read'],
    [['read'], 'read'],
    [['failed', 'sent'], 'failed: window_closed'],
    [['sent', 'failed'], 'failed: window_closed'],
    [['failed', 'delivered'], 'delivered'],
    [['delivered', 'failed'], 'delivered'],
    [['sent', 'played'], 'played'],
  ])('C3: %j, in that order or at once, is %s', async (statuses, expected) => {
    const changes = (id: string) =>
      statuses.map((status, n) => ticks(id, status, at(n), status === 'failed' ? { errors: REFUSED } : {}));
    const one = await sending('wamid.ONE');
    for (const change of changes('wamid.ONE')) await desk.receives(change);
    expect(await shown(one.messageId)).toBe(expected);
    desk.channel = await desk.addHotel();
    const both = await sending('wamid.TWO');
    await desk.receives(...changes('wamid.TWO'));
    expect(await shown(both.messageId)).toBe(expected);
  });

  it('E19: a send that failed waits for a person, once, in words', async () => {
    const { messageId } = await sending('wamid.OUT2');
    const failed = ticks('wamid.OUT2', 'failed', at(1), { errors: REFUSED });
    await desk.receives(failed);
    await desk.receives(failed);
    expect(await desk.rows('SELECT kind, code, reason FROM review_item WHERE message_id = $1', [messageId])).toEqual([
      {
        kind: 'send',
        code: 'window_closed',
        reason: 'The guest wrote more than 24 hours ago. Only a template can be sent.',
      },
    ]);
  });

  it('A3, C3: a status that comes before the provider’s answer finds its attempt by our id', async () => {
    const { messageId, attemptId } = await sending(null);
    await desk.receives(
      ticks('wamid.OUT3', 'sent', at(1), { ref: attemptId }),
      ticks('wamid.OUT3', 'read', at(2), { ref: attemptId }),
    );
    expect(await desk.row('SELECT provider_id, status FROM message WHERE id = $1', [messageId])).toEqual({
      provider_id: 'wamid.OUT3',
      status: 60,
    });
    // The answer comes now: nothing moves back.
    const sql = { query: <T>(text: string, params: readonly unknown[] = []) => desk.rows<T>(text, [...params]) };
    const { hotelId, id: channelId } = desk.channel;
    await markAccepted(sql, { hotelId, channelId, messageId, attemptId, providerId: 'wamid.OUT3' }, at(3));
    expect(await shown(messageId)).toBe('read');
  });

  it('C3: what other apps of the number sent along is kept and harms nobody', async () => {
    const { messageId } = await sending('wamid.OUT4');
    const other = newId();
    await desk.receives(
      ticks('wamid.OUT4', 'delivered', at(1), { ref: 'msg:7f0c' }),
      ticks('wamid.FOREIGN', 'read', at(2), { ref: 'x'.repeat(500) }),
      ticks('wamid.FOREIGN2', 'read', at(2), { ref: other }),
    );
    expect(await shown(messageId)).toBe('delivered');
    expect(await told()).toHaveLength(3);
    expect(await desk.count('review_item WHERE hotel_id = $1', [desk.channel.hotelId])).toBe(0);
  });

  it('C3: ticks that wait for a message from the hotel’s phone are there when it comes', async () => {
    const ines = desk.guest({ phone: '351912345678' });
    const echo = ines.hearsFromPhone('A sua chave está na receção');
    await desk.receives(ticks(idOf(echo), 'delivered', at(1)), ticks(idOf(echo), 'read', at(2)));
    await desk.receives(echo);
    expect(await desk.row(`SELECT status FROM message WHERE hotel_id = $1`, [desk.channel.hotelId])).toEqual({
      status: 60,
    });
  });

  it('C3: a late status of an earlier try moves that try, not the message that is tried again', async () => {
    const { messageId } = await sending('wamid.TRY1');
    await desk.receives(ticks('wamid.TRY1', 'failed', at(1), { errors: REFUSED }));
    // Staff press "try again".
    await desk.rows(`UPDATE message SET status = 0, failure = NULL, provider_id = NULL WHERE id = $1`, [messageId]);
    const second = newId();
    await desk.rows(
      `INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, created_at) VALUES ($1, $2, $3, $4, 2, 0, $5)`,
      [desk.channel.hotelId, second, messageId, desk.channel.id, at(2)],
    );
    await desk.receives(
      ticks('wamid.TRY1', 'failed', at(1), { errors: REFUSED }),
      ticks('wamid.TRY1', 'failed', at(3), { errors: REFUSED }),
    );
    expect(await shown(messageId)).toBe('queued');
    await desk.receives(ticks('wamid.TRY2', 'sent', at(4), { ref: second }));
    expect(await shown(messageId)).toBe('sent');
  });
});

describe('reactions, edits and revokes', () => {
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  beforeEach(async () => {
    desk.channel = await desk.addHotel();
  });
  afterAll(() => desk.close());

  const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second));
  const ines = () => desk.guest({ phone: '351912345678', userId: 'PT.1', name: 'Inês' });
  const reactions = (target: string) =>
    desk
      .rows<{ author_kind: string; emoji: string | null }>(
        'SELECT author_kind, emoji FROM reaction WHERE hotel_id = $1 AND target_provider_id = $2 ORDER BY author_kind',
        [desk.channel.hotelId, target],
      )
      .then((rows) => rows.map((row) => `${row.author_kind} ${row.emoji}`));

  it.each([
    ['the key is missing', undefined],
    ['the emoji is empty', null],
  ])('C1: a reaction is replaced, and taken back when %s', async (_how, none) => {
    const guest = ines();
    const message = guest.says('Olá', { at: at(0) });
    await desk.receives(message);
    const target = idOf(message);
    await desk.receives(guest.reacts(target, '👍', { at: at(1) }));
    await desk.receives(guest.reacts(target, '❤️', { at: at(2) }));
    expect(await reactions(target)).toEqual(['guest ❤️']);
    await desk.receives(guest.reacts(target, none, { at: at(3) }));
    expect(await reactions(target)).toEqual(['guest null']);
    expect(await desk.row('SELECT version FROM message WHERE hotel_id = $1', [desk.channel.hotelId])).toEqual({
      version: 4,
    });
  });

  it('C1: reactions in any order, before their message, in one POST or many', async () => {
    const guest = ines();
    const message = guest.says('Olá', { at: at(0) });
    const target = idOf(message);
    const [first, second, third] = ['👍', '❤️', '🎉'].map((emoji, n) => guest.reacts(target, emoji, { at: at(n + 1) }));
    const own = guest.echoed({ type: 'reaction', reaction: { message_id: target, emoji: '🙏' } }, { at: at(2) });
    await desk.receives(third!, own, first!);
    await desk.receives(second!);
    expect(await reactions(target)).toEqual(['guest 🎉', 'user 🙏']);
    await desk.receives(message, third!, second!);
    expect(await reactions(target)).toEqual(['guest 🎉', 'user 🙏']);
    expect(await desk.count('conversation WHERE hotel_id = $1', [desk.channel.hotelId])).toBe(1);
  });

  interface Said {
    text: string;
    text_folded: string;
    edited_at: Date | null;
    deleted_at: Date | null;
    history: string[];
  }
  const said = (target: string) =>
    desk.row<Said>(
      `SELECT m.content ->> 'text' AS text, m.text_folded, m.edited_at, m.deleted_at,
              ARRAY(SELECT r.kind || ' by ' || r.by_kind || coalesce(': ' || (r.content ->> 'text'), '') FROM message_revision r
                    WHERE r.hotel_id = m.hotel_id AND r.target_provider_id = m.provider_id ORDER BY r.at, r.kind) AS history
       FROM message m WHERE m.hotel_id = $1 AND m.provider_id = $2`,
      [desk.channel.hotelId, target],
    );

  it.each<[string, number[][]]>([
    ['in order', [[0], [1], [2]]],
    ['the later edit first', [[0], [2], [1]]],
    ['before the message', [[1], [2], [0]]],
    ['all in one POST', [[2, 0, 1]]],
    [
      'twice',
      [
        [0, 1],
        [1, 2],
        [0, 1, 2],
      ],
    ],
  ])('E18: the newest edit is what the message says, what it said first is kept: %s', async (_how, batches) => {
    const guest = ines();
    const message = guest.says('Chego às 12h', { at: at(0) });
    const target = idOf(message);
    const changes: Change[] = [
      message,
      guest.edits(target, 'Chego às 13h', { at: at(1) }),
      guest.edits(target, 'Chego às 14h', { at: at(2) }),
    ];
    for (const batch of batches) await desk.receives(...batch.map((n) => changes[n]!));
    expect(await said(target)).toEqual({
      text: 'Chego às 14h',
      text_folded: 'chego as 14h',
      edited_at: at(2),
      deleted_at: null,
      history: ['original by guest: Chego às 12h', 'edit by guest: Chego às 13h', 'edit by guest: Chego às 14h'],
    });
  });

  it.each<[string, number[][]]>([
    ['after', [[0], [1], [2]]],
    ['before', [[2], [1], [0]]],
    ['with it', [[1, 2, 0]]],
  ])('E18: a message taken back says when, and keeps what it said: told %s', async (_how, batches) => {
    const guest = ines();
    const message = guest.says('Chego às 12h', { at: at(0) });
    const target = idOf(message);
    const changes: Change[] = [
      message,
      guest.edits(target, 'Chego às 13h', { at: at(1) }),
      guest.revokes(target, { at: at(2) }),
    ];
    for (const batch of batches) await desk.receives(...batch.map((n) => changes[n]!));
    expect(await said(target)).toMatchObject({
      edited_at: at(1),
      deleted_at: at(2),
      history: ['original by guest: Chego às 12h', 'edit by guest: Chego às 13h', 'revoke by guest'],
    });
  });

  it('E18: what the hotel wrote and took back on its phone is the hotel’s', async () => {
    const guest = ines();
    const echo = guest.hearsFromPhone('O quarto é o 204', { at: at(0) });
    const revoke = guest.echoed({ type: 'revoke', revoke: { original_message_id: idOf(echo) } }, { at: at(5) });
    await desk.receives(echo, revoke);
    expect(await said(idOf(echo))).toMatchObject({
      deleted_at: at(5),
      history: ['original by hotel: O quarto é o 204', 'revoke by hotel'],
    });
  });

  it('E7: a new caption brings its picture once, however often it is told', async () => {
    const guest = ines();
    const image = { image: { id: 'M1', mime_type: 'image/jpeg', caption: 'O ar condicionado' } };
    const message = guest.sends('image', image, { at: at(0) });
    const edit = guest.told(
      {
        type: 'edit',
        edit: {
          original_message_id: idOf(message),
          message: { type: 'image', image: { ...image.image, caption: 'O do 204' } },
        },
      },
      { at: at(1), id: wamid() },
    );
    await desk.receives(message);
    await desk.receives(edit, edit);
    await desk.receives(edit);
    const { content } = await desk.row<{ content: { mediaId: string; caption: string } }>(
      'SELECT content FROM message WHERE hotel_id = $1',
      [desk.channel.hotelId],
    );
    expect(content.caption).toBe('O do 204');
    const media = await desk.rows('SELECT id, state FROM media WHERE hotel_id = $1 ORDER BY id', [
      desk.channel.hotelId,
    ]);
    expect(media).toHaveLength(2);
    expect(media).toContainEqual({ id: content.mediaId, state: 'pending' });
  });
});
