import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { statusName, statusRank } from '../../src/common/delivery-status.js';
import { newId } from '../../src/common/ids.js';
import type { Sql } from '../../src/common/sql.js';
import { advanceStatuses } from '../../src/messages/delivery.repository.js';
import { joinEchoesByWords } from '../../src/messages/echoes-by-words.js';
import { markAccepted, markUnconfirmed } from '../../src/messages/send.repository.js';
import { IngestionDesk } from '../support/ingestion.js';
import { ticks, wamid } from '../support/meta-news.js';

const WORDS = 'A sua chave está na receção';

describe('A3: the provider’s notice of our own message', () => {
  let desk: IngestionDesk;
  let providerId: string;
  let ours: { messageId: string; attemptId: string };
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  afterAll(() => desk.close());

  const ines = (): ReturnType<IngestionDesk['guest']> => desk.guest({ phone: '351912345678', name: 'Inês' });
  const sql = (): Sql => ({ query: (text, params) => desk.rows(text, [...(params ?? [])]) });

  /** Staff answered here; the provider is being called. */
  beforeEach(async () => {
    desk.channel = await desk.addHotel();
    providerId = wamid();
    await desk.receives(ines().says('Onde está a chave?'));
    const { hotelId, id: channelId } = desk.channel;
    ours = { messageId: newId(), attemptId: newId() };
    await desk.rows(
      `INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, author_id, type, content, client_id,
                            status, seq, sent_at, created_at)
       SELECT hotel_id, $2, id, current_conversation_id, channel_id, 'outbound', 'user', $2, 'text', $3, 'c-1', $4, 2, $5, $5
       FROM chat WHERE hotel_id = $1`,
      [hotelId, ours.messageId, JSON.stringify({ type: 'text', text: WORDS }), statusRank('sending'), desk.clock.now()],
    );
    await desk.rows(
      `INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, created_at) VALUES ($1, $2, $3, $4, 1, $5, $6)`,
      [hotelId, ours.attemptId, ours.messageId, channelId, statusRank('sending'), desk.clock.now()],
    );
  });

  const echo = (): Promise<void> => desk.receives(ines().hearsFromPhone(WORDS, { id: providerId }));
  const answer = async (): Promise<void> => {
    const { hotelId, id: channelId } = desk.channel;
    await markAccepted(sql(), { hotelId, channelId, providerId, ...ours }, desk.clock.now());
    await advanceStatuses(sql(), [{ hotelId, channelId, providerId }], desk.clock.now());
  };
  /** No answer came: the line was cut, or the worker died. */
  const silence = (): Promise<unknown> =>
    markUnconfirmed(sql(), desk.channel.hotelId, ours.attemptId, desk.clock.now());
  const tick = (): Promise<void> => desk.receives(ticks(providerId, 'delivered', desk.clock.now()));
  /** with our own id, as Meta gives it back */
  const namedTick = (): Promise<void> =>
    desk.receives(ticks(providerId, 'delivered', desk.clock.now(), { ref: ours.attemptId }));

  /** Every order in which these can happen. */
  const orders = <T>(steps: T[]): T[][] =>
    steps.length < 2
      ? [steps]
      : steps.flatMap((step, n) => orders(steps.toSpliced(n, 1)).map((rest) => [step, ...rest]));
  const named = (steps: Record<string, () => Promise<unknown>>): [string, (() => Promise<unknown>)[]][] =>
    orders(Object.entries(steps)).map((order) => [
      order.map(([name]) => name).join(', '),
      order.map(([, step]) => step),
    ]);

  it.each([
    ...named({ 'our answer': answer, echo, tick }),
    ...named({ 'our answer': answer, echo, 'tick with our id': namedTick }),
    // Instead of an answer: what Meta gives back names the message.
    ...named({ silence, echo, 'tick with our id': namedTick }),
    ...named({ silence, echo, 'our late answer': async () => (await answer(), await tick()) }),
    ['echo, our answer, echo again, tick', [echo, answer, echo, tick]],
  ] as [string, (() => Promise<unknown>)[]][])('%s: one message, ours', async (_order, steps) => {
    for (const step of steps) await step();
    const rows = await desk.rows<{ status: number }>(
      `SELECT id, author_id, client_id, provider_id, sent_elsewhere, status FROM message WHERE hotel_id = $1 AND direction = 'outbound'`,
      [desk.channel.hotelId],
    );
    expect(rows.map(({ status, ...row }) => ({ ...row, status: statusName(status) }))).toEqual([
      {
        id: ours.messageId,
        author_id: ours.messageId,
        client_id: 'c-1',
        provider_id: providerId,
        sent_elsewhere: false,
        status: 'delivered',
      },
    ]);
    const last = await desk.rows(
      `SELECT 1 FROM conversation c WHERE c.hotel_id = $1 AND c.last_message_id IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM message m WHERE m.hotel_id = c.hotel_id AND m.id = c.last_message_id)`,
      [desk.channel.hotelId],
    );
    expect(last).toEqual([]);
    // Whoever was told of the echo's row is told that it is gone.
    const shown = await desk.rows(
      `SELECT c.message_id, bool_or(c.kind = 'message.removed') AS removed FROM change c
       WHERE c.hotel_id = $1 AND NOT EXISTS (SELECT 1 FROM message m WHERE m.hotel_id = c.hotel_id AND m.id = c.message_id)
         AND c.message_id IS NOT NULL GROUP BY 1 HAVING NOT bool_or(c.kind = 'message.removed')`,
      [desk.channel.hotelId],
    );
    expect(shown).toEqual([]);
  });

  it('of what was typed on the phone while ours was on its way: two messages, each its own', async () => {
    await desk.receives(ines().hearsFromPhone(WORDS));
    await answer();
    await tick();
    const rows = await desk.rows(
      `SELECT sent_elsewhere, status FROM message WHERE hotel_id = $1 AND direction = 'outbound' ORDER BY sent_elsewhere`,
      [desk.channel.hotelId],
    );
    expect(rows).toEqual([
      { sent_elsewhere: false, status: statusRank('delivered') },
      { sent_elsewhere: true, status: statusRank('sent') },
    ]);
  });

  describe('where a provider’s statuses do not carry our id', () => {
    const WINDOW = 11 * 60_000;
    beforeEach(async () => {
      await desk.rows(`UPDATE channel SET provider = 'waha' WHERE id = $1`, [desk.channel.id]);
      desk.channel = { ...desk.channel, provider: 'waha' };
    });
    /** As the desk gives up a send: it looks for what came meanwhile. */
    const givenUp = async (): Promise<void> => {
      await silence();
      const { hotelId } = desk.channel;
      const { chat_id: chatId } = await desk.row<{ chat_id: string }>(`SELECT chat_id FROM message WHERE id = $1`, [
        ours.messageId,
      ]);
      await joinEchoesByWords(sql(), [{ hotelId, chatId }], desk.clock.now());
    };
    const outbound = (): Promise<{ id: string; status: string; provider_id: string | null }[]> =>
      desk
        .rows<{ id: string; status: number; provider_id: string | null }>(
          `SELECT id, status, provider_id FROM message WHERE hotel_id = $1 AND direction = 'outbound' ORDER BY sent_elsewhere, seq`,
          [desk.channel.hotelId],
        )
        .then((rows) => rows.map(({ status, ...row }) => ({ ...row, status: statusName(status) })));

    it.each(named({ 'given up': givenUp, echo, tick }))('%s: one message, ours', async (_order, steps) => {
      for (const step of steps) await step();
      expect(await outbound()).toEqual([{ id: ours.messageId, status: 'delivered', provider_id: providerId }]);
    });

    it('other words, or at another time, are another message', async () => {
      await givenUp();
      await desk.receives(ines().hearsFromPhone(`${WORDS}!`));
      await desk.receives(ines().hearsFromPhone(WORDS, { at: new Date(+desk.clock.now() - WINDOW) }));
      await desk.receives(ines().hearsFromPhone(WORDS, { at: new Date(+desk.clock.now() + WINDOW) }));
      expect(await outbound()).toMatchObject([{ id: ours.messageId, status: 'unconfirmed' }, {}, {}, {}]);
    });

    it('an echo while it is being sent joins nothing: the answer will say', async () => {
      await echo();
      expect(await outbound()).toMatchObject([{ id: ours.messageId, status: 'sending' }, { status: 'sent' }]);
    });

    it('what is ambiguous stays unconfirmed: two echoes of one send, or one echo of two', async () => {
      await echo();
      await desk.receives(ines().hearsFromPhone(WORDS));
      await givenUp();
      expect(await outbound()).toMatchObject([{ status: 'unconfirmed' }, {}, {}]);

      await desk.rows(`DELETE FROM message WHERE hotel_id = $1 AND sent_elsewhere`, [desk.channel.hotelId]);
      const twin = { messageId: newId(), attemptId: newId() };
      await desk.rows(
        `INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, author_id, type, content, status, seq, sent_at, created_at)
         SELECT hotel_id, $2, chat_id, conversation_id, channel_id, direction, author_kind, author_id, type, content, status, 9, sent_at, created_at
         FROM message WHERE id = $1`,
        [ours.messageId, twin.messageId],
      );
      await desk.rows(
        `INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, created_at, finished_at)
         SELECT hotel_id, $2, $3, channel_id, number, status, created_at, finished_at FROM send_attempt WHERE id = $1`,
        [ours.attemptId, twin.attemptId, twin.messageId],
      );
      await echo();
      expect(await outbound()).toMatchObject([{ status: 'unconfirmed' }, { status: 'unconfirmed' }, {}]);
    });
  });

  it('Meta names our sends in its statuses: words alone join nothing there', async () => {
    await silence();
    await echo();
    expect(await desk.count(`message WHERE hotel_id = $1 AND direction = 'outbound'`, [desk.channel.hotelId])).toBe(2);
  });
});
