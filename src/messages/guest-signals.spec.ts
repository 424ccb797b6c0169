import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { TalkingDesk } from '../../test/support/talking-desk.js';
import { newId } from '../common/ids.js';
import { JobQueue } from '../queue/index.js';

const HOUR = 3_600_000;

describe('what a guest sees of us beside messages', () => {
  let desk: TalkingDesk;
  let ana: ReturnType<TalkingDesk['guest']>;
  let words: Awaited<ReturnType<TalkingDesk['says']>>;
  let before: number;

  beforeAll(async () => {
    desk = await TalkingDesk.open();
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ana = desk.guest('Ana');
    words = await desk.says(ana, 'Is there a cot?');
    await desk.settled();
    before = desk.marks.length;
  });

  const setting = async (readMarks: string): Promise<void> => {
    const { body } = await desk.asks(desk.hotel.lucia, 'GET', `/channels/${desk.channelId}`);
    const settings = { readMarks };
    const answer = await desk.asks(desk.hotel.lucia, 'PATCH', `/channels/${desk.channelId}`, {
      version: body.version,
      settings,
    });
    expect(answer).toMatchObject({ status: 200, body: { settings } });
  };
  const reads = (who = desk.hotel.maria, id = words.id): Promise<unknown> =>
    desk.asks(who, 'POST', `/conversations/${words.conversationId}/read`, { messageId: id });
  const answers = async (text: string): Promise<void> => {
    const answer = await desk.asks(desk.hotel.maria, 'POST', `/conversations/${words.conversationId}/messages`, {
      content: { type: 'text', text },
      clientId: newId(),
    });
    expect(answer.status).toBe(201);
  };
  const types = (who = desk.hotel.maria): ReturnType<TalkingDesk['asks']> =>
    desk.asks(who, 'POST', `/conversations/${words.conversationId}/typing`);
  const marked = async (): Promise<typeof desk.marks> => {
    await desk.settled();
    return desk.marks.slice(before);
  };

  describe('answered: blue when staff answer', () => {
    beforeAll(() => setting('answered'));

    it('E21: reading alone tells nothing, an answer marks all the guest said, once', async () => {
      await reads();
      const second = await desk.says(ana, 'And a high chair?');
      await reads(desk.hotel.maria, second.id);
      expect(await marked()).toEqual([]);
      await answers('Both are in your room');
      await answers('Anything else?');
      expect(await marked()).toEqual([{ id: second.providerId, typing: false }]);
      expect(ana.thread.filter(({ side }) => side === 'guest').map(({ status }) => status)).toEqual(['read', 'read']);
    });

    it('L8: typing is held back until it would tell nothing new, because Meta marks as read with it', async () => {
      expect((await types()).status).toBe(204);
      expect(await marked()).toEqual([]);
      await answers('One moment');
      await desk.settled();
      await types();
      expect((await marked()).at(-1)).toEqual({ id: words.providerId, typing: true });
    });

    it('a reaction answers, too', async () => {
      await desk.asks(desk.hotel.maria, 'PUT', `/messages/${words.id}/reaction`, { emoji: '👍' });
      expect(await marked()).toEqual([{ id: words.providerId, typing: false }]);
    });
  });

  describe('opened: blue when staff read', () => {
    beforeAll(() => setting('opened'));

    it('E21: at most once for each message, whoever else reads it', async () => {
      await reads();
      await reads();
      await reads(desk.hotel.lucia);
      expect(await marked()).toEqual([{ id: words.providerId, typing: false }]);
      const more = await desk.says(ana, 'Hello?');
      await Promise.all([reads(desk.hotel.maria, more.id), reads(desk.hotel.lucia, more.id)]);
      expect((await marked()).map(({ id }) => id)).toEqual([words.providerId, more.providerId]);
    });

    it('E21: who only watches turns nothing blue', async () => {
      await reads(desk.hotel.karl);
      expect(await marked()).toEqual([]);
    });

    it('E21: typing is shown, and not told again while the guest still sees it', async () => {
      for (let key = 0; key < 5; key++) await types();
      expect(await marked()).toEqual([{ id: words.providerId, typing: true }]);
      await desk.hotel.query(`UPDATE chat_signal SET typing_until = typing_until - interval '20 seconds'`);
      await types();
      expect(await marked()).toHaveLength(2);
    });

    it('a refusal of the provider is not tried again', async () => {
      desk.cloud.faults.refuse(131000);
      await reads();
      await desk.settled();
      await reads(desk.hotel.lucia);
      expect(await marked()).toHaveLength(1);
      desk.cloud.faults.none();
    });

    it('never for a group', async () => {
      await desk.hotel.query(`UPDATE chat SET kind = 'group' WHERE id = (SELECT chat_id FROM message WHERE id = $1)`, [
        words.id,
      ]);
      await reads();
      await types();
      expect(await marked()).toEqual([]);
    });

    it('never late: a sign that waited tells nothing any more', async () => {
      const [chat] = await desk.hotel.query<{ id: string }>(`SELECT chat_id AS id FROM message WHERE id = $1`, [
        words.id,
      ]);
      const job = { hotelId: desk.hotel.id, chatId: chat?.id ?? '', kind: 'opened' as const, upTo: null };
      desk.app.get(JobQueue).enqueue('chat.signal', { ...job, at: Date.now() - 61_000 }, { jobId: 'late' });
      expect(await marked()).toEqual([]);
    });
  });

  it('never: neither ticks nor typing', async () => {
    await setting('never');
    await reads();
    await answers('In your room');
    await types();
    expect(await marked()).toEqual([]);
  });

  it('E23: who may not see the conversation does not type in it', async () => {
    await desk.hotel.query(`UPDATE conversation SET type = 'service', department_id = $2 WHERE id = $1`, [
      words.conversationId,
      desk.hotel.reception,
    ]);
    expect((await types(desk.hotel.tomas)).status).toBe(404);
    expect((await types(desk.hotel.karl)).status).toBe(403);
  });

  it('E17: a channel’s setting is one of three', async () => {
    const { body } = await desk.asks(desk.hotel.lucia, 'GET', `/channels/${desk.channelId}`);
    const answer = await desk.asks(desk.hotel.lucia, 'PATCH', `/channels/${desk.channelId}`, {
      version: body.version,
      settings: { readMarks: 'always' },
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'settings.readMarks' }] } });
  });

  it('never late: words of another day are not marked, as none is answered without a template', async () => {
    await setting('opened');
    desk.clock.advance(25 * HOUR); // and stays there: the last test
    await reads();
    await types();
    expect(await marked()).toEqual([]);
  });
});
