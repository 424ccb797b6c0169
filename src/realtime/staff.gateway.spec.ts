import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { LiveDesk, type Screen } from '../../test/support/live-desk.js';
import type { ChatOf, StaffMember, TestHotel } from '../../test/support/hotel.js';
import { inTransaction } from '../database/transaction.js';
import { ChangeLog, recordChange, type ChangeKind } from '../conversations/index.js';
import { newId } from '../common/ids.js';
import { Presence } from './presence.js';
import { Publisher } from './publisher.js';
import { SocketAdapter } from './socket-adapter.js';

describe('the desk, live', () => {
  let desk: LiveDesk;
  let hotel: TestHotel;
  let ana: ChatOf;
  let spa: string;

  beforeAll(async () => {
    desk = await LiveDesk.open();
    hotel = desk.hotel;
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ana = await hotel.guest('Ana Costa');
    spa = await hotel.conversation(ana, { departmentId: hotel.spa });
  });

  /** As ingestion does it: a row, a line in the log, a signal. */
  async function says(text: string, conversationId = spa): Promise<string> {
    const id = await hotel.says(ana, conversationId, text);
    await change('message.created', conversationId, id);
    return id;
  }
  async function change(
    kind: ChangeKind,
    conversationId: string | null,
    messageId: string | null = null,
    subjectId: string | null = null,
  ): Promise<void> {
    await inTransaction(hotel.dataSource, (tx) =>
      recordChange(tx, { hotelId: hotel.id, kind, conversationId, messageId, subjectId, at: hotel.now }),
    );
    desk.signal();
  }
  const ofThis = ({ data }: { data: { conversation?: { id: string }; id?: string } }): boolean =>
    (data.conversation?.id ?? data.id) === spa;
  /** Everything committed before has reached everybody: a change all see has come through. */
  async function quiet(...screens: Screen[]): Promise<void> {
    const general = await hotel.conversation(await hotel.guest('Nobody'));
    await change('conversation.created', general);
    await Promise.all(screens.map((screen) => screen.hears('conversation.created', ({ data }) => data.id === general)));
  }

  describe('the door', () => {
    it('is closed to no token, a wrong one and one of a session that has ended', async () => {
      const nuno = await hotel.addStaff(hotel.member('Nuno', 'agent', [hotel.spa]));
      const token = await desk.tokenOf(nuno);
      await hotel.query(`UPDATE user_session SET ended_at = $2 WHERE id = $1`, [nuno.sessionId, new Date()]);
      for (const bad of ['', 'nonsense', token]) await expect(desk.screen(nuno, bad)).rejects.toThrow('unauthorized');
    });

    it('E15: ends the sockets of a session with it, and tells them', async () => {
      const nuno = await hotel.addStaff(hotel.member('Nuno', 'agent', [hotel.spa]));
      const [screen, other] = [await desk.screen(nuno), await desk.screen(hotel.ines)];
      await hotel.query(`UPDATE user_session SET ended_at = $2 WHERE id = $1`, [nuno.sessionId, new Date()]);
      await change('session.ended', null, null, nuno.sessionId);
      await screen.hears('session.ended');
      await expect.poll(() => screen.socket.connected).toBe(false);
      expect(other.socket.connected).toBe(true);
    });

    it('E15: notices a session that simply ran out, and a user who was switched off', async () => {
      const [nuno, rita] = [hotel.member('Nuno', 'agent', [hotel.spa]), hotel.member('Rita', 'agent', [hotel.spa])];
      for (const person of [nuno, rita]) await hotel.addStaff(person);
      const screens = [await desk.screen(nuno), await desk.screen(rita), await desk.screen(hotel.ines)];
      await hotel.query(`UPDATE user_session SET expires_at = $2 WHERE id = $1`, [
        nuno.sessionId,
        new Date(Date.now() - 1),
      ]);
      await hotel.query(`UPDATE app_user SET active = false WHERE id = $1`, [rita.userId]);
      await desk.app.get(Publisher, { strict: false }).checkSessions();
      await expect.poll(() => screens.map((screen) => screen.socket.connected)).toEqual([false, false, true]);
    });

    it('E9: a page that sends no heartbeat is gone within a minute', () => {
      const server = new SocketAdapter().createIOServer(0);
      const { pingInterval = Infinity, pingTimeout = Infinity } = server.engine.opts;
      void server.close();
      expect(pingInterval + pingTimeout).toBeLessThan(60_000);
    });
  });

  describe('A5: a new message', () => {
    it('reaches those who may see it with all a screen draws, and nobody else', async () => {
      const [ines, lucia, tomas] = await Promise.all([
        desk.screen(hotel.ines),
        desk.screen(hotel.lucia),
        desk.screen(hotel.tomas),
      ]);
      const id = await says('Is the sauna open?');
      for (const screen of [ines, lucia]) {
        expect((await screen.hears('message.created', ofThis)).data).toMatchObject({
          message: { id, author: { name: 'Ana Costa' }, content: { text: 'Is the sauna open?' } },
          conversation: { id: spa, name: 'Ana Costa', unreadCount: 1, lastMessage: { preview: 'Is the sauna open?' } },
        });
      }
      await quiet(tomas);
      expect(tomas.count('message.created')).toBe(0);
    });

    it('E23: never crosses to another hotel', async () => {
      const { buildHotel } = await import('../../test/support/hotel.js');
      const other = await buildHotel(hotel.dataSource, 'Hotel Borealis');
      const [stranger, ines] = [await desk.screen(other.lucia), await desk.screen(hotel.ines)];
      await says('Hello');
      await ines.hears('message.created', ofThis);
      const theirs = await other.conversation(await other.guest('Bo'));
      await inTransaction(hotel.dataSource, (tx) =>
        recordChange(tx, { hotelId: other.id, kind: 'conversation.created', conversationId: theirs, at: other.now }),
      );
      desk.signal();
      await stranger.hears('conversation.created');
      // Who is here and the counts may be told more than once.
      const heard = new Set(stranger.heard.map(({ name }) => name).filter((name) => name !== 'counts.updated'));
      expect([...heard]).toEqual(['presence', 'conversation.created']);
      expect((await stranger.hears('presence')).data.users).toEqual([{ id: other.lucia.userId, name: 'Lúcia' }]);
    });

    it('E26: carries each user’s own unread count', async () => {
      await says('one');
      const last = await says('two');
      const [ines, lucia] = [await desk.screen(hotel.ines), await desk.screen(hotel.lucia)];
      await desk.asks(hotel.ines, 'POST', `/conversations/${spa}/read`, { messageId: last });
      expect((await ines.hears('conversation.updated', ofThis)).data.unreadCount).toBe(0);
      await says('three');
      const three = (event: { data: { message: { content: { text: string } } } }): boolean =>
        event.data.message.content.text === 'three';
      expect((await ines.hears('message.created', three)).data.conversation.unreadCount).toBe(1);
      expect((await lucia.hears('message.created', three)).data.conversation.unreadCount).toBe(3);
      expect(lucia.count('conversation.updated', ofThis)).toBe(0); // reading is one’s own affair
    });

    it('A4: a burst of ticks is told once each, as they are at the end, and in few queries', async () => {
      const ines = await desk.screen(hotel.ines);
      const ids: string[] = [];
      for (let n = 0; n < 20; n++) ids.push(await hotel.answers(ana, spa, hotel.ines, `Answer ${n}`, { status: 60 }));
      await inTransaction(hotel.dataSource, async (tx) => {
        for (const messageId of [...ids, ...ids]) {
          await recordChange(tx, {
            hotelId: hotel.id,
            kind: 'message.updated',
            conversationId: spa,
            messageId,
            at: hotel.now,
          });
        }
      });
      desk.signal();
      await ines.hears('message.updated', ({ data }) => data.message.id === ids.at(-1));
      expect(
        ines.heard.filter((event) => event.name === 'message.updated').map((event) => event.data.message.status),
      ).toEqual(Array(20).fill('read'));
    });

    it('waits for an older transaction that is still open, and loses nothing', async () => {
      const ines = await desk.screen(hotel.ines);
      const slow = await hotel.says(ana, spa, 'slow');
      await inTransaction(hotel.dataSource, async (tx) => {
        await recordChange(tx, {
          hotelId: hotel.id,
          kind: 'message.created',
          conversationId: spa,
          messageId: slow,
          at: hotel.now,
        });
        await says('quick'); // committed while the older one is open
      });
      desk.signal();
      await ines.hears('message.created', ({ data }) => data.message?.content.text === 'slow');
      await ines.hears('message.created', ({ data }) => data.message?.content.text === 'quick');
    });
  });

  describe('rights that change', () => {
    it('E15: who loses a conversation by a transfer is told so, the new department gets it', async () => {
      const [ines, tomas, maria] = await Promise.all([
        desk.screen(hotel.ines),
        desk.screen(hotel.tomas),
        desk.screen(hotel.maria),
      ]);
      const answer = await desk.asks(hotel.ines, 'POST', `/conversations/${spa}/transfer`, {
        departmentId: hotel.housekeeping,
        note: 'Towels',
      });
      expect(answer).toMatchObject({ status: 200, body: { id: spa, department: { name: 'Housekeeping' } } });
      await ines.hears('conversation.removed', ofThis);
      expect((await tomas.hears('conversation.updated', ofThis)).data.department.name).toBe('Housekeeping');
      await quiet(maria);
      expect(maria.count('conversation.removed') + maria.count('conversation.updated', ofThis)).toBe(0);
    });

    it('E15: who leaves a department hears of its guests no more, at once', async () => {
      const nuno = await hotel.addStaff(hotel.member('Nuno', 'agent', [hotel.spa]));
      const [screen, ines] = [await desk.screen(nuno), await desk.screen(hotel.ines)];
      await says('one');
      await screen.hears('message.created', ofThis);
      await hotel.query(`DELETE FROM department_member WHERE user_id = $1`, [nuno.userId]);
      await change('membership.changed', null, null, nuno.userId);
      await screen.hears('conversation.removed', ofThis);
      await says('two');
      await ines.hears('message.created', ({ data }) => data.message?.content.text === 'two');
      await quiet(screen);
      expect(screen.count('message.created', ofThis)).toBe(1);
      expect(await screen.asks('conversation.view', { conversationId: spa })).toMatchObject({
        ok: false,
        problem: { status: 404, code: 'not_found' },
      });
    });

    it('E15, E27: who comes to a department is called back, and reads what its guests wrote before', async () => {
      const nuno = await hotel.addStaff(hotel.member('Nuno', 'agent', [hotel.reception]));
      const screen = await desk.screen(nuno);
      const { position } = await screen.asks('resume', {});
      const left = new Promise((resolve) => screen.socket.once('disconnect', resolve));
      await hotel.query(
        `INSERT INTO department_member (hotel_id, department_id, user_id, joined_at) VALUES ($1, $2, $3, $4)`,
        [hotel.id, hotel.spa, nuno.userId, hotel.now],
      );
      await change('membership.changed', null, null, nuno.userId);
      expect(await left).toBe('transport close'); // clients come back from that by themselves
      const back = await desk.screen(nuno);
      expect(await back.asks('resume', { since: position })).toMatchObject({ ok: true, reset: true });
    });
  });

  it('C5: a notice goes to its own user alone', async () => {
    const [ines, lucia] = [await desk.screen(hotel.ines), await desk.screen(hotel.lucia)];
    const id = newId();
    await hotel.query(
      `INSERT INTO notification (hotel_id, id, user_id, kind, conversation_id, at) VALUES ($1, $2, $3, 'message', $4, $5)`,
      [hotel.id, id, hotel.ines.userId, spa, hotel.now],
    );
    await change('notification.created', spa, null, id);
    expect((await ines.hears('notification.created')).data).toMatchObject({
      id,
      kind: 'message',
      conversationId: spa,
      readAt: null,
    });
    await quiet(lucia);
    expect(lucia.count('notification.created')).toBe(0);
  });

  it('L5: the counts follow, and equal the query', async () => {
    const ines = await desk.screen(hotel.ines);
    await says('Hello?');
    const expected = (await desk.asks(hotel.ines, 'GET', '/conversations/counts')).body;
    await ines.hears('counts.updated', ({ data }) => JSON.stringify(data) === JSON.stringify(expected));
  });

  describe('resume', () => {
    it('E15: brings what was missed, as it is now, and nothing more', async () => {
      const before = await desk.screen(hotel.ines);
      const { position } = await before.asks('resume', {});
      before.socket.disconnect();
      const id = await says('Are you there?');
      await change('conversation.updated', spa);
      const back = await desk.screen(hotel.ines);
      // Other databases of the test server hold the horizon back while they write.
      const missed = await vi.waitFor(
        async () => {
          const told = await back.asks('resume', { since: position });
          expect(told.events).toHaveLength(2);
          return told;
        },
        { timeout: 30_000, interval: 500 },
      );
      expect(missed).toMatchObject({ ok: true, reset: false });
      expect(missed.events).toMatchObject([
        { name: 'message.created', data: { message: { id }, conversation: { id: spa, unreadCount: 1 } } },
        { name: 'conversation.updated', data: { id: spa } },
      ]);
      expect(await back.asks('resume', { since: missed.position })).toMatchObject({ ok: true, events: [] });
      const tomas = await desk.screen(hotel.tomas);
      expect(await tomas.asks('resume', { since: position })).toMatchObject({ ok: true, events: [] });
    });

    it('every event’s position is one to go on from: nothing after it is missing', async () => {
      const ines = await desk.screen(hotel.ines);
      await says('one');
      const { position } = await ines.hears('message.created', ofThis);
      ines.socket.disconnect();
      const two = await says('two');
      const back = await desk.screen(hotel.ines);
      // Other databases of the test server hold the horizon back while they write.
      await vi.waitFor(async () => {
        const missed = await back.asks('resume', { since: position });
        expect(missed.events.map((event: { data: { message?: { id: string } } }) => event.data.message?.id)).toContain(
          two,
        );
      }, 30_000);
    });

    it('says to read again without a position, with a strange one, or after a change of rights', async () => {
      const nuno = await hotel.addStaff(hotel.member('Nuno', 'agent', [hotel.spa]));
      const screen = await desk.screen(nuno);
      const first = await screen.asks('resume', {});
      expect(first).toMatchObject({ ok: true, reset: true });
      expect(await screen.asks('resume', { since: 'nonsense' })).toMatchObject({ ok: true, reset: true });
      await change('membership.changed', null, null, nuno.userId);
      // Other databases of the test server hold the horizon back while they write.
      await vi.waitFor(async () => {
        expect(await screen.asks('resume', { since: first.position })).toMatchObject({ ok: true, reset: true });
      }, 30_000);
    });
  });

  describe('who looks, who types', () => {
    it('E21: tells the others who may see it, and ends with the socket', async () => {
      const [ines, lucia, tomas] = await Promise.all([
        desk.screen(hotel.ines),
        desk.screen(hotel.lucia),
        desk.screen(hotel.tomas),
      ]);
      expect(await ines.asks('conversation.view', { conversationId: spa })).toEqual({ ok: true, users: [] });
      expect((await lucia.hears('viewing')).data).toEqual({
        conversationId: spa,
        users: [{ id: hotel.ines.userId, name: 'Inês' }],
      });
      expect(await lucia.asks('conversation.view', { conversationId: spa })).toMatchObject({
        ok: true,
        users: [{ name: 'Inês' }],
      });
      expect(await ines.asks('typing.start', { conversationId: spa })).toEqual({ ok: true });
      expect((await lucia.hears('typing')).data).toMatchObject({
        conversationId: spa,
        user: { name: 'Inês' },
        typing: true,
      });
      ines.socket.disconnect();
      await lucia.hears('typing', ({ data }) => data.typing === false);
      await lucia.hears('viewing', ({ data }) => data.users.length === 0);
      await quiet(tomas);
      expect(tomas.count('viewing') + tomas.count('typing') + ines.count('typing')).toBe(0);
    });

    it('E9: after half an hour without an act nobody counts as looking, and new messages still arrive', async () => {
      const [ines, lucia] = [await desk.screen(hotel.ines), await desk.screen(hotel.lucia)];
      await ines.asks('conversation.view', { conversationId: spa });
      const presence = desk.app.get(Presence, { strict: false });
      await presence.sweep(Date.now() + 29 * 60_000);
      expect(await lucia.asks('conversation.view', { conversationId: spa })).toMatchObject({
        users: [{ name: 'Inês' }],
      });
      await presence.sweep(Date.now() + 31 * 60_000);
      await lucia.hears('viewing', ({ data }) => data.conversationId === spa && data.users.length === 0);
      await says('Still there?');
      await ines.hears('message.created', ofThis);
    });

    it('answers nonsense with a problem, and a reader who only reads does not type', async () => {
      const karl = await desk.screen(hotel.karl);
      const reception = await hotel.conversation(ana, { departmentId: hotel.reception });
      expect(await karl.asks('conversation.view', { conversationId: reception })).toMatchObject({ ok: true });
      expect(await karl.asks('typing.start', { conversationId: reception })).toMatchObject({
        ok: false,
        problem: { code: 'forbidden', status: 403 },
      });
      expect(await karl.asks('conversation.view', { conversationId: 'x' })).toMatchObject({
        ok: false,
        problem: { code: 'invalid_input', errors: [{ field: 'conversationId' }] },
      });
      expect(await karl.asks('conversation.view', { conversationId: newId() })).toMatchObject({
        ok: false,
        problem: { code: 'not_found' },
      });
      expect(await karl.asks('conversation.leave')).toEqual({ ok: true });
    });
  });

  describe('over HTTP', () => {
    const as = (
      person: StaffMember,
      method: 'GET' | 'POST',
      path: string,
      body?: object,
    ): ReturnType<LiveDesk['asks']> => desk.asks(person, method, path, body);

    it('E23: a viewer reads and acts on nothing; a stranger finds nothing', async () => {
      const reception = await hotel.conversation(ana, { departmentId: hotel.reception });
      expect((await as(hotel.karl, 'GET', `/conversations/${reception}`)).status).toBe(200);
      expect((await as(hotel.karl, 'GET', `/conversations/${reception}/messages`)).status).toBe(200);
      for (const [act, body] of [
        ['assignment', { userId: null }],
        ['transfer', { departmentId: hotel.spa }],
        ['close', {}],
        ['reopen', {}],
      ] as const) {
        expect(await as(hotel.karl, 'POST', `/conversations/${reception}/${act}`, body)).toMatchObject({
          status: 403,
          body: { code: 'forbidden' },
        });
        expect((await as(hotel.tomas, 'POST', `/conversations/${reception}/${act}`, body)).status).toBe(404);
      }
      for (const path of ['', '/messages', '/attendees', '/participants']) {
        expect((await as(hotel.tomas, 'GET', `/conversations/${reception}${path}`)).status).toBe(404);
      }
    });

    it('E17: lists by filters out of the address, and says which one is wrong', async () => {
      await says('Hello');
      const found = await as(
        hotel.ines,
        'GET',
        `/conversations?status=active&unread=true&waiting=true&assignee=none&departmentId=${hotel.spa}&limit=1&sort=waiting`,
      );
      expect(found).toMatchObject({ status: 200, body: { items: [{ department: { name: 'Spa' } }] } });
      for (const bad of [
        'status=open',
        'assignee=somebody',
        'unread=maybe',
        'limit=0',
        'departmentId=spa',
        'nonsense=1',
      ]) {
        const answer = await as(hotel.ines, 'GET', `/conversations?${bad}`);
        expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: bad.split('=')[0] }] } });
      }
    });

    it('A2: the people of a chat, and the staff in it', async () => {
      await as(hotel.ines, 'POST', `/conversations/${spa}/assignment`, { userId: hotel.ines.userId });
      expect((await as(hotel.ines, 'GET', `/conversations/${spa}/attendees`)).body.items).toMatchObject([
        { name: 'Ana Costa', isSelf: false, guestId: ana.guestId },
      ]);
      expect((await as(hotel.ines, 'GET', `/conversations/${spa}/participants`)).body.items).toMatchObject([
        { user: { name: 'Inês' } },
      ]);
    });
  });

  it('reads nothing of the log while nobody listens', async () => {
    const idle = await LiveDesk.open();
    const tail = vi.spyOn(idle.app.get(ChangeLog, { strict: false }), 'tail');
    const publisher = idle.app.get(Publisher, { strict: false });
    idle.signal();
    await publisher.settled();
    expect(tail).not.toHaveBeenCalled();
    await idle.screen(idle.hotel.ines);
    idle.signal();
    await publisher.settled();
    expect(tail).toHaveBeenCalled();
    await idle.close();
  });

  it('tells every one of many commits that come at once', async () => {
    const ines = await desk.screen(hotel.ines);
    const ids: string[] = [];
    for (let n = 0; n < 100; n++) ids.push(await hotel.says(ana, spa, `said ${n}`));
    await Promise.all(ids.map((id) => change('message.created', spa, id)));
    await Promise.all(ids.map((id) => ines.hears('message.created', ({ data }) => data.message?.id === id)));
    expect(ines.count('message.created', ofThis)).toBe(100);
  });
});
