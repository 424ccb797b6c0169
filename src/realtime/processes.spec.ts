import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { LiveDesk, type Screen } from '../../test/support/live-desk.js';
import type { ChatOf, TestHotel } from '../../test/support/hotel.js';
import { TestRedis } from '../../test/support/redis.js';
import { RightsNews } from '../auth/index.js';
import { recordChange } from '../conversations/index.js';
import { inTransaction } from '../database/transaction.js';
import { Elsewhere } from './elsewhere.js';
import { MOST_SOCKETS } from './limits.js';
import { Publisher } from './publisher.js';

const IN_TIME = { timeout: 20_000, interval: 20 };

let redis: TestRedis;
let one: LiveDesk;
let two: LiveDesk;
let hotel: TestHotel;
let ana: ChatOf;
let spa: string;

beforeAll(async () => {
  redis = await TestRedis.start();
  [one, two] = await LiveDesk.pair(redis.url);
  hotel = one.hotel;
  for (const { app } of [one, two]) neverPolls(app.get(Publisher, { strict: false }));
}, 60_000);
afterAll(async () => {
  await two?.close();
  await one?.close();
  await redis?.stop();
}, 60_000);
beforeEach(async () => {
  ana = await hotel.guest('Ana Costa');
  spa = await hotel.conversation(ana, { departmentId: hotel.spa });
});

/** What it hears of then is what it was told of. */
function neverPolls(publisher: Publisher): void {
  for (const timer of Reflect.get(publisher, 'timers') as NodeJS.Timeout[]) clearInterval(timer);
}

/** As ingestion does it, at this process. */
async function says(desk: LiveDesk, text: string): Promise<string> {
  const id = await hotel.says(ana, spa, text);
  const change = {
    hotelId: hotel.id,
    kind: 'message.created',
    conversationId: spa,
    messageId: id,
    at: hotel.now,
  } as const;
  await inTransaction(hotel.dataSource, (tx) => recordChange(tx, change));
  desk.signal();
  return id;
}

const here = (screen: Screen): string[] =>
  (screen.heard.findLast(({ name }) => name === 'presence')?.data.users ?? [])
    .map(({ name }: { name: string }) => name)
    .toSorted();

describe('D7: several processes', { timeout: 60_000 }, () => {
  it('A5: what one commits reaches the pages of all, each event with a position to go on from', async () => {
    const screens = [await one.screen(hotel.ines), await two.screen(hotel.ines), await two.screen(hotel.lucia)];
    const ids = [await says(one, 'Is the sauna open?'), await says(two, 'And the pool?')];
    for (const screen of screens)
      for (const id of ids) await screen.hears('message.created', ({ data }) => data.message.id === id);
    const [first] = screens.map((screen) => screen.heard.find(({ name }) => name === 'message.created'));
    // The position of one process is good at another: a page comes back to whichever answers.
    const missed = await screens[1]!.asks('resume', { since: first?.position });
    expect(missed.ok && !missed.reset).toBe(true);
    expect(missed.events.map(({ data }: { data: { message?: { id: string } } }) => data.message?.id)).toEqual(
      expect.arrayContaining(ids),
    );
    for (const screen of screens) screen.socket.disconnect();
  });

  it('E15: a session that ends at one ends its pages at the others at once, also where the log is not read yet', async () => {
    const nuno = await hotel.addStaff(hotel.member('Nuno', 'agent', [hotel.spa]));
    const [screen, other] = [await two.screen(nuno), await two.screen(hotel.ines)];
    const publisher = two.app.get(Publisher, { strict: false });
    await publisher.stop();
    try {
      const news = one.app.get(RightsNews, { strict: false });
      await inTransaction(hotel.dataSource, (tx) => news.sessionsEnded(tx, hotel.id, [nuno.sessionId]));
      await screen.hears('session.ended');
      await expect.poll(() => screen.socket.connected, IN_TIME).toBe(false);
      expect(other.socket.connected).toBe(true);
    } finally {
      publisher.start();
      neverPolls(publisher);
      other.socket.disconnect();
    }
  });

  it('E21: who is here, looks and types at one is told at the others, and a page that comes is told all of it', async () => {
    const [ines, lucia] = [await one.screen(hotel.ines), await two.screen(hotel.lucia)];
    for (const screen of [ines, lucia]) await expect.poll(() => here(screen), IN_TIME).toEqual(['Inês', 'Lúcia']);
    await ines.asks('conversation.view', { conversationId: spa });
    await lucia.hears('viewing', ({ data }) => data.conversationId === spa && data.users[0]?.name === 'Inês');
    expect(await lucia.asks('conversation.view', { conversationId: spa })).toMatchObject({ users: [{ name: 'Inês' }] });
    await ines.asks('typing.start', { conversationId: spa });
    await lucia.hears('typing', ({ data }) => data.typing && data.user.name === 'Inês');
    const late = await two.screen(hotel.lucia);
    await late.hears('typing', ({ data }) => data.typing && data.user.name === 'Inês');
    ines.socket.disconnect();
    await lucia.hears('typing', ({ data }) => !data.typing);
    await expect.poll(() => here(lucia), IN_TIME).toEqual(['Lúcia']);
    await lucia.hears('viewing', ({ data }) => data.conversationId === spa && data.users.length === 0);
    for (const screen of [lucia, late]) screen.socket.disconnect();
  });

  it('E21: who says over HTTP that they type may say to another process that they do not', async () => {
    const lucia = await one.screen(hotel.lucia);
    const says = (desk: LiveDesk, typing: boolean) =>
      desk.asks(hotel.ines, 'POST', `/conversations/${spa}/typing`, { typing });
    await says(one, true);
    await lucia.hears('typing', ({ data }) => data.typing);
    await says(two, false);
    await lucia.hears('typing', ({ data }) => !data.typing);
    lucia.socket.disconnect();
  });

  it(`E9: one person has at most ${MOST_SOCKETS} pages at all of them together`, async () => {
    const screens: Screen[] = [];
    for (let n = 0; n < MOST_SOCKETS; n++) screens.push(await (n % 2 ? one : two).screen(hotel.tomas));
    await expect
      .poll(() => one.screen(hotel.tomas).then((more) => more.socket.disconnect() && '', String), IN_TIME)
      .toContain('limited');
    for (const screen of screens) screen.socket.disconnect();
  });

  it('E16: guesses at several doors are as many as at one', async () => {
    const guess = async (n: number): Promise<number> => {
      const answer = await fetch(`${[one, two][n % 2]?.address}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'ines@aurora.example', password: `wrong guess ${n}` }),
      });
      return answer.status;
    };
    for (let n = 0; n < 10; n++) expect(await guess(n)).toBe(401);
    for (const n of [0, 1]) await expect.poll(() => guess(n), IN_TIME).toBe(429);
  });

  it('B2: without Redis each tells its own pages, and all is told when it is back', async () => {
    const [ines, lucia] = [await one.screen(hotel.ines), await two.screen(hotel.lucia)];
    await expect.poll(() => here(lucia), IN_TIME).toEqual(['Inês', 'Lúcia']);
    await redis.stop();
    const id = await says(one, 'Hello?');
    await ines.hears('message.created', ({ data }) => data.message.id === id);
    two.app.get(Elsewhere, { strict: false }).forgetSilent(Date.now() + 60_000);
    await expect.poll(() => here(lucia), IN_TIME).toEqual(['Lúcia']);
    await redis.start();
    await expect.poll(() => here(lucia), IN_TIME).toEqual(['Inês', 'Lúcia']);
    const after = await says(one, 'Still there?');
    for (const told of [id, after]) await lucia.hears('message.created', ({ data }) => data.message.id === told);
    for (const screen of [ines, lucia]) screen.socket.disconnect();
  });
});
