import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { conversationParts } from '../../test/support/conversations.js';
import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type ChatOf, type StaffMember, type TestHotel } from '../../test/support/hotel.js';
import { StoppedClock } from '../../test/support/stopped-clock.js';
import { newId } from '../common/ids.js';
import { HistoryRepository } from './history.repository.js';
import { MessageViews } from './message-views.js';
import type { MessageView } from './message.view.js';
import { TimelineDto } from './timeline.dto.js';
import { TimelineRepository } from './timeline.repository.js';
import { TimelineService } from './timeline.service.js';
import type { TimelineView } from './timeline.view.js';

describe('the thread of a chat', () => {
  let db: TestDataSource;
  let hotel: TestHotel;
  let timeline: TimelineService;
  let views: MessageViews;
  let ana: ChatOf;

  beforeAll(async () => {
    db = await testDataSource();
    hotel = await buildHotel(db.dataSource);
    const { conversations, readers } = conversationParts(db.dataSource, new StoppedClock(hotel.now));
    views = new MessageViews(db.dataSource);
    timeline = new TimelineService(
      db.dataSource,
      conversations,
      new TimelineRepository(db.dataSource, readers),
      views,
      new HistoryRepository(db.dataSource),
    );
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    ana = await hotel.guest('Ana Costa', '+351912345678');
  });

  const page = (reader: StaffMember, conversationId: string, query: Partial<TimelineDto> = {}): Promise<TimelineView> =>
    timeline.page(reader, conversationId, Object.assign(new TimelineDto(), query));
  const line = (item: TimelineView['items'][number]): string =>
    'hiddenEpisode' in item
      ? `[${item.hiddenEpisode.department} ${item.hiddenEpisode.from}–${item.hiddenEpisode.to}]`
      : 'text' in item.content
        ? (item.content.text ?? '')
        : item.content.type;
  const lines = ({ items }: TimelineView): string[] => items.map(line);
  const messages = ({ items }: TimelineView): MessageView[] => items.flatMap((item) => ('id' in item ? item : []));
  const viewOf = async (id: string): Promise<MessageView> => {
    const view = (await views.load(hotel.id, [id])).get(id);
    if (!view) throw new Error('no view');
    return view;
  };

  /** Reception, then the spa, then housekeeping, all of one chat. */
  async function threeEpisodes(): Promise<{ reception: string; spa: string; housekeeping: string }> {
    hotel.now = new Date('2026-06-01T10:00:00Z');
    const reception = await hotel.conversation(ana, { departmentId: hotel.reception, status: 'closed' });
    await hotel.says(ana, reception, 'When is breakfast?');
    await hotel.answers(ana, reception, hotel.maria, 'From seven.');
    hotel.now = new Date('2026-06-04T22:30:00Z');
    const spa = await hotel.conversation(ana, {
      departmentId: hotel.spa,
      status: 'expired',
      lastMessageAt: new Date('2026-06-06T09:00:00Z'),
    });
    await hotel.says(ana, spa, 'A massage please');
    hotel.now = new Date('2026-06-07T10:00:00Z');
    const housekeeping = await hotel.conversation(ana, { departmentId: hotel.housekeeping });
    await hotel.says(ana, housekeeping, 'Towels please');
    return { reception, spa, housekeeping };
  }

  it('T1: an admin reads all episodes in order, each message knows its own', async () => {
    const { reception, spa, housekeeping } = await threeEpisodes();
    const found = await page(hotel.lucia, housekeeping);
    expect(lines(found)).toEqual(['When is breakfast?', 'From seven.', 'A massage please', 'Towels please']);
    expect(messages(found).map((message) => message.conversationId)).toEqual([reception, reception, spa, housekeeping]);
    expect(found).toMatchObject({ olderCursor: null, newerCursor: null });
  });

  it('E23: T1: episodes of other departments are one line each: a name and the hotel’s days, nothing else', async () => {
    const { spa, housekeeping } = await threeEpisodes();
    const found = await page(hotel.ines, spa);
    // 22:30 UTC on the 4th is 23:30 in Lisbon
    expect(lines(found)).toEqual([
      '[Reception 2026-06-01–2026-06-01]',
      'A massage please',
      '[Housekeeping 2026-06-07–null]',
    ]);
    expect(lines(await page(hotel.tomas, housekeeping))).toEqual([
      '[Reception 2026-06-01–2026-06-01]',
      '[Spa 2026-06-04–2026-06-06]',
      'Towels please',
    ]);
    const told = JSON.stringify(found.items);
    expect(told).not.toContain('breakfast');
    expect(told).not.toContain(housekeeping);
    await expect(page(hotel.ines, housekeeping)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('T1: of a discreet department not even that', async () => {
    const { housekeeping } = await threeEpisodes();
    await hotel.query(`UPDATE department SET discreet = true WHERE id = $1`, [hotel.spa]);
    expect(lines(await page(hotel.tomas, housekeeping))).toEqual([
      '[Reception 2026-06-01–2026-06-01]',
      'Towels please',
    ]);
    await hotel.query(`UPDATE department SET discreet = false WHERE id = $1`, [hotel.spa]);
  });

  it('E17: T2: pages of any size, walked either way, tell every message and hidden episode once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            department: fc.constantFrom('spa', 'reception'),
            says: fc.integer({ min: 1, max: 3 }),
            late: fc.boolean(),
          }),
          { minLength: 1, maxLength: 8 },
        ),
        fc.integer({ min: 1, max: 5 }),
        async (episodes, limit) => {
          const guest = await hotel.guest('Bo');
          const mine = await hotel.conversation(guest, { departmentId: hotel.spa });
          await hotel.says(guest, mine, 'first');
          for (const episode of episodes) {
            hotel.now = new Date(hotel.now.getTime() + 60_000);
            const departmentId = episode.department === 'spa' ? hotel.spa : hotel.reception;
            const id = await hotel.conversation(guest, { departmentId, status: 'closed' });
            for (let n = 0; n < episode.says; n++) {
              await hotel.says(
                guest,
                id,
                `said ${n}`,
                episode.late ? { sentAt: new Date(hotel.now.getTime() - 90_000) } : {},
              );
            }
          }
          const whole = (await page(hotel.ines, mine, { limit: 100 })).items;
          const back: TimelineView['items'] = [];
          let cursor: string | null | undefined;
          let oldest: string | null = null;
          do {
            const found: TimelineView = await page(hotel.ines, mine, { limit, ...(cursor ? { before: cursor } : {}) });
            back.unshift(...found.items);
            cursor = found.olderCursor;
            oldest = found.newerCursor;
          } while (cursor);
          expect(back).toEqual(whole);

          const rest: TimelineView['items'] = [];
          while (oldest) {
            const found: TimelineView = await page(hotel.ines, mine, { limit, after: oldest });
            rest.push(...found.items);
            oldest = found.newerCursor;
          }
          expect(whole.slice(whole.length - rest.length)).toEqual(rest);

          // From any message of it both ways.
          const said = whole.flatMap((item) => ('id' in item ? item.id : []));
          const around = said[Math.floor(said.length / 2)] ?? '';
          const middle = await page(hotel.ines, mine, { limit, around });
          expect(messages(middle).map(({ id }) => id)).toContain(around);
          const all = [...middle.items];
          for (let before = middle.olderCursor; before !== null;) {
            const found = await page(hotel.ines, mine, { limit, before });
            all.unshift(...found.items);
            before = found.olderCursor;
          }
          for (let after = middle.newerCursor; after !== null;) {
            const found = await page(hotel.ines, mine, { limit, after });
            all.push(...found.items);
            after = found.newerCursor;
          }
          expect(all).toEqual(whole);
        },
      ),
      { numRuns: 25 },
    );
  }, 120_000);

  it('T2: a message that came late stands where it was said', async () => {
    const spa = await hotel.conversation(ana, { departmentId: hotel.spa });
    await hotel.says(ana, spa, 'one');
    await hotel.says(ana, spa, 'three');
    await hotel.says(ana, spa, 'two', { sentAt: new Date(hotel.now.getTime() - 500) });
    expect(lines(await page(hotel.ines, spa))).toEqual(['one', 'two', 'three']);
  });

  it('E8: takes the same queries for two messages and for a hundred', async () => {
    const spa = await hotel.conversation(ana, { departmentId: hotel.spa });
    for (let n = 0; n < 100; n++) await hotel.reacts(ana, await hotel.says(ana, spa, `said ${n}`), '👍');
    const count = async (limit: number): Promise<number> => {
      db.statements.splice(0);
      expect(messages(await page(hotel.ines, spa, { limit }))).toHaveLength(limit);
      return db.statements.length;
    };
    expect([await count(2), await count(100)]).toEqual([5, 5]);
  });

  it('E23: around a message of another department, chat or hotel there is nothing', async () => {
    const { reception, spa, housekeeping } = await threeEpisodes();
    const [massage] = messages(await page(hotel.ines, spa)).slice(-1);
    const bo = await hotel.guest('Bo');
    const elsewhere = await hotel.says(bo, await hotel.conversation(bo, { departmentId: hotel.reception }), 'Hello');
    for (const around of [massage?.id, elsewhere, newId(), reception])
      await expect(page(hotel.tomas, housekeeping, { around })).rejects.toMatchObject({ code: 'not_found' });
    expect(lines(await page(hotel.ines, spa, { around: massage?.id }))).toContain('A massage please');
  });

  it('refuses a cursor that is none of ours, and both at once', async () => {
    const spa = await hotel.conversation(ana, { departmentId: hotel.spa });
    const some = await hotel.says(ana, spa, 'Hello');
    const forged = Buffer.from(JSON.stringify(["2026'; --", '1'])).toString('base64url');
    for (const query of [
      { before: 'x' },
      { after: forged },
      { before: forged, after: forged },
      { before: forged, around: some },
    ]) {
      await expect(page(hotel.ines, spa, query)).rejects.toMatchObject({ code: 'invalid_cursor' });
    }
  });

  describe('a message', () => {
    let spa: string;
    beforeEach(async () => {
      spa = await hotel.conversation(ana, { departmentId: hotel.spa });
    });

    it('A5: carries author, words, reactions and the quote', async () => {
      const asked = await hotel.says(ana, spa, 'Is the sauna open?');
      await hotel.reacts(ana, asked, '🙏');
      const answer = await hotel.answers(ana, spa, hotel.ines, 'Until nine', { replyToId: asked });
      const thanks = await hotel.says(ana, spa, 'Thanks!', { replyToProviderId: await hotel.providerIdOf(answer) });
      expect(await viewOf(asked)).toMatchObject({
        direction: 'inbound',
        author: { kind: 'guest', id: ana.guestId, name: 'Ana Costa' },
        content: { type: 'text', text: 'Is the sauna open?' },
        status: 'received',
        reactions: [{ emoji: '🙏', author: { kind: 'guest', name: 'Ana Costa' } }],
        replyTo: null,
        failure: null,
        flow: null,
      });
      expect(await viewOf(answer)).toMatchObject({
        direction: 'outbound',
        author: { kind: 'user', id: hotel.ines.userId, name: 'Inês' },
        status: 'delivered',
        replyTo: { id: asked, preview: 'Is the sauna open?', direction: 'inbound' },
      });
      expect((await viewOf(thanks)).replyTo).toEqual({ id: answer, preview: 'Until nine', direction: 'outbound' });
    });

    it('E23: never shows the words of a quote from a department the reader may not be in', async () => {
      const reception = await hotel.conversation(ana, { departmentId: hotel.reception });
      const secret = await hotel.says(ana, reception, 'My card number is …');
      const quoting = await hotel.says(ana, spa, 'See above', { replyToProviderId: await hotel.providerIdOf(secret) });
      expect((await viewOf(quoting)).replyTo).toEqual({ id: secret, preview: '', direction: 'inbound' });
    });

    it('A2: a guest who is renamed is renamed in what they said before', async () => {
      const hello = await hotel.says(ana, spa, 'Hello');
      await hotel.query(`UPDATE guest SET name = 'Ana C. Lima' WHERE id = $1`, [ana.guestId]);
      expect((await viewOf(hello)).author.name).toBe('Ana C. Lima');
    });

    it('C3: says why it failed, and whether trying again can help', async () => {
      const id = await hotel.answers(ana, spa, hotel.ines, 'Hello', { status: 40 });
      const failure = {
        code: 'too_fast',
        reason: 'WhatsApp asks us to slow down.',
        passes: true,
        providerCode: '131056',
        providerDetail: 'pair rate',
      };
      await hotel.query(`UPDATE message SET failure = $2 WHERE id = $1`, [id, JSON.stringify(failure)]);
      expect(await viewOf(id)).toMatchObject({
        status: 'failed',
        failure: { code: 'too_fast', reason: 'WhatsApp asks us to slow down.', retryable: true },
      });
    });

    it('keeps the provider’s raw JSON and the words of a deleted message to itself', async () => {
      const odd = await hotel.says(ana, spa, {
        type: 'unsupported',
        providerType: 'order',
        summary: 'An order',
        raw: { token: 'secret' },
      });
      expect((await viewOf(odd)).content).toEqual({ type: 'unsupported', providerType: 'order', summary: 'An order' });
      const regretted = await hotel.says(ana, spa, 'Forget this');
      await hotel.query(`UPDATE message SET deleted_at = $2 WHERE id = $1`, [regretted, hotel.now]);
      expect((await viewOf(regretted)).content).toEqual({ type: 'system', code: 'message_deleted', data: {} });
    });
  });

  describe('C3: what became of a message', () => {
    it('tells each try and each status with its time and reason, in the order it happened', async () => {
      const spa = await hotel.conversation(ana, { departmentId: hotel.spa });
      const id = await hotel.answers(ana, spa, hotel.ines, 'Hello');
      const second = (n: number): Date => new Date(hotel.now.getTime() + n * 1_000);
      const attempt = (
        number: number,
        status: number,
        providerId: string | null,
        failure: unknown,
        ref = newId(),
      ): Promise<unknown> =>
        hotel.query(
          `INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, provider_id, failure, created_at, finished_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
          [
            hotel.id,
            ref,
            id,
            hotel.channelId,
            number,
            status,
            providerId,
            JSON.stringify(failure),
            second(number * 10),
            second(number * 10 + 1),
          ],
        );
      const told = (status: number, n: number, providerId: string, ref: string | null = null): Promise<unknown> =>
        hotel.query(
          `INSERT INTO message_status (hotel_id, id, channel_id, provider_id, attempt_ref, status, at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
          [hotel.id, newId(), hotel.channelId, providerId, ref, status, second(n)],
        );
      await attempt(1, 40, null, { code: 'provider_unavailable', reason: 'WhatsApp is down.', passes: true });
      const ref = newId();
      await attempt(2, 50, 'wamid.second', null, ref);
      await told(30, 22, 'wamid.second');
      await told(50, 23, 'wamid.other', ref); // known by what we sent along
      await told(60, 24, 'wamid.strange');

      const { statuses, attempts } = await timeline.history(hotel.ines, id);
      expect(statuses.map(({ status, attempt: number, reason }) => [status, number, reason?.code ?? null])).toEqual([
        ['queued', 1, null],
        ['failed', 1, 'provider_unavailable'],
        ['queued', 2, null],
        ['sent', 2, null],
        ['delivered', 2, null],
      ]);
      expect(attempts).toMatchObject([
        { number: 1, status: 'failed', reason: { retryable: true } },
        { number: 2, status: 'delivered', reason: null },
      ]);
      await expect(timeline.history(hotel.tomas, id)).rejects.toMatchObject({ code: 'not_found' });
      await expect(timeline.history(hotel.ines, newId())).rejects.toMatchObject({ code: 'not_found' });
    });

    it('tells the ticks of what was typed on the hotel’s phone', async () => {
      const spa = await hotel.conversation(ana, { departmentId: hotel.spa });
      const id = await hotel.answers(ana, spa, hotel.ines, 'From the phone');
      await hotel.query(
        `INSERT INTO message_status (hotel_id, id, channel_id, provider_id, status, at, created_at) VALUES ($1, $2, $3, $4, 60, $5, $5)`,
        [hotel.id, newId(), hotel.channelId, await hotel.providerIdOf(id), hotel.now],
      );
      expect((await timeline.history(hotel.ines, id)).statuses.map((one) => one.status)).toEqual(['read']);
    });
  });
});
