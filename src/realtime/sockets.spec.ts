import { promisify } from 'node:util';

import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { LiveDesk, type Screen } from '../../test/support/live-desk.js';
import { RawPage } from '../../test/support/raw-page.js';
import type { ChatOf, TestHotel } from '../../test/support/hotel.js';
import { MOST_SOCKETS, SocketLimits } from './limits.js';
import { Presence } from './presence.js';
import { Publisher } from './publisher.js';
import { MOST_WAITING, SlowClients, waiting } from './slow-clients.js';
import { Switchboard, type StaffSocket } from './switchboard.js';

const MINUTE = 60_000;
const HEARTBEAT = { pingInterval: 200, pingTimeout: 2_500 };

describe('pages of the desk, kind and unkind', () => {
  let desk: LiveDesk;
  let hotel: TestHotel;
  let ana: ChatOf;
  let spa: string;
  let switchboard: Switchboard;
  const raw: RawPage[] = [];

  beforeAll(async () => {
    desk = await LiveDesk.open(HEARTBEAT);
    hotel = desk.hotel;
    switchboard = desk.app.get(Switchboard, { strict: false });
  });
  afterAll(() => desk.close());
  beforeEach(async () => {
    ana = await hotel.guest('Ana Costa');
    spa = await hotel.conversation(ana, { departmentId: hotel.spa });
  });
  afterEach(async () => {
    for (const page of raw.splice(0)) page.close();
    for (const socket of switchboard.sockets()) socket.disconnect(true);
    await expect.poll(() => switchboard.sockets().length).toBe(0);
  });

  const rawPage = async (who = hotel.ines): Promise<RawPage> => {
    const page = await RawPage.open(desk.address, await desk.tokenOf(who));
    raw.push(page);
    return page;
  };
  const socketOf = (userId: string): StaffSocket =>
    switchboard.sockets().find(({ data }) => data.principal.userId === userId)!;
  const looks = (screen: Screen): Promise<unknown> => screen.asks('conversation.view', { conversationId: spa });

  describe('E9', () => {
    it('a page that sends no heartbeat is gone and leaves nothing behind', async () => {
      const lucia = await desk.screen(hotel.lucia);
      const page = await rawPage();
      page.says(`42/staff,0["typing.start",${JSON.stringify({ conversationId: spa })}]`);
      page.says(`42/staff,1["conversation.view",${JSON.stringify({ conversationId: spa })}]`);
      await page.hears('43/staff,1');
      await lucia.hears('viewing', ({ data }) => data.users.length === 1);
      // and nothing more comes from it
      await expect.poll(() => page.closed, { timeout: 30_000 }).toBe(true);
      await lucia.hears('viewing', ({ data }) => data.conversationId === spa && data.users.length === 0);
      await lucia.hears('typing', ({ data }) => data.typing === false);
      await lucia.hears('presence', ({ data }) => data.users.length === 1);
      expect(switchboard.usersOf(hotel.id)).toEqual([hotel.lucia.userId]);
      const { adapter } = lucia.socket.connected ? socketOf(hotel.lucia.userId).nsp : expect.fail();
      expect([...adapter.rooms.keys()].filter((room) => room.includes(hotel.ines.userId))).toEqual([]);
      expect(adapter.sids.size).toBe(1);
    });

    it('half an hour without an act: neither looks nor hears of looking and typing, until the next act', async () => {
      const presence = desk.app.get(Presence, { strict: false });
      const [ines, lucia] = [await desk.screen(hotel.ines), await desk.screen(hotel.lucia)];
      await looks(ines);
      await lucia.hears('viewing', ({ data }) => data.users.length === 1);
      await presence.sweep(Date.now() + 31 * MINUTE); // both have done nothing
      await lucia.asks('conversation.leave'); // Lúcia is back
      await looks(lucia);
      const words = await hotel.says(ana, spa, 'Hello?');
      await hotel.query(
        `INSERT INTO change (hotel_id, kind, conversation_id, message_id, at) VALUES ($1, 'message.created', $2, $3, $4)`,
        [hotel.id, spa, words, hotel.now],
      );
      desk.signal();
      await ines.hears('message.created', ({ data }) => data.message.id === words); // what guests say still comes
      expect(ines.count('viewing', ({ data }) => data.users.length > 0)).toBe(0);
      await looks(ines); // an act
      await ines.hears('viewing', ({ data }) => data.users[0]?.name === 'Lúcia');
      await lucia.hears('viewing', ({ data }) => data.users[0]?.name === 'Inês');
    });

    it('typing ends by itself when nothing more is written', async () => {
      const presence = desk.app.get(Presence, { strict: false });
      const [ines, lucia] = [await desk.screen(hotel.ines), await desk.screen(hotel.lucia)];
      await ines.asks('typing.start', { conversationId: spa });
      await ines.asks('typing.start', { conversationId: spa });
      await lucia.hears('typing', ({ data }) => data.typing);
      await presence.sweep(Date.now() + 9_000);
      await lucia.hears('typing', ({ data }) => !data.typing);
      expect(lucia.count('typing')).toBe(2);
    });

    it('E21: a client without a socket types over HTTP', async () => {
      const lucia = await desk.screen(hotel.lucia);
      expect((await desk.asks(hotel.ines, 'POST', `/conversations/${spa}/typing`)).status).toBe(204);
      await lucia.hears('typing', ({ data }) => data.typing && data.user.name === 'Inês');
      expect((await desk.asks(hotel.ines, 'POST', `/conversations/${spa}/typing`, { typing: false })).status).toBe(204);
      await lucia.hears('typing', ({ data }) => !data.typing);
      expect((await desk.asks(hotel.tomas, 'POST', `/conversations/${spa}/typing`)).status).toBe(404);
      expect((await desk.asks(hotel.ines, 'POST', `/conversations/${spa}/typing`, { typing: 'yes' })).status).toBe(400);
    });

    it('a page that comes is told who is here and who looks at what it may see', async () => {
      await looks(await desk.screen(hotel.ines));
      const [lucia, tomas] = [await desk.screen(hotel.lucia), await desk.screen(hotel.tomas)];
      await lucia.hears('viewing', ({ data }) => data.conversationId === spa && data.users[0].name === 'Inês');
      const everybody = await tomas.hears('presence', ({ data }) => data.users.length === 3);
      expect(everybody.data.users.map(({ name }: { name: string }) => name).toSorted()).toEqual([
        'Inês',
        'Lúcia',
        'Tomás',
      ]);
      expect(tomas.count('viewing')).toBe(0);
    });
  });

  describe('E5: hostile pages', () => {
    it('answers every event it does not know or cannot read with a problem', async () => {
      const ines = await desk.screen(hotel.ines);
      for (const [event, body] of [
        ['message.send', {}],
        ['__proto__', {}],
        ['toString', null],
        ['conversation.view', null],
        ['conversation.view', [[[[]]]]],
        ['conversation.view', { conversationId: { $ne: null } }],
        ['conversation.view', 'x'.repeat(500)],
        ['typing.start', { conversationId: '../../etc' }],
        ['typing.stop', 7],
      ] as const) {
        expect(await ines.asks(event, body), event).toMatchObject({ ok: false, problem: { code: 'invalid_input' } });
      }
      expect(await ines.asks('resume', { since: { toString: 1 } })).toMatchObject({ ok: true, reset: true });
      expect(await ines.asks('resume', { since: `${'9'.repeat(18)}-zzzzzz` })).toMatchObject({ ok: true, reset: true });
      expect(await looks(ines)).toMatchObject({ ok: true });
    });

    it('an event that is too large is refused, a packet beyond reason ends its page, nobody else notices', async () => {
      const [ines, lucia] = [await desk.screen(hotel.ines), await desk.screen(hotel.lucia)];
      const large = { conversationId: spa, more: 'x'.repeat(5_000) };
      expect(await ines.asks('conversation.view', large)).toMatchObject({
        ok: false,
        problem: { status: 413, code: 'body_too_large' },
      });
      ines.socket.emit('conversation.view', { more: 'x'.repeat(200_000) });
      await expect.poll(() => ines.socket.connected).toBe(false);
      expect(await looks(lucia)).toMatchObject({ ok: true });
    });

    it('too many events at once are refused with the time to wait, and who never listens is let go', async () => {
      const ines = await desk.screen(hotel.ines);
      const answers = await Promise.all(Array.from({ length: 80 }, () => ines.asks('conversation.leave')));
      expect(answers.filter(({ ok }) => ok).length).toBeLessThan(60);
      expect(answers.at(-1)).toMatchObject({ ok: false, problem: { status: 429, code: 'limited' } });
      for (let n = 0; n < 300; n++) ines.socket.emit('conversation.leave');
      await expect.poll(() => ines.socket.connected).toBe(false);
    });

    it('a page that keeps to the limits is never refused, however long', () => {
      const limits = new SocketLimits(0);
      let second = 1;
      for (; second < 3_600; second++) {
        for (let n = 0; n < 10; n++) limits.check('typing.start', [], second * 1_000 + n); // would throw
      }
      expect(second).toBe(3_600);
    });

    it('a page that leaves while it is being let in keeps no place', async () => {
      const connections = promisify((tell: (error: Error | null, count: number) => void) =>
        desk.app.getHttpServer().getConnections(tell),
      );
      const before = await connections();
      let ask = (): void => undefined;
      const asking = new Promise<void>((resolve) => (ask = resolve));
      const admit = vi.spyOn(desk.app.get(Publisher, { strict: false }), 'admit').mockReturnValue(asking);
      const token = await desk.tokenOf(hotel.ines);
      const hasty = Array.from({ length: MOST_SOCKETS }, () =>
        io(`${desk.address}/staff`, {
          auth: { token },
          forceNew: true,
          reconnection: false,
          transports: ['websocket'],
        }),
      );
      await expect.poll(() => admit.mock.calls.length).toBe(MOST_SOCKETS);
      for (const page of hasty) page.disconnect();
      await expect.poll(connections).toBe(before);
      ask();
      await asking;
      admit.mockRestore();
      expect((await desk.screen(hotel.ines)).socket.connected).toBe(true);
    });

    it(`one person has at most ${MOST_SOCKETS} pages; a closed one makes room`, async () => {
      const screens = await Promise.all(Array.from({ length: MOST_SOCKETS }, () => desk.screen(hotel.ines)));
      await expect(desk.screen(hotel.ines)).rejects.toMatchObject({
        message: 'limited',
        data: { ok: false, problem: { status: 429, code: 'limited' } },
      });
      await desk.screen(hotel.lucia);
      screens[0]?.socket.disconnect();
      await expect
        .poll(() =>
          desk.screen(hotel.ines).then(
            () => true,
            () => false,
          ),
        )
        .toBe(true);
    });

    it('forged acks, broken packets and foreign namespaces change nothing for others', async () => {
      const lucia = await desk.screen(hotel.lucia);
      const conversationId = JSON.stringify({ conversationId: spa });
      for (const packet of [
        '43/staff,0[{"ok":true}]',
        '43/staff,999999999999[null]',
        '43/staff,["no id"]',
        '42/staff,["disconnect"]',
        '42/staff,["connect",{}]',
        '42/staff,{}',
        '42/staff,[]',
        '42/staff,[[]]',
        '42/staff,[null,{}]',
        '42/staff,["conversation.view"',
        '42/staff,-1["conversation.view",{}]',
        '452-/staff,["conversation.view",{"_placeholder":true,"num":9}]',
        '40/admin,{"token":"x"}',
        '40/guest,',
        '49',
        '4',
        '9',
        '',
        '\u0000',
        `42/staff,0["conversation.view",${conversationId},"more",{"__proto__":{"ok":1}}]`,
        `42/staff,0["typing.start",${'['.repeat(2_000)}${']'.repeat(2_000)}]`,
      ]) {
        const page = await rawPage();
        page.says(packet);
        page.says(packet);
        await page.settles();
        page.close();
      }
      expect(await looks(lucia)).toMatchObject({ ok: true });
      expect(await looks(await desk.screen(hotel.maria))).toMatchObject({ ok: false, problem: { code: 'not_found' } });
      expect(Reflect.get({}, 'ok')).toBeUndefined();
    });
  });

  describe('a page that takes nothing', () => {
    const filler = 'x'.repeat(100_000);
    const tells = (userId: string, bytes: number): void => {
      for (let sent = 0; sent < bytes; sent += filler.length) {
        const data = { id: spa, filler };
        switchboard.emit(hotel.id, { userId, name: 'conversation.removed', at: hotel.now, data }, null);
      }
    };
    /** More than the kernel takes on its own for a connection nobody reads from. */
    const hang = async (): Promise<StaffSocket> => {
      const page = await rawPage();
      page.hangs();
      const socket = socketOf(hotel.ines.userId);
      await expect
        .poll(() => {
          const { bytes } = waiting(socket);
          if (bytes === 0) tells(hotel.ines.userId, 1_000_000);
          return bytes;
        })
        .toBeGreaterThan(0);
      return socket;
    };

    it('is let go after ten seconds, and its heartbeats before that', async () => {
      const slow = new SlowClients(switchboard);
      await hang();
      const now = Date.now();
      expect(slow.sweep(now)).toBe(0);
      expect(slow.sweep(now + 9_000)).toBe(0);
      expect(slow.sweep(now + 10_000)).toBe(1);
      expect(switchboard.usersOf(hotel.id)).toEqual([]);
    });

    it('is let go at once when too much waits for it, and everybody else hears all of it meanwhile', async () => {
      const lucia = await desk.screen(hotel.lucia);
      const socket = await hang();
      tells(hotel.ines.userId, 15_000_000);
      expect(waiting(socket).bytes).toBeGreaterThan(MOST_WAITING);
      tells(hotel.lucia.userId, 3_000_000);
      await expect.poll(() => lucia.count('conversation.removed'), { timeout: 30_000 }).toBe(30);
      new SlowClients(switchboard).sweep(Date.now());
      expect(socket.connected).toBe(false);
      await expect.poll(() => waiting(socket)).toMatchObject({ bytes: 0 });
      expect(lucia.socket.connected).toBe(true);
    });

    it('one that is slow but takes what it gets stays', async () => {
      const slow = new SlowClients(switchboard);
      const lucia = await desk.screen(hotel.lucia);
      for (let second = 0; second < 30; second++) {
        tells(hotel.lucia.userId, 200_000);
        await expect.poll(() => waiting(socketOf(hotel.lucia.userId)).bytes).toBe(0);
        expect(slow.sweep(Date.now() + second * 1_000)).toBe(0);
      }
      expect(lucia.socket.connected).toBe(true);
    });
  });

  it('E20: everybody hears how a channel does, and nobody its secrets', async () => {
    const [lucia, karl] = [await desk.screen(hotel.lucia), await desk.screen(hotel.karl)];
    const { body } = await desk.asks(hotel.lucia, 'GET', `/channels/${hotel.channelId}`);
    await desk.asks(hotel.lucia, 'PATCH', `/channels/${hotel.channelId}`, {
      version: body.version,
      name: 'Front desk phone',
    });
    for (const screen of [lucia, karl]) {
      const { data } = await screen.hears('channel.updated');
      expect(data).toMatchObject({
        id: hotel.channelId,
        name: 'Front desk phone',
        status: 'connected',
        credentials: null,
      });
    }
  });
});
