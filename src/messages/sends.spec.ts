import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { TalkingDesk } from '../../test/support/talking-desk.js';
import { Channels as ChannelsCache } from '../channels/index.js';
import { HotQueries } from '../database/hot-queries.js';
import { Sweeper } from '../queue/index.js';
import { MetaCloudSimulator } from '../simulators/index.js';
import { appendOutgoing } from './append.js';
import { IngestionService } from './ingestion.service.js';
import { claimAttempt, claimChat, nextQueued } from './send.claims.js';

/** Also on a machine that is three times slower. */
const IN_TIME = { timeout: 20_000, interval: 20 };
const HOUR = 3_600_000;
const MINUTE = 60_000;

const until = (holds: () => void | Promise<void>): Promise<void> => vi.waitFor(holds, IN_TIME);

interface Sent {
  id: string;
  status: string;
  failure: { code: string; retryable: boolean } | null;
}

describe('what staff send', () => {
  let desk: TalkingDesk;
  let ana: ReturnType<TalkingDesk['guest']>;
  let conversationId: string;
  let said = 0;

  beforeAll(async () => {
    desk = await TalkingDesk.open({ readMarks: 'never' });
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    desk.cloud.faults.none();
    desk.cloud.receipts = { statuses: ['sent', 'delivered'], beforeAnswer: false };
    await desk.hotel.query(`UPDATE channel SET paused_until = NULL, outage_since = NULL`);
    await desk.hotel.query(`DELETE FROM review_item`);
    ana = desk.guest('Ana');
    ({ conversationId } = await desk.says(ana, 'Towels, please'));
    await desk.settled();
  });

  const answers = async (text = `Answer ${++said}`, conversation = conversationId): Promise<Sent> =>
    (
      await desk.asks(desk.hotel.maria, 'POST', `/conversations/${conversation}/messages`, {
        content: { type: 'text', text },
        clientId: crypto.randomUUID(),
      })
    ).body;
  const now = async (sent: Sent): Promise<Sent> =>
    (await desk.asks(desk.hotel.maria, 'GET', `/conversations/${conversationId}/messages`)).body.items.find(
      ({ id }: Sent) => id === sent.id,
    );
  const becomes = (sent: Sent, told: object): Promise<void> =>
    until(async () => expect(await now(sent)).toMatchObject(told));
  const onPhone = (guest = ana): string[] => guest.inbox.map(({ text }) => text);
  const tries = (sent: Sent): Promise<{ status: number; try: number }[]> =>
    desk.hotel.query(`SELECT status, try FROM send_attempt WHERE message_id = $1 ORDER BY number`, [sent.id]);
  const sweeps = (): Promise<void> => desk.app.get(Sweeper).processAll();
  /** What waits for its time, or for its number's, has waited long enough. */
  const timeComes = async (): Promise<void> => {
    await desk.hotel.query(`UPDATE send_attempt SET next_try_at = clock_timestamp() WHERE next_try_at IS NOT NULL`);
    await desk.hotel.query(`UPDATE channel SET paused_until = clock_timestamp() WHERE paused_until IS NOT NULL`);
    await sweeps();
  };
  const retries = (sent: Sent): ReturnType<TalkingDesk['asks']> =>
    desk.asks(desk.hotel.maria, 'POST', `/messages/${sent.id}/retry`);
  const review = (): Promise<object[]> =>
    desk.hotel.query(`SELECT message_id AS "messageId", code FROM review_item WHERE resolved_at IS NULL`);

  it('C3: a failure that the provider tells before its answer keeps its reason', async () => {
    desk.cloud.receipts = { statuses: [], beforeAnswer: true };
    desk.cloud.faults.failLater(131026);
    const sent = await answers();
    await desk.settled(); // the answer is written down too
    expect(await now(sent)).toMatchObject({ status: 'failed', failure: { code: 'not_on_whatsapp' } });
  });

  it('E19: a refusal that passes is tried again; what was written after it waits, so that the order holds', async () => {
    desk.cloud.faults.refuse(131000);
    const first = await answers('First');
    await until(async () => expect(await tries(first)).toHaveLength(2));
    const second = await answers('Second');
    await desk.queue.processAll();
    expect(onPhone()).toEqual([]);
    expect(await now(second)).toMatchObject({ status: 'queued' });
    await timeComes();
    await becomes(second, { status: 'delivered' });
    expect(onPhone()).toEqual(['First', 'Second']);
    expect(await tries(first)).toMatchObject([{ status: 40, try: 1 }, { try: 2 }]);
  });

  it('B5: one that must wait for an hour does not stop the others, and follows when its time has come', async () => {
    desk.cloud.faults.refuse(132069);
    const form = await answers('The form');
    const after = await answers('Never mind the form');
    await becomes(after, { status: 'delivered' });
    expect(onPhone()).toEqual(['Never mind the form']);
    expect(await now(form)).toMatchObject({ status: 'queued' });
    await timeComes();
    await becomes(form, { status: 'delivered' });
  });

  it('E19: a final refusal is a failed row with its reason at once; sending it again begins with all its tries', async () => {
    desk.cloud.faults.refuse(131026);
    const sent = await answers();
    await becomes(sent, { status: 'failed', failure: { code: 'not_on_whatsapp', retryable: false } });
    expect(await tries(sent)).toHaveLength(1);
    expect(await review()).toEqual([{ messageId: sent.id, code: 'not_on_whatsapp' }]);
    desk.cloud.faults.refuse(131000, 2);
    expect((await retries(sent)).body).toMatchObject({ status: 'queued', failure: null });
    expect(await review()).toEqual([]);
    for (let passed = 0; passed < 2; passed++) {
      await until(async () => expect(await tries(sent)).toHaveLength(3 + passed));
      await timeComes();
    }
    await becomes(sent, { status: 'delivered' });
    expect((await tries(sent)).map((one) => one.try)).toEqual([1, 1, 2, 3]);
    expect(onPhone()).toHaveLength(1);
  });

  it('E16: a 429 with Retry-After holds the whole number back that long, and fails nothing', async () => {
    const rui = desk.guest('Rui');
    const other = (await desk.says(rui, 'A taxi?')).conversationId;
    await desk.settled();
    desk.cloud.faults.rateLimited(1, 90);
    const sent = await answers('Ana’s');
    const asked = Date.now();
    await until(async () => expect(await paused()).not.toBeNull());
    expect(+(await paused())!).toBeGreaterThan(asked + 89_000);
    await answers('Rui’s', other);
    await desk.queue.processAll();
    await sweeps();
    await desk.queue.processAll();
    expect([...onPhone(), ...onPhone(rui)]).toEqual([]);
    await timeComes();
    await becomes(sent, { status: 'delivered' });
    await until(() => expect(onPhone(rui)).toEqual(['Rui’s']));
    expect(await tries(sent)).toMatchObject([{ try: 1 }]);
  });

  it('E16: too fast for one guest holds that guest back alone, and costs no try', async () => {
    const rui = desk.guest('Rui');
    const other = (await desk.says(rui, 'A taxi?')).conversationId;
    await desk.settled();
    desk.cloud.faults.refuse(131056);
    const sent = await answers('Ana’s');
    await until(async () =>
      expect(await desk.hotel.query(`SELECT waits FROM send_attempt WHERE message_id = $1`, [sent.id])).toEqual([
        { waits: 1 },
      ]),
    );
    await answers('Rui’s', other);
    await until(() => expect(onPhone(rui)).toEqual(['Rui’s']));
    expect(onPhone()).toEqual([]);
    await timeComes();
    await becomes(sent, { status: 'delivered' });
    expect(await tries(sent)).toMatchObject([{ try: 1 }]);
  });

  const paused = async (): Promise<Date | null> =>
    (
      await desk.hotel.query<{ at: Date | null }>(`SELECT paused_until AS at FROM channel WHERE id = $1`, [
        desk.channelId,
      ])
    )[0]!.at;

  it('an outage pauses the number and costs no try; when WhatsApp is back everything goes out in order', async () => {
    desk.cloud.faults.down(3);
    const first = await answers('First');
    const second = await answers('Second');
    for (let outage = 1; outage <= 3; outage++) {
      await until(async () =>
        expect(
          await desk.hotel.query(`SELECT 1 FROM send_attempt WHERE message_id = $1 AND waits = $2`, [first.id, outage]),
        ).toHaveLength(1),
      );
      await desk.queue.processAll();
      await timeComes();
    }
    await becomes(second, { status: 'delivered' });
    expect(onPhone()).toEqual(['First', 'Second']);
    expect(await tries(first)).toMatchObject([{ try: 1 }]);
    expect(await paused()).toBeNull();
  });

  it('after four hours of outage a message fails as provider_unreachable and waits for a person', async () => {
    desk.cloud.faults.down();
    const sent = await answers();
    await until(async () => expect(await paused()).not.toBeNull());
    desk.clock.advance(4 * HOUR + MINUTE);
    await sweeps();
    await becomes(sent, { status: 'failed', failure: { code: 'provider_unreachable', retryable: true } });
    expect(await review()).toEqual([{ messageId: sent.id, code: 'provider_unreachable' }]);
    expect(onPhone()).toEqual([]);
  });

  it('promise 8: cut off after WhatsApp took it: not repeated, and healed by the tick that carries our id', async () => {
    desk.cloud.faults.acceptThenCut();
    const sent = await answers('Once');
    await becomes(sent, { status: 'delivered', failure: null });
    await timeComes();
    await desk.settled();
    expect(onPhone()).toEqual(['Once']);
    expect(await tries(sent)).toHaveLength(1);
  });

  describe('nobody knows whether it went out', () => {
    let sent: Sent;
    beforeEach(async () => {
      desk.cloud.receipts = { statuses: [], beforeAnswer: false };
      desk.cloud.faults.acceptThenCut();
      sent = await answers('Perhaps');
      await becomes(sent, { status: 'unconfirmed', failure: null });
    });
    const tick = (): Promise<unknown> => ana.reads();
    const waitsInVain = async (): Promise<void> => {
      desk.clock.advance(11 * MINUTE);
      await sweeps();
      await becomes(sent, { status: 'unconfirmed', failure: { code: 'not_confirmed', retryable: true } });
    };

    it('it is offered to staff after ten minutes, not before; sending it again is a new try', async () => {
      expect(await retries(sent)).toMatchObject({ status: 409, body: { code: 'not_retryable' } });
      await waitsInVain();
      expect(await review()).toEqual([]);
      expect((await retries(sent)).body).toMatchObject({ status: 'queued', failure: null });
      await timeComes();
      await becomes(sent, { status: 'sent' });
      expect(onPhone()).toEqual(['Perhaps', 'Perhaps']); // a person took that risk
      expect(await tries(sent)).toHaveLength(2);
    });

    it('a tick that comes after it was offered still heals it', async () => {
      await waitsInVain();
      await tick();
      await becomes(sent, { status: 'read', failure: null });
    });

    it('a tick that comes before the second try has begun takes that back: the guest has it once', async () => {
      await waitsInVain();
      await desk.queue.pause();
      try {
        await retries(sent);
        await tick();
        expect(await now(sent)).toMatchObject({ status: 'read', failure: null });
      } finally {
        desk.queue.resume();
      }
      await timeComes();
      await desk.settled();
      expect(onPhone()).toEqual(['Perhaps']);
      expect(await tries(sent)).toHaveLength(1);
    });

    it('it holds nobody up: what is written after it goes out', async () => {
      const next = await answers('Next');
      await timeComes();
      await becomes(next, { status: 'sent' });
    });
  });

  it('A3: an echo instead of the answer, and then the tick with our id: one row, and the other one leaves the screens', async () => {
    const { maria } = desk.hotel;
    desk.cloud.receipts = { statuses: [], beforeAnswer: false };
    desk.cloud.faults.acceptThenCut();
    const sent = await answers('Both ways');
    await becomes(sent, { status: 'unconfirmed' });
    const { id } = ana.lastReceived!;
    const echo = { from: '34910000111', to: ana.waId, id, timestamp: `${Math.floor(Date.now() / 1000)}`, type: 'text' };
    await desk.cloud.news('smb_message_echoes', { message_echoes: [{ ...echo, text: { body: 'Both ways' } }] });
    const rows = (): Promise<{ id: string }[]> =>
      desk.hotel.query(`SELECT id FROM message WHERE conversation_id = $1 AND direction = 'outbound'`, [
        conversationId,
      ]);
    const [other] = (await rows()).filter((row) => row.id !== sent.id);
    const { position } = await desk.missed(maria);
    await ana.reads();
    expect(await now(sent)).toMatchObject({ status: 'read', providerMessageId: id });
    expect(await rows()).toEqual([{ id: sent.id }]);
    const missed = await desk.missed(maria, position);
    expect(missed).toMatchObject({
      reset: false,
      events: expect.arrayContaining([
        expect.objectContaining({
          name: 'message.removed',
          data: {
            id: other!.id,
            conversation: expect.objectContaining({ lastMessage: expect.objectContaining({ id: sent.id }) }),
          },
        }),
      ]),
    });
  });

  it('promise 8: a worker that died with a send in its hands leaves it unconfirmed', async () => {
    await desk.queue.pause();
    const sent = await answers();
    const sql = desk.app.get(HotQueries);
    const message = { attemptId: '', chatId: '' };
    const [chat] = await desk.hotel.query<{ id: string }>(`SELECT chat_id AS id FROM message WHERE id = $1`, [sent.id]);
    Object.assign(message, await nextQueued(sql, desk.hotel.id, chat!.id));
    const fence = await claimChat(sql, desk.hotel.id, chat!.id, 0);
    expect(await claimAttempt(sql, desk.hotel.id, message, 0, fence!, desk.clock.now())).toBe(true);
    desk.queue.resume();
    expect(await now(sent)).toMatchObject({ status: 'sending' });
    await sweeps();
    await becomes(sent, { status: 'unconfirmed', failure: null });
    expect(onPhone()).toEqual([]);
  });

  it('E20: a channel that was removed fails its messages instead of keeping them for ever', async () => {
    await desk.queue.pause();
    const sent = await answers();
    await desk.hotel.query(`UPDATE channel SET archived_at = now()`);
    try {
      desk.app.get(ChannelsCache).forget({ hotelId: desk.hotel.id, provider: 'meta-cloud', id: desk.channelId });
      desk.queue.resume();
      await becomes(sent, { status: 'failed', failure: { code: 'connection_expired' } });
    } finally {
      await desk.hotel.query(`UPDATE channel SET archived_at = NULL`);
      desk.app.get(ChannelsCache).forget({ hotelId: desk.hotel.id, provider: 'meta-cloud', id: desk.channelId });
    }
  });

  it('D8: what staff answer goes before what is automatic', async () => {
    await desk.queue.pause();
    const guests = Array.from({ length: 24 }, (_, n) => desk.guest(`Guest ${n}`));
    for (const guest of guests) await automatic((await desk.says(guest, 'Hello')).conversationId);
    const began = desk.cloud.accepted.length;
    const sent = await answers('From Maria');
    desk.queue.resume();
    await becomes(sent, { status: 'delivered' });
    await expect.poll(() => desk.cloud.accepted.length - began, { timeout: 30_000 }).toBe(25);
    const order = desk.cloud.accepted.slice(began).map(({ body }) => JSON.stringify(body).includes('From Maria'));
    expect(order.indexOf(true)).toBeLessThan(9); // eight go out side by side
  });

  it('E16: while guests’ messages rush in, what is automatic stands back and what staff answer does not', async () => {
    const busy = vi.spyOn(desk.app.get(IngestionService), 'busy', 'get').mockReturnValue(true);
    try {
      const rui = desk.guest('Rui');
      await automatic((await desk.says(rui, 'Hello')).conversationId);
      await becomes(await answers('At once'), { status: 'delivered' });
      await desk.queue.processAll();
      expect(onPhone(rui)).toEqual([]);
      await desk.queue.processAll({ delayed: true }); // a few looks later it goes, rush or not
      expect(onPhone(rui)).toEqual(['We will be with you']);
    } finally {
      busy.mockRestore();
    }
  });

  async function automatic(conversation: string): Promise<void> {
    const { hotel } = desk;
    const [row] = await hotel.query<{ chatId: string }>(`SELECT chat_id AS "chatId" FROM conversation WHERE id = $1`, [
      conversation,
    ]);
    const { chatId } = row!;
    await appendOutgoing(
      { query: (sql, params) => hotel.query(sql, params) },
      {
        hotelId: hotel.id,
        chatId,
        conversationId: conversation,
        author: { kind: 'automation', id: null },
        content: { type: 'text', text: 'We will be with you' },
        clientId: null,
        replyToId: null,
        now: desk.clock.now(),
        expiresAt: null,
      },
    );
    desk.queue.enqueue('chat.send', { hotelId: hotel.id, chatId }, { jobId: `${chatId}:automatic` });
  }
});

it('E16: no more goes to one guest than their allowance; the rest follows in order, and other guests do not wait', async () => {
  const desk = await TalkingDesk.open({ readMarks: 'never' }, { SEND_PAIR_BURST: '3', SEND_PAIR_SECONDS: '600' });
  try {
    const guests = [desk.guest('Ana'), desk.guest('Rui')];
    for (const guest of guests) {
      const { conversationId } = await desk.says(guest, 'Hello');
      for (let n = 1; n <= 5; n++) {
        const words = { content: { type: 'text', text: `Answer ${n}` }, clientId: crypto.randomUUID() };
        await desk.asks(desk.hotel.maria, 'POST', `/conversations/${conversationId}/messages`, words);
      }
    }
    const onPhones = (): string[][] => guests.map((guest) => guest.inbox.map(({ text }) => text));
    const three = ['Answer 1', 'Answer 2', 'Answer 3'];
    await until(() => expect(onPhones()).toEqual([three, three]));
    await desk.queue.processAll();
    await desk.app.get(Sweeper).processAll();
    await desk.queue.processAll();
    expect(onPhones()).toEqual([three, three]);
    await desk.hotel.query(`UPDATE chat SET pair_used_until = NULL`); // time passes
    await desk.app.get(Sweeper).processAll();
    await until(() => expect(onPhones()).toEqual([0, 1].map(() => [...three, 'Answer 4', 'Answer 5'])));
  } finally {
    await desk.close();
  }
});

it('E16: more at once than WhatsApp takes from one number: each arrives once, nothing fails', async () => {
  const cloud = new MetaCloudSimulator({ throughput: 20 });
  const desk = await TalkingDesk.open({ readMarks: 'never', sendsPerSecond: 15 }, {}, [], cloud);
  try {
    await desk.queue.pause();
    const guests = Array.from({ length: 30 }, (_, n) => desk.guest(`Guest ${n}`));
    for (const guest of guests) {
      const { conversationId } = await desk.says(guest, 'Hello');
      const words = { content: { type: 'text', text: 'Welcome' }, clientId: crypto.randomUUID() };
      await desk.asks(desk.hotel.maria, 'POST', `/conversations/${conversationId}/messages`, words);
    }
    desk.queue.resume();
    await until(() => expect(guests.filter((guest) => guest.inbox.length === 1)).toHaveLength(30));
    // Whatever was refused for speed meanwhile was put off, not failed, and cost no try.
    expect(await desk.hotel.query(`SELECT DISTINCT try FROM send_attempt`)).toEqual([{ try: 1 }]);
    await until(async () => expect(await desk.hotel.query(`SELECT 1 FROM message WHERE status < 30`)).toEqual([]));
    expect(guests.every((guest) => guest.inbox.length === 1)).toBe(true);
  } finally {
    await desk.close();
  }
});
