import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { TalkingDesk } from '../../test/support/talking-desk.js';
import type { StaffMember } from '../../test/support/hotel.js';
import { Sweeper } from '../queue/index.js';
import { oneEmoji } from './emoji.js';

describe('reactions of staff', () => {
  let desk: TalkingDesk;
  let maria: StaffMember;
  let ana: ReturnType<TalkingDesk['guest']>;
  let thanks: Awaited<ReturnType<TalkingDesk['says']>>;

  beforeAll(async () => {
    desk = await TalkingDesk.open({ readMarks: 'never' }); // or a read mark could meet a fault meant for a reaction
    maria = desk.hotel.maria;
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ana = desk.guest('Ana');
    thanks = await desk.says(ana, 'Thank you!');
  });

  const react = (emoji: string, who = maria): ReturnType<TalkingDesk['asks']> =>
    desk.asks(who, 'PUT', `/messages/${thanks.id}/reaction`, { emoji });
  const takeBack = (who = maria): ReturnType<TalkingDesk['asks']> =>
    desk.asks(who, 'DELETE', `/messages/${thanks.id}/reaction`);
  /** what the guest's phone shows under their words */
  const onPhone = (): string | null | undefined => ana.thread.find(({ id }) => id === thanks.providerId)?.reaction;
  const shown = async (): Promise<unknown[]> =>
    (await desk.asks(maria, 'GET', `/conversations/${thanks.conversationId}/messages`)).body.items.find(
      ({ id }: { id: string }) => id === thanks.id,
    ).reactions;
  const reactionsSent = (): unknown[] =>
    desk.cloud.accepted.filter(({ body }) => JSON.stringify(body).includes(thanks.providerId));

  it('C1: is shown at once, goes out through the queue, and can be changed and taken back', async () => {
    const answer = await react('👍');
    expect(answer).toMatchObject({
      status: 200,
      body: { id: thanks.id, reactions: [{ emoji: '👍', author: { kind: 'user', name: 'Maria' }, failure: null }] },
    });
    await desk.until(async () => {
      expect(onPhone()).toBe('👍');
      expect(await shown()).toMatchObject([{ emoji: '👍', status: 'sent' }]);
    });
    expect((await react('❤️', desk.hotel.lucia)).body.reactions).toMatchObject([
      { emoji: '❤️', author: { name: 'Lúcia' } },
    ]);
    await desk.until(() => expect(onPhone()).toBe('❤️'));
    expect((await takeBack()).body.reactions).toEqual([]);
    await desk.until(() => expect(onPhone()).toBeNull());
    expect(reactionsSent()).toHaveLength(3);
  });

  it('twice the same is once, and nothing to take back is nothing', async () => {
    await takeBack();
    await react('🙏');
    await desk.settled();
    await react('🙏', desk.hotel.lucia);
    await desk.settled();
    expect(reactionsSent()).toHaveLength(1);
  });

  it('of several wishes at once the last one is what the guest has at the end', async () => {
    for (const emoji of ['👍', '🎉', '😀', '🌊']) await react(emoji);
    await desk.settled();
    await desk.until(() => expect(onPhone()).toBe('🌊'));
    expect(await shown()).toMatchObject([{ emoji: '🌊', status: 'sent' }]);
  });

  it('C3: tells why the provider refused it, and that the guest still sees what could not be taken back', async () => {
    desk.cloud.faults.refuse(131009);
    await react('👍');
    await desk.until(async () =>
      expect(await shown()).toMatchObject([
        { emoji: '👍', status: 'failed', failure: { code: 'message_invalid', retryable: false } },
      ]),
    );
    await react('👍'); // once more, as the screens offer
    await desk.until(async () => expect(await shown()).toMatchObject([{ emoji: '👍', status: 'sent', failure: null }]));
    desk.cloud.faults.refuse(131009);
    await takeBack();
    await desk.until(async () => expect(await shown()).toMatchObject([{ emoji: '👍', status: 'failed' }]));
    expect(onPhone()).toBe('👍');
    desk.cloud.faults.refuse(131009);
    await react('😀');
    await desk.until(async () => expect(await shown()).toMatchObject([{ emoji: '😀', status: 'failed' }]));
    await react('👍'); // gives up: the guest has it already, so nothing is sent
    await desk.settled();
    expect(await shown()).toMatchObject([{ emoji: '👍', status: 'sent', failure: null }]);
  });

  it('E4: tries again what the provider refuses for now, and what nobody knows the outcome of', async () => {
    desk.cloud.faults.acceptThenCut();
    await react('👍');
    await desk.settled();
    expect(onPhone()).toBe('👍'); // it arrived, and nobody told us; where this took its two seconds, the next try was made already
    expect(await shown()).toMatchObject([{ emoji: '👍', status: expect.stringMatching(/^(queued|sent)$/) }]);
    await desk.hotel.query(`UPDATE reaction SET next_try_at = NULL`); // its time has come
    await desk.app.get(Sweeper).processAll();
    await desk.until(async () => expect(await shown()).toMatchObject([{ emoji: '👍', status: 'sent' }]));
    expect(reactionsSent()).toHaveLength(1);
    expect(onPhone()).toBe('👍');
  });

  it('C3: a reaction that fails after it was taken says so', async () => {
    desk.cloud.faults.failLater(131026);
    await react('👍');
    await desk.until(async () =>
      expect(await shown()).toMatchObject([{ emoji: '👍', status: 'failed', failure: { code: 'not_on_whatsapp' } }]),
    );
  });

  it('L6: answers the guest who waits; one on older words does not', async () => {
    const waiting = async (): Promise<string | null> =>
      (await desk.asks(maria, 'GET', `/conversations/${thanks.conversationId}`)).body.waitingSince;
    const older = thanks.id;
    thanks = await desk.says(ana, 'And one more towel?');
    await desk.asks(maria, 'PUT', `/messages/${older}/reaction`, { emoji: '👍' });
    expect(await waiting()).not.toBeNull();
    await react('👍');
    expect(await waiting()).toBeNull();
  });

  it('the guest’s own reaction stands beside ours', async () => {
    const { body } = await desk.asks(maria, 'POST', `/conversations/${thanks.conversationId}/messages`, {
      content: { type: 'text', text: 'You are welcome' },
      clientId: thanks.id,
    });
    const received = await ana.receives('You are welcome');
    await desk.settled();
    await ana.reacts('🥰', { id: received.id });
    const reacted = await desk.asks(maria, 'PUT', `/messages/${body.id}/reaction`, { emoji: '😀' });
    expect(reacted.body.reactions).toMatchObject([
      { emoji: '🥰', author: { kind: 'guest', name: 'Ana' }, status: 'received' },
      { emoji: '😀', author: { kind: 'user' } },
    ]);
  });

  it('E23: who may not see the message, or only reads, puts nothing on it', async () => {
    await desk.hotel.query(`UPDATE conversation SET type = 'service', department_id = $2 WHERE id = $1`, [
      thanks.conversationId,
      desk.hotel.reception,
    ]);
    expect((await react('👍', desk.hotel.tomas)).status).toBe(404);
    expect((await takeBack(desk.hotel.tomas)).status).toBe(404);
    expect(await react('👍', desk.hotel.karl)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await shown()).toEqual([]);
  });

  it('E5: takes one emoji and nothing else', async () => {
    for (const emoji of ['', 'ok', '👍👍', '👍 ', '\u0000', '<b>', '1', 'a\u0301'])
      expect(await react(emoji)).toMatchObject({ status: 400 });
    for (const body of [{}, { emoji: 1 }, { emoji: null }, { emoji: '👍', more: 1 }])
      expect((await desk.asks(maria, 'PUT', `/messages/${thanks.id}/reaction`, body)).status).toBe(400);
    for (const emoji of ['👍🏽', '🇵🇹', '👨‍👩‍👧‍👦', '❤️']) expect(oneEmoji(emoji)).toBe(emoji);
    expect(oneEmoji('❤')).toBe('❤️');
  });

  it('C1: a message the provider does not take reactions to is refused', async () => {
    const note = await desk.asks(maria, 'POST', `/conversations/${thanks.conversationId}/notes`, { text: 'VIP' });
    expect(await desk.asks(maria, 'PUT', `/messages/${note.body.id}/reaction`, { emoji: '👍' })).toMatchObject({
      status: 409,
      body: { code: 'not_reactable' },
    });
    await desk.hotel.query(`UPDATE message SET sent_at = sent_at - interval '31 days' WHERE id = $1`, [thanks.id]);
    expect(await react('👍')).toMatchObject({ status: 409, body: { code: 'not_reactable' } });
  });
});
