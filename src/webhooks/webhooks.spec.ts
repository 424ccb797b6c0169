import { createServer, type Server, type Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { ChannelConnection } from '../channels/index.js';
import type { IngestionService } from '../messages/index.js';
import { IngestionDesk } from '../../test/support/ingestion.js';
import { openDoor, postWebhook, sign } from '../../test/support/webhook-door.js';

const MEGABYTE = 1024 * 1024;

let desk: IngestionDesk;
/** the hotel's second number of the same app, and one of another app */
let second: ChannelConnection;
let foreign: ChannelConnection;
let closed: ChannelConnection;
/** as Channels finds them; `hang`: its database does not answer */
let hang = false;
const doors: FastifyInstance[] = [];

beforeAll(async () => {
  desk = await IngestionDesk.open();
});
afterAll(() => desk.close());

beforeEach(async () => {
  hang = false;
  desk.channel = await desk.addHotel();
  second = await desk.addChannel();
  foreign = { ...(await desk.addChannel()), credentials: { appSecret: 'another-app', verifyToken: 'v' } };
  closed = { ...(await desk.addChannel()), credentials: null };
});
afterEach(async () => {
  for (const door of doors.splice(0)) await door.close();
});

/** The door on a port of its own. */
async function open(
  ingestion: Pick<IngestionService, 'ingest'> = desk.service,
  trustProxy: false | string[] = false,
): Promise<string> {
  const all = [desk.channel, second, foreign, closed];
  const never = (): Promise<never> => new Promise(() => undefined);
  const channels = {
    forWebhook: (provider: string, id: string) =>
      hang
        ? never()
        : Promise.resolve(all.find((channel) => channel.provider === provider && channel.id === id) ?? null),
    siblings: (channel: ChannelConnection) =>
      hang ? never() : Promise.resolve(all.filter((other) => other.id !== channel.id)),
  };
  const { server, url } = await openDoor(desk, { ingestion, channels, trustProxy });
  doors.push(server);
  return url;
}

const post = (
  url: string,
  body: Buffer,
  { channel = desk.channel, ...given }: { channel?: ChannelConnection } & Parameters<typeof postWebhook>[3] = {},
): ReturnType<typeof postWebhook> => postWebhook(url, channel, body, given);

/** As the provider does it: again while it is told to come again, as by a busy machine. */
const delivered = async (url: string, body: Buffer): ReturnType<typeof post> => {
  const answer = await post(url, body);
  return answer.status === 503 ? delivered(url, body) : answer;
};

const ana = () => desk.guest({ phone: '34600123456', name: 'Ana' });
const receipts = () =>
  desk.rows<{ channel_id: string; kind: string; state: string; code: string | null; payload: Buffer }>(
    'SELECT channel_id, kind, state, code, payload FROM webhook_attempt WHERE hotel_id = $1 ORDER BY id',
    [desk.channel.hotelId],
  );
const texts = () =>
  desk.rows(`SELECT channel_id, content ->> 'text' AS text FROM message WHERE hotel_id = $1 ORDER BY sent_at`, [
    desk.channel.hotelId,
  ]);

describe('C2: the handshake', () => {
  const shake = async (url: string, query: Record<string, string>, id = desk.channel.id) => {
    const answer = await fetch(`${url}/webhooks/meta-cloud/${id}?${new URLSearchParams(query).toString()}`);
    return { status: answer.status, body: await answer.text() };
  };
  const good = { 'hub.mode': 'subscribe', 'hub.verify_token': 'verify-me', 'hub.challenge': '1158201444' };

  it('C2: echoes the challenge to who knows the token, and to nobody else', async () => {
    const url = await open();
    expect(await shake(url, good)).toEqual({ status: 200, body: '1158201444' });
    expect((await shake(url, { ...good, 'hub.verify_token': 'guessed' })).status).toBe(403);
    expect((await shake(url, { ...good, 'hub.mode': 'unsubscribe' })).status).toBe(403);
    expect((await shake(url, {})).status).toBe(403);
    expect((await shake(url, good, closed.id)).status).toBe(403);
    expect((await shake(url, good, 'no-id')).status).toBe(404);
  });
});

describe('C2: the door', () => {
  it('C2: what is signed is stored before it is answered', async () => {
    const url = await open();
    expect(await post(url, desk.body(ana().says('Hola')))).toMatchObject({ status: 200 });
    expect(await texts()).toEqual([{ channel_id: desk.channel.id, text: 'Hola' }]);
  });

  it('C2: the signature is over the bytes as they came, escapes and spaces included', async () => {
    const url = await open();
    const body = Buffer.from(desk.body(ana().says('Olá')).toString().replace('á', '\\u00e1').replaceAll(',', ' ,\n'));
    expect(await post(url, body)).toMatchObject({ status: 200 });
    expect((await receipts()).map(({ payload }) => payload.equals(body))).toEqual([true]);
    expect(await texts()).toMatchObject([{ text: 'Olá' }]);
  });

  it('C2: an unsigned or wrongly signed body leaves nothing behind', async () => {
    const url = await open();
    const body = desk.body(ana().says('Hola'));
    const refused = { status: 401, code: 'bad_signature' };
    expect(await post(url, body, { signature: null })).toMatchObject(refused);
    expect(await post(url, body, { signature: 'sha256=00' })).toMatchObject(refused);
    expect(await post(url, body, { signature: sign(body, 'another-app') })).toMatchObject(refused);
    expect(await post(url, Buffer.concat([body, Buffer.from(' ')]), { signature: sign(body) })).toMatchObject(refused);
    expect(await post(url, body, { channel: closed })).toMatchObject(refused);
    expect(await post(url, Buffer.from('not json'), { signature: null })).toMatchObject(refused);
    expect(await receipts()).toEqual([]);
  });

  it('C2: an address that is no channel’s is not there', async () => {
    const url = await open();
    const body = desk.body(ana().says('Hola'));
    const nobody = { ...desk.channel, id: '0193a1b2-7c5e-7f00-8a00-1234567890ab' };
    expect(await post(url, body, { channel: nobody })).toMatchObject({ status: 404 });
    expect(await post(url, body, { channel: { ...nobody, id: 'x' } })).toMatchObject({ status: 404 });
    expect(await post(url, body, { provider: 'waha' })).toMatchObject({ status: 404 });
  });

  it.each(['not json', '[1, 2]', '', '"text"'])(
    'C2: a signed body that is no JSON object (%j) waits in review, whole',
    async (text) => {
      const url = await open();
      expect(await post(url, Buffer.from(text))).toMatchObject({ status: 400, code: 'invalid_json' });
      expect(await receipts()).toMatchObject([
        { kind: 'unparsed', state: 'failed', code: 'invalid_json', payload: Buffer.from(text) },
      ]);
      expect(await desk.count('review_item WHERE hotel_id = $1', [desk.channel.hotelId])).toBe(1);
    },
  );

  it('C2: three megabytes are taken, more is refused', async () => {
    const url = await open();
    const long = (bytes: number) => {
      const empty = desk.body(ana().says('')).length;
      return desk.body(ana().says('x'.repeat(bytes - empty - 40)));
    };
    expect(await delivered(url, long(3 * MEGABYTE))).toMatchObject({ status: 200 });
    const { length } = await receipts();
    expect(length).toBeGreaterThan(0);
    expect(await post(url, long(3 * MEGABYTE + 200))).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(await receipts()).toHaveLength(length);
  });
});

describe('several numbers of one app post to one address', () => {
  it('C2: each part goes to the number it names; what names another app’s number waits in review, the rest is stored', async () => {
    const url = await open();
    const entry = (channel: ChannelConnection, text: string) =>
      (JSON.parse(desk.bodyFor(channel, ana().says(text)).toString()) as { entry: unknown[] }).entry[0];
    const elsewhere = { ...desk.channel, externalId: '999', accountId: '888' };
    const body = Buffer.from(
      JSON.stringify({
        object: 'whatsapp_business_account',
        entry: [
          entry(desk.channel, 'to the first'),
          entry(second, 'to the second'),
          entry(foreign, 'to the other app'),
          entry(elsewhere, 'to nobody here'),
          entry(closed, 'to the closed one'),
          entry(desk.channel, 'to the first again'),
        ],
      }),
    );
    expect(await delivered(url, body)).toMatchObject({ status: 200 });
    expect(await texts()).toEqual([
      { channel_id: desk.channel.id, text: 'to the first' },
      { channel_id: second.id, text: 'to the second' },
      { channel_id: desk.channel.id, text: 'to the first again' },
    ]);
    const kept = (await receipts()).filter(({ state }) => state === 'failed');
    expect(kept.map(({ code, channel_id }) => ({ code, channel_id }))).toEqual(
      Array.from({ length: 3 }, () => ({ code: 'wrong_channel', channel_id: desk.channel.id })),
    );
    expect(kept[0]?.payload.toString()).toContain('to the other app');
    expect(await desk.count('review_item WHERE hotel_id = $1', [desk.channel.hotelId])).toBe(3);
  });
});

describe('B2: every webhook is answered within three seconds', () => {
  let server: Server;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    server = createServer((socket) => void sockets.add(socket));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterAll(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });

  const busy = { status: 503, code: 'store_busy', retryAfter: '5' };

  it('B2: "come again" while the database accepts and never answers', async () => {
    const { port } = server.address() as { port: number };
    const url = await open(desk.anotherService(`postgresql://bellhop@127.0.0.1:${port}/bellhop`));
    // In time: it would never answer.
    const posts = Array.from({ length: 10 }, (_, n) => post(url, desk.body(ana().says(`Hola ${n}`))));
    for (const answer of await Promise.all(posts)) expect(answer).toEqual(busy);
  });

  it('B2: also while it is the channel that cannot be looked up', async () => {
    const url = await open();
    hang = true;
    expect(await post(url, desk.body(ana().says('Hola')))).toEqual(busy);
  });

  it('B2: what broke on our side asks the provider to come again, too', async () => {
    const url = await open({ ingest: () => Promise.reject(new TypeError('a mistake of ours')) });
    expect(await post(url, desk.body(ana().says('Hola')))).toEqual(busy);
  });

  it('B2: what was answered too late is there when it is told again', async () => {
    const url = await open();
    expect(await post(url, desk.body(ana().says('Hola')))).toMatchObject({ status: 200 });
    const blocker = await desk.holdChats();
    const late = desk.body(ana().says('¿Hay alguien?'));
    expect(await post(url, late)).toEqual(busy);
    await blocker.release();
    await expect.poll(async () => (await post(url, late)).status, { timeout: 20_000 }).toBe(200);
    expect(await texts()).toHaveLength(2);
  });
});

describe('E16: who cannot sign', () => {
  const forged = { signature: 'sha256=00' };
  /** Statuses of so many forged posts. */
  async function forge(url: string, count: number, from?: string): Promise<number[]> {
    const statuses: number[] = [];
    for (let n = 0; n < count; n++)
      statuses.push(
        (await post(url, Buffer.from('{}'), { ...forged, ...(from === undefined ? {} : { from }) })).status,
      );
    return statuses;
  }

  it('E16: is told to come back later, while what is signed goes through from the same address', async () => {
    const url = await open();
    expect(new Set(await forge(url, 60))).toEqual(new Set([401]));
    const late = await post(url, Buffer.from('{}'), forged);
    expect(late).toMatchObject({ status: 429, code: 'limited' });
    expect(Number(late.retryAfter)).toBeGreaterThan(500);
    expect(await receipts()).toEqual([]);
    const rui = desk.guest({ phone: '34600000001', name: 'Rui' });
    for (let n = 0; n < 70; n++) expect((await post(url, desk.body(rui.says(`${n}`)))).status).toBe(200);
    expect(await texts()).toHaveLength(70);
  });

  it('E16: guessing the verify token counts too', async () => {
    const url = await open();
    await forge(url, 60);
    const guess = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': 'x', 'hub.challenge': '1' });
    const answer = await fetch(`${url}/webhooks/meta-cloud/${desk.channel.id}?${guess.toString()}`);
    expect([answer.status, answer.headers.get('retry-after') !== null]).toEqual([429, true]);
  });

  it('E16: counts by the address the trusted proxy tells, and by nobody else’s word', async () => {
    const behind = await open(desk.service, ['127.0.0.1']);
    await forge(behind, 61, '203.0.113.7');
    expect(await forge(behind, 1, '203.0.113.7')).toEqual([429]);
    expect(await forge(behind, 1, '203.0.113.8')).toEqual([401]);
    expect(await forge(behind, 61, '2001:db8::1')).toContain(429);
    expect(await forge(behind, 1, '2001:db8::2')).toEqual([429]); // one subscriber has the whole /64
    const bare = await open();
    await forge(bare, 60, '203.0.113.7');
    expect(await forge(bare, 1, '203.0.113.9')).toEqual([429]);
  });
});
