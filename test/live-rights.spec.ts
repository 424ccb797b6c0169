import { createHmac } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import { inTransaction } from '../src/database/transaction.js';
import { Publisher } from '../src/realtime/publisher.js';
import { buildHotel, type ChatOf, type StaffMember, type TestHotel } from './support/hotel.js';
import { Screen } from './support/live-desk.js';
import { WholeDesk } from './support/whole-desk.js';

/** E15, E23: rights that change by the API hold at once, on sockets that were open before. */
let desk: WholeDesk;
let hotel: TestHotel;
let address: string;
let ana: ChatOf;
let spa: string;
const open: Socket[] = [];

beforeAll(async () => {
  desk = await WholeDesk.open();
  address = `http://127.0.0.1:${await desk.listen()}`;
  hotel = await buildHotel(desk.db);
  hotel.now = new Date();
  ana = await hotel.guest('Ana Costa');
  spa = await hotel.conversation(ana, { departmentId: hotel.spa });
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(() => desk.close());

const agent = (name: string, departments = [hotel.spa]): Promise<StaffMember> =>
  hotel.addStaff(hotel.member(name, 'agent', departments));

async function connect(token: string): Promise<Screen> {
  const socket = io(`${address}/staff`, {
    auth: { token },
    reconnection: false,
    forceNew: true,
    transports: ['websocket'],
  });
  open.push(socket);
  const screen = new Screen(socket);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return screen;
}
const screenOf = async (person: StaffMember): Promise<Screen> => connect(await desk.tokenOf(person));

async function asks(
  person: StaffMember,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  payload?: object,
): Promise<number> {
  const answer = await desk.ask({
    method,
    url: `/api/v1${path}`,
    token: await desk.tokenOf(person),
    ...(payload === undefined ? {} : { payload }),
  });
  return answer.statusCode;
}

/** Lúcia writes into the spa's conversation; everybody who may see it hears the words. */
async function luciaWrites(text: string): Promise<void> {
  expect(await asks(hotel.lucia, 'POST', `/conversations/${spa}/notes`, { text })).toBe(201);
}
const words =
  (text: string) =>
  ({ data }: { data: { message?: { content: { text?: string } } } }): boolean =>
    data.message?.content.text === text;

describe('a session that ends', () => {
  const endings: [string, (person: StaffMember) => Promise<number>][] = [
    ['by its person', (person) => asks(person, 'DELETE', `/me/sessions/${person.sessionId}`)],
    ['by an administrator', (person) => asks(hotel.lucia, 'DELETE', `/users/${person.userId}/sessions`)],
    [
      'one of several, by an administrator',
      (person) => asks(hotel.lucia, 'DELETE', `/users/${person.userId}/sessions/${person.sessionId}`),
    ],
    ['with its person switched off', (person) => asks(hotel.lucia, 'DELETE', `/users/${person.userId}`)],
    [
      'by a password an administrator set',
      (person) => asks(hotel.lucia, 'PATCH', `/users/${person.userId}`, { password: 'brass keys on hooks' }),
    ],
    ['by signing out', (person) => asks(person, 'POST', '/auth/logout')],
  ];

  it.each(endings)('%s: its socket is told and closed, and no new one is let in', async (_, end) => {
    const nuno = await agent('Nuno');
    const [screen, other] = [await screenOf(nuno), await screenOf(hotel.ines)];
    expect([200, 204]).toContain(await end(nuno));
    await screen.hears('session.ended');
    await expect.poll(() => screen.socket.connected).toBe(false);
    await expect(screenOf(nuno)).rejects.toThrow('unauthorized');
    expect(other.socket.connected).toBe(true);
  });

  it('closes its socket at once, also while an older change is still being written', async () => {
    const nuno = await agent('Nuno');
    const screen = await screenOf(nuno);
    // Nor is it the look that is taken at all sessions every few seconds.
    const look = vi.spyOn(desk.app.get(Publisher, { strict: false }), 'checkSessions').mockResolvedValue();
    await inTransaction(desk.db, async (tx) => {
      await tx.query(`SELECT pg_current_xact_id()`); // whoever reads the log waits for this one
      expect(await asks(hotel.lucia, 'DELETE', `/users/${nuno.userId}/sessions`)).toBe(204);
      await screen.hears('session.ended');
      await expect.poll(() => screen.socket.connected).toBe(false);
    });
    look.mockRestore();
  });

  it('by a refresh cookie that was used twice', async () => {
    const email = 'vera@aurora.example';
    const password = 'brass keys on hooks';
    expect(await asks(hotel.lucia, 'POST', '/users', { email, name: 'Vera', role: 'agent', password })).toBe(201);
    const signedIn = await desk.ask({ method: 'POST', url: '/api/v1/auth/login', payload: { email, password } });
    const cookie = signedIn.cookies.find(({ name }) => name === 'bellhop_refresh')?.value ?? '';
    const refresh = async (): Promise<number> => {
      const cookies = { bellhop_refresh: cookie };
      return (await desk.ask({ method: 'POST', url: '/api/v1/auth/refresh', cookies })).statusCode;
    };
    const screen = await connect(signedIn.json<{ accessToken: string }>().accessToken);
    expect(await refresh()).toBe(200);
    await desk.sql(
      `UPDATE session_token SET used_at = used_at - interval '11 s', created_at = created_at - interval '11 s'`,
    );
    expect(await refresh()).toBe(401);
    await screen.hears('session.ended');
    await expect.poll(() => screen.socket.connected).toBe(false);
  });
});

describe('rights that change', () => {
  it('who leaves a department hears no more of its guests; who joins is called back and hears at once', async () => {
    const [nuno, rita] = [await agent('Nuno'), await agent('Rita', [hotel.housekeeping])];
    const screens = { nuno: await screenOf(nuno), rita: await screenOf(rita), ines: await screenOf(hotel.ines) };
    const { position } = await screens.rita.asks('resume', {});
    const members = [hotel.ines.userId, rita.userId];
    expect(await asks(hotel.lucia, 'PUT', `/departments/${hotel.spa}/members`, { userIds: members })).toBe(200);
    await screens.nuno.hears('conversation.removed', ({ data }) => data.id === spa);
    await expect.poll(() => screens.rita.socket.connected).toBe(false);
    screens.rita = await screenOf(rita);
    expect(await screens.rita.asks('resume', { since: position })).toMatchObject({ ok: true, reset: true });
    await luciaWrites('Only for the spa');
    await screens.ines.hears('message.created', words('Only for the spa'));
    await screens.rita.hears('message.created', words('Only for the spa'));
    expect(screens.nuno.count('message.created')).toBe(0);
    expect(await screens.nuno.asks('conversation.view', { conversationId: spa })).toMatchObject({
      ok: false,
      problem: { code: 'not_found' },
    });
    expect(await screens.rita.asks('conversation.view', { conversationId: spa })).toMatchObject({ ok: true });
  });

  it('an administrator who becomes an agent keeps what their departments see, and nothing else', async () => {
    const omar = await hotel.addStaff(hotel.member('Omar', 'admin', [hotel.housekeeping]));
    const [screen, ines] = [await screenOf(omar), await screenOf(hotel.ines)];
    await luciaWrites('Before');
    await screen.hears('message.created', words('Before'));
    expect(await asks(hotel.lucia, 'PATCH', `/users/${omar.userId}`, { role: 'agent' })).toBe(200);
    await screen.hears('conversation.removed', ({ data }) => data.id === spa);
    await luciaWrites('Afterwards');
    await ines.hears('message.created', words('Afterwards'));
    expect(screen.count('message.created', words('Afterwards'))).toBe(0);
    expect(await asks(omar, 'POST', `/conversations/${spa}/notes`, { text: 'Mine?' })).toBe(404);
  });

  it('an agent who becomes a viewer types no more, on the socket that was open before', async () => {
    const rui = await agent('Rui');
    const [screen, ines] = [await screenOf(rui), await screenOf(hotel.ines)];
    expect(await screen.asks('typing.start', { conversationId: spa })).toEqual({ ok: true });
    await ines.hears('typing', ({ data }) => data.user.id === rui.userId && data.typing === true);
    expect(await screen.asks('typing.stop', { conversationId: spa })).toEqual({ ok: true });
    expect(await asks(hotel.lucia, 'PATCH', `/users/${rui.userId}`, { role: 'viewer' })).toBe(200);
    expect(await screen.asks('typing.start', { conversationId: spa })).toMatchObject({
      ok: false,
      problem: { code: 'forbidden' },
    });
    expect(await asks(rui, 'POST', `/conversations/${spa}/notes`, { text: 'Still me' })).toBe(403);
    await luciaWrites('A viewer reads');
    await screen.hears('message.created', words('A viewer reads'));
  });
});

describe('the door of the sockets', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = (claims: object, key: Buffer): string => {
    const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
  };

  it('E5: is closed to tokens that are unsigned, signed by others, expired, or of another hotel', async () => {
    const boreal = await buildHotel(desk.db, 'Hotel Boreal');
    const { userId: sub, sessionId: sid, hotelId: hid, role } = hotel.ines;
    const exp = Math.floor(Date.now() / 1000) + 60;
    const own = { sub, sid, hid, role, exp };
    const key = desk.config.jwtSecret;
    await expect(connect(signed(own, key))).resolves.toBeInstanceOf(Screen);
    for (const token of [
      `${part({ alg: 'none' })}.${part(own)}.`,
      signed(own, Buffer.alloc(32)),
      signed({ ...own, exp: exp - 120 }, key),
      signed({ ...own, hid: boreal.id }, key),
      signed({ ...own, hid: boreal.id, sub: boreal.ines.userId }, key),
      signed({ ...own, sid: boreal.ines.sessionId }, key),
      signed({ ...own, sub: 'x' }, key),
    ])
      await expect(connect(token)).rejects.toThrow('unauthorized');
  });
});
