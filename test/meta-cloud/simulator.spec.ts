import { readFileSync } from 'node:fs';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ChannelConnection, InboundEvent } from '../../src/channels/index.js';
import { MetaCloudAdapter } from '../../src/channels/meta-cloud/index.js';
import {
  MetaCloudSimulator,
  type SimAnswer,
  type SimGuest,
  type SimOptions,
} from '../../src/simulators/meta-cloud/index.js';
import { HotelDoor } from './hotel-door.js';

const HOUR = 3_600_000;

let door: HotelDoor;
let meta: MetaCloudSimulator;
let ines: SimGuest;
let now: Date;
const adapter = new MetaCloudAdapter({ graphUrl: 'https://graph.facebook.com' });

async function start(options: SimOptions = {}): Promise<void> {
  await meta?.close();
  meta = new MetaCloudSimulator({
    webhookUrl: await door.open(),
    now: () => now,
    retry: { attempts: 3, delayMs: 1 },
    ...options,
  });
  ines = meta.addGuest({ name: 'Inês 👋', phone: '+351 912 345 678', locale: 'pt-PT' });
}

beforeEach(async () => {
  now = new Date('2026-11-21T12:00:00Z');
  door = new HotelDoor();
  await start();
});

afterEach(async () => {
  await meta.close();
  await door.close();
});

function channel(): ChannelConnection {
  const { appSecret, verifyToken, accessToken, phoneNumberId, wabaId } = meta.about();
  const ids = { hotelId: 'h', id: 'c', externalId: phoneNumberId, accountId: wabaId, phoneNumber: null };
  return {
    ...ids,
    provider: 'meta-cloud',
    name: 'x',
    settings: {},
    credentials: { appSecret, verifyToken, accessToken },
  };
}

/** What the hotel understood of everything that came, in order of arrival. */
const told = (): InboundEvent[] => door.received.flatMap(({ raw }) => adapter.parse(raw).map(({ event }) => event));

async function post(body: object, options: { token?: string; id?: string; version?: string } = {}) {
  const { phoneNumberId, accessToken } = meta.about();
  const { token = accessToken, id = phoneNumberId, version = 'v25.0' } = options;
  const answer = await meta.handle({
    method: 'POST',
    path: `/${version}/${id}/messages`,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  });
  return { status: answer.status, body: read(answer) };
}

const read = (answer: SimAnswer) => JSON.parse(answer.body.toString() || 'null') as Record<string, unknown>;
const text = (body: string, more: object = {}) => ({
  messaging_product: 'whatsapp',
  to: `+${ines.waId}`,
  type: 'text',
  text: { body },
  ...more,
});

describe('webhooks of the simulated Cloud API', () => {
  it('C2: are signed over escaped bytes, which the adapter accepts and a wrong secret does not', async () => {
    await ines.writes('Olá! 👋 https://hotel.example');
    const [post] = door.received;
    expect(post!.raw.toString()).toMatch(/Ol\\u00e1! \\ud83d\\udc4b https:\\\/\\\//);
    expect(adapter.verify(channel(), post!.headers, post!.raw)).toBe(true);
    meta.webhooks.appSecret = 'another';
    await ines.writes('De novo');
    expect(adapter.verify(channel(), door.received[1]!.headers, door.received[1]!.raw)).toBe(false);
    expect(told()[0]).toMatchObject({ content: { text: 'Olá! 👋 https://hotel.example' }, from: { name: 'Inês 👋' } });
  });

  it('C2: begin with the handshake', async () => {
    expect(await meta.webhooks.verify(meta.about().verifyToken, '42')).toEqual({ status: 200, body: '42' });
    expect(adapter.handshake(channel(), Object.fromEntries(door.asked!))).toBe('42');
    await meta.webhooks.verify('wrong', '42');
    expect(adapter.handshake(channel(), Object.fromEntries(door.asked!))).toBeNull();
  });

  it('C2: come again until they are answered with 200, and are given up at some point', async () => {
    door.answers = [500, 503];
    expect(await ines.writes('Está alguém?')).toMatchObject({ acknowledged: true, attempts: 3, status: 200 });
    door.answers = [500, 500, 500];
    expect(await ines.writes('Alô?')).toMatchObject({ acknowledged: false, attempts: 3, status: 500 });
    expect(new Set(door.received.map(({ raw }) => raw.toString())).size).toBe(2);
    expect(meta.webhooks.counts).toEqual({ posts: 6, acknowledged: 1, refused: 5, unanswered: 0, dropped: 0 });
  });

  it('C2: come again when nobody answers in time', async () => {
    await door.close();
    await start({ webhookTimeoutMs: 60 });
    door.answers = ['silence'];
    expect(await ines.writes('Olá')).toMatchObject({ acknowledged: true, attempts: 2 });
  });

  it('D2: come twice though they were answered, on request', async () => {
    meta.webhooks.copies = 2;
    await ines.writes('Olá');
    expect(told()).toHaveLength(2);
    expect(told()[0]).toEqual(told()[1]);
  });

  it('C2: come together, shuffled or not at all, on request', async () => {
    meta.webhooks.hold();
    const words = ['um', 'dois', 'três', 'quatro', 'cinco'];
    const sent = words.map((word) => ines.writes(word));
    await meta.webhooks.release({ together: true, shuffle: 7 });
    expect(await Promise.all(sent)).toMatchObject(words.map(() => ({ acknowledged: true })));
    expect(door.received).toHaveLength(1);
    const heard = told().map(
      (event) => event.type === 'message_received' && event.content.type === 'text' && event.content.text,
    );
    expect(heard).not.toEqual(words);
    expect(new Set(heard)).toEqual(new Set(words));

    meta.webhooks.dropNext();
    expect(await ines.writes('perdida')).toMatchObject({ dropped: true, acknowledged: false });
    expect(door.received).toHaveLength(1);
  });

  it('C2: gather in batches', async () => {
    meta.webhooks.batch(3);
    await Promise.all(['um', 'dois', 'três', 'quatro'].map((word) => ines.writes(word)));
    expect(door.received.map(({ raw }) => adapter.parse(raw).length)).toEqual([3, 1]);
  });
});

describe('guests of the simulated Cloud API', () => {
  it('C2: everything they do is understood by the adapter', async () => {
    await ines.writes('Bom dia');
    await post(text('Em que posso ajudar?'));
    const menu = {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Late check-out?' },
        action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Sim' } }] },
      },
    };
    await post({ messaging_product: 'whatsapp', to: `+${ines.waId}`, ...menu });
    const rows = [{ id: 'towels', title: 'Toalhas', description: '2 extra' }];
    const list = { type: 'list', body: { text: 'Escolha' }, action: { button: 'Ver', sections: [{ rows }] } };
    await post({ messaging_product: 'whatsapp', to: `+${ines.waId}`, type: 'interactive', interactive: list });
    await meta.settled();
    door.received.length = 0;

    const { id } = await ines.presses('Sim');
    await ines.picks('towels');
    await ines.reacts('👍');
    await ines.reacts(null);
    await ines.reacts(null, { form: 'empty' });
    await ines.sendsImage({ caption: 'Assim' });
    await ines.sendsVoice();
    await ines.sendsDocument();
    await ines.sendsLocation(40.4, -3.7, { name: 'Sol' });
    await ines.edits(id, 'Não');
    await ines.revokes(id);
    await ines.sends('poll', { question: '?' });
    await ines.changesNumber('+351 919 999 999');

    const [, buttons, offered] = ines.inbox;
    expect(told()).toMatchObject([
      {
        type: 'message_received',
        content: { type: 'choice', id: 'yes', title: 'Sim' },
        replyToProviderId: buttons!.id,
      },
      { content: { type: 'choice', id: 'towels', title: 'Toalhas' }, replyToProviderId: offered!.id },
      { type: 'reaction_changed', emoji: '👍', targetProviderId: offered!.id },
      { type: 'reaction_changed', emoji: null },
      { type: 'reaction_changed', emoji: null },
      { content: { type: 'image', caption: 'Assim', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } },
      { content: { type: 'audio', voice: true } },
      { content: { type: 'document', filename: 'reserva.pdf' } },
      { content: { type: 'location', name: 'Sol' } },
      { type: 'message_edited', targetProviderId: id, content: { text: 'Não' } },
      { type: 'message_revoked', targetProviderId: id },
      { content: { type: 'unsupported', providerType: 'poll' } },
      {
        type: 'identity_changed',
        previous: { phone: '351912345678' },
        next: { phone: '351919999999', userId: expect.stringMatching(/^PT\./) },
      },
    ]);
  });

  it('C2: a guest with a username may come without a number', async () => {
    const ana = meta.addGuest({ name: 'Ana', phone: '34600000001', username: 'ana.viaja', hidesPhone: true });
    await ana.writes('Hola');
    expect(told()).toMatchObject([{ from: { phone: null, userId: ana.userId, username: 'ana.viaja' } }]);
  });

  it('C3: their phone tells sent, delivered and read, with our reference', async () => {
    await ines.writes('Olá');
    await post(text('Bom dia', { biz_opaque_callback_data: 'attempt-7' }));
    await meta.settled();
    await ines.reads();
    const ticks = told().filter((event) => event.type === 'message_status');
    expect(ticks.map(({ status }) => status)).toEqual(['sent', 'delivered', 'read']);
    expect(new Set(ticks.map(({ attemptRef, providerId }) => `${attemptRef} ${providerId}`))).toEqual(
      new Set([`attempt-7 ${ines.lastReceived!.id}`]),
    );
    expect(ines.lastReceived!.status).toBe('read');
  });

  it('C3: ticks may come early, out of order, be skipped, or end in a failure', async () => {
    await ines.writes('Olá');
    meta.receipts = { statuses: ['delivered', 'sent'], beforeAnswer: true };
    await post(text('um'));
    expect(told().slice(1)).toMatchObject([{ status: 'delivered' }, { status: 'sent' }]);
    expect(ines.lastReceived!.status).toBe('delivered');

    meta.receipts = { statuses: ['read'], beforeAnswer: true };
    await post(text('dois'));
    expect(told().at(-1)).toMatchObject({ status: 'read' });

    meta.faults.failLater(131026);
    expect(await post(text('três'))).toMatchObject({ status: 200 });
    expect(told().at(-1)).toMatchObject({ status: 'failed', failure: { code: 'not_on_whatsapp' } });
    expect(ines.lastReceived!.text).toBe('dois');
  });

  it('C3: versions up to v23 tell of a conversation, later ones do not', async () => {
    await ines.writes('Olá');
    meta.receipts = { statuses: ['sent'], beforeAnswer: true };
    await post(text('um'), { version: 'v23.0' });
    await post(text('dois'), { version: 'v24.0' });
    const [, old, recent] = door.received.map(({ raw }) => raw.toString());
    expect(old).toContain('"conversation"');
    expect(recent).not.toContain('"conversation"');
  });

  it('C2: staff write on the phone, history comes, accounts have news', async () => {
    await meta.staffWritesOnPhone(ines, 'A sua chave está na receção');
    const example = (name: string) =>
      JSON.parse(readFileSync(new URL(`../data/meta-cloud/${name}.json`, import.meta.url), 'utf8')) as {
        entry: { changes: { field: string; value: Record<string, unknown> }[] }[];
      };
    for (const name of ['7.3-history', '6.8-account-disabled']) {
      const { field, value } = example(name).entry[0]!.changes[0]!;
      await (name.startsWith('6') ? meta.accountNews(field, value) : meta.news(field, value));
    }
    expect(told().map(({ type }) => type)).toEqual([
      'message_echoed',
      'message_echoed',
      'message_received',
      'channel_notice',
    ]);
  });

  it('C5: whoever shows the phone hears what happens on it', async () => {
    const heard: string[] = [];
    const stop = meta.subscribe((event) => heard.push(event.type === 'status' ? event.status : event.type));
    await ines.writes('Olá');
    await post(text('Bom dia'));
    await ines.receives('Bom dia');
    await meta.settled();
    stop();
    await ines.writes('Já não ouço');
    expect(heard).toEqual(['message', 'message', 'sent', 'delivered']);
  });
});

describe('what the simulated Cloud API refuses', () => {
  const code = (answer: { body: Record<string, unknown> }) =>
    (answer.body['error'] as { code: number } | undefined)?.code ?? null;

  it('E14: tokens, numbers and bodies that are none', async () => {
    expect(await post(text('x'), { token: 'wrong' })).toMatchObject({ status: 401, body: { error: { code: 190 } } });
    expect(await post(text('x'), { id: '999' })).toMatchObject({
      status: 400,
      body: { error: { code: 100, error_subcode: 33 } },
    });
    expect(code(await post({ to: '+351912345678', type: 'text' }))).toBe(100);
    expect(code(await post({ messaging_product: 'whatsapp', type: 'text', text: { body: 'x' } }))).toBe(100);
    expect(code(await post(text('a'.repeat(4097))))).toBe(100);
    expect(code(await post(text('x', { type: 'image' })))).toBe(131008);
  });

  it('E10: a message after 24 hours, told later or at once; a template goes', async () => {
    await ines.writes('Olá');
    now = new Date(now.getTime() + 24 * HOUR - 1000);
    meta.receipts = { statuses: ['sent'], beforeAnswer: true };
    await post(text('ainda'));
    now = new Date(now.getTime() + 1000);
    expect(await post(text('tarde'))).toMatchObject({ status: 200 });
    expect(told().at(-1)).toMatchObject({ status: 'failed', failure: { code: 'window_closed' } });
    expect(ines.inbox.map((message) => message.text)).toEqual(['ainda']);

    const filled = [
      {
        type: 'body',
        parameters: [
          { type: 'text', text: 'Inês' },
          { type: 'text', text: '21/11' },
        ],
      },
    ];
    const template = { name: 'pre_arrival', language: { code: 'pt_PT' }, components: filled };
    expect(
      await post({ messaging_product: 'whatsapp', to: `+${ines.waId}`, type: 'template', template }),
    ).toMatchObject({ status: 200 });
    expect(ines.lastReceived).toMatchObject({
      text: 'Olá Inês, esperamos por si no dia 21/11.',
      buttons: [{ title: 'Confirmar' }],
    });
    await ines.presses('Confirmar');
    expect(told().at(-1)).toMatchObject({ content: { type: 'choice', id: 'Confirmar' } });

    await door.close();
    await start({ window: 'sync' });
    expect(code(await post(text('x')))).toBe(131047);
  });

  it('E16: too many to one guest, too many in a second', async () => {
    await door.close();
    await start({ pairLimit: true, window: 'off' });
    const codes: (number | null)[] = [];
    for (let n = 0; n < 46; n++) codes.push(code(await post(text(String(n)))));
    expect(codes.slice(0, 45).every((one) => one === null)).toBe(true);
    expect(codes[45]).toBe(131056);
    now = new Date(now.getTime() + 6_000);
    expect(code(await post(text('depois')))).toBeNull();

    await door.close();
    await start({ throughput: 2, window: 'off' });
    expect([await post(text('1')), await post(text('2')), await post(text('3'))].map(code)).toEqual([
      null,
      null,
      130429,
    ]);
    now = new Date(now.getTime() + 1_000);
    expect(code(await post(text('4')))).toBeNull();
  });

  it('C1: templates that are missing, paused or filled in wrongly', async () => {
    const send = (name: string, parameters: string[], language = 'en') => {
      const body = { type: 'body', parameters: parameters.map((value) => ({ type: 'text', text: value })) };
      const template = { name, language: { code: language }, components: [body] };
      return post({ messaging_product: 'whatsapp', to: `+${ines.waId}`, type: 'template', template });
    };
    expect(code(await send('pre_arrival', ['Inês', '21/11'], 'de'))).toBe(132001);
    expect(code(await send('pre_arrival', ['Inês']))).toBe(132000);
    expect(code(await send('winter_offer', []))).toBe(132015);
    meta.templates.find(({ name }) => name === 'winter_offer')!.status = 'DISABLED';
    expect(code(await send('winter_offer', []))).toBe(132016);
  });

  it('E6: a number without plus gets the hotel’s country in front of it', async () => {
    meta.receipts = { statuses: ['sent'], beforeAnswer: true };
    await ines.writes('Olá');
    await post(text('Bom dia', { to: ines.waId }));
    expect(ines.inbox).toEqual([]);
    expect(told().at(-1)).toMatchObject({
      status: 'failed',
      recipient: '34351912345678',
      failure: { code: 'not_on_whatsapp' },
    });
  });

  it('E6: the number it answers with may be another spelling of the one it was given', async () => {
    await door.close();
    await start({ window: 'off' });
    const guests: [name: string, dialled: string, waId: string][] = [
      ['Bia', '+5531988887777', '553188887777'],
      ['Lupe', '+525512345678', '5215512345678'],
      ['Nico', '+541123456789', '5491123456789'],
    ];
    for (const [name, to, waId] of guests) {
      meta.addGuest({ name, phone: to, waId });
      expect((await post(text('Oi', { to }))).body).toMatchObject({ contacts: [{ input: to, wa_id: waId }] });
    }
  });
});

describe('media of the simulated Cloud API', () => {
  const get = (path: string, authorized = true) =>
    meta.handle({
      method: 'GET',
      path,
      headers: { host: 'sim.test', ...(authorized ? { authorization: `Bearer ${meta.about().accessToken}` } : {}) },
      body: Buffer.alloc(0),
    });

  it('E7: what a guest sends can be fetched by id for a week, at an address that lives five minutes', async () => {
    await ines.sendsImage({ bytes: Buffer.from('jpeg') });
    const [event] = told();
    const mediaId =
      event?.type === 'message_received' && event.content.type === 'image' ? event.content.providerMediaId : '';
    const { url } = read(await get(`/sim/meta/v25.0/${mediaId}`)) as { url: string };
    expect(url).toMatch(/^http:\/\/sim\.test\/sim\/meta\/media-bytes\//);
    const path = url.slice('http://sim.test'.length);
    expect((await get(path)).body.toString()).toBe('jpeg');
    expect((await get(path, false)).status).toBe(401);
    now = new Date(now.getTime() + 5 * 60_000);
    expect((await get(path)).status).toBe(404);
    expect((await get(`/v25.0/${mediaId}`)).status).toBe(200);
    now = new Date(now.getTime() + 7 * 24 * HOUR);
    expect((await get(`/v25.0/${mediaId}`)).status).toBe(400);
  });

  it('E7: takes an upload, and refuses kinds that WhatsApp does not know', async () => {
    const upload = async (mimeType: string) => {
      const form = new FormData();
      form.set('messaging_product', 'whatsapp');
      form.set('file', new Blob(['%PDF-1.4'], { type: mimeType }), 'fatura.pdf');
      const request = new Request('http://sim.test', { method: 'POST', body: form });
      return meta.handle({
        method: 'POST',
        path: `/v25.0/${meta.about().phoneNumberId}/media`,
        headers: {
          authorization: `Bearer ${meta.about().accessToken}`,
          'content-type': request.headers.get('content-type')!,
        },
        body: Buffer.from(await request.arrayBuffer()),
      });
    };
    const { id } = read(await upload('application/pdf')) as { id: string };
    expect(read(await get(`/v25.0/${id}`))).toMatchObject({ mime_type: 'application/pdf', file_size: '8' });
    expect(read(await upload('application/x-msdownload'))).toMatchObject({ error: { code: 100 } });
  });
});
