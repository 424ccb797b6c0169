import { createHmac } from 'node:crypto';

import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { WholeDesk } from '../support/whole-desk.js';
import { HOSTILE_TEXTS } from './hostile-texts.js';
import { World } from './world.js';

let desk: WholeDesk;
let world: World;
let ids = 0;

beforeAll(async () => {
  desk = await WholeDesk.open();
  world = await World.of(desk);
});
afterAll(() => desk.close());

const sign = (body: string, secret = 'app-secret'): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

function post(
  body: string,
  signature: string | null = sign(body),
  hotel = world.aurora,
): Promise<LightMyRequestResponse> {
  return desk.ask({
    method: 'POST',
    url: `/webhooks/meta-cloud/${hotel.channelId}`,
    headers: {
      'content-type': 'application/json',
      ...(signature === null ? {} : { 'x-hub-signature-256': signature }),
    },
    payload: body,
  });
}

/** A POST about one message of a guest; `said` is its own part. */
function told(said: object, contact: object = { profile: { name: 'Ana' } }, phone = '351912345678'): string {
  const message = { from: phone, id: `wamid.H${++ids}`, timestamp: String(Math.floor(Date.now() / 1000)), ...said };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '351210000000', phone_number_id: `pn-${world.aurora.channelId}` },
    contacts: [{ wa_id: phone, ...contact }],
    messages: [message],
  };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '210987654321098', changes: [{ field: 'messages', value }] }],
  });
}

const text = (body: unknown): object => ({ type: 'text', text: { body } });

async function count(table: string): Promise<number> {
  const [row] = await desk.sql<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE hotel_id = $1`, [
    world.aurora.id,
  ]);
  return row?.n ?? -1;
}

describe('E5: hostile text in each text field a guest’s phone may send', () => {
  const context = { from: '351210000000', id: 'wamid.none' };
  const FIELDS: [field: string, said: (t: string) => object, contact?: (t: string) => object][] = [
    ['text', (t) => text(t)],
    ['profile name', () => text('Olá'), (t) => ({ profile: { name: t } })],
    ['username', () => text('Olá'), (t) => ({ profile: { name: 'Ana', username: t }, user_id: 'PT.1' })],
    ['caption', (t) => ({ type: 'image', image: { id: '1830', mime_type: 'image/jpeg', sha256: 'x', caption: t } })],
    [
      'filename',
      (t) => ({ type: 'document', document: { id: '1831', mime_type: 'text/plain', sha256: 'x', filename: t } }),
    ],
    ['MIME type', (t) => ({ type: 'document', document: { id: '1832', mime_type: t, sha256: t, filename: 'a' } })],
    ['place', (t) => ({ type: 'location', location: { latitude: 1, longitude: 2, name: t, address: t, url: t } })],
    [
      'card',
      (t) => ({
        type: 'contacts',
        contacts: [{ name: { formatted_name: t }, org: { company: t }, phones: [{ phone: t, type: t }] }],
      }),
    ],
    [
      'pressed button',
      (t) => ({
        context,
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: { id: t, title: t } },
      }),
    ],
    ['template’s button', (t) => ({ context, type: 'button', button: { payload: t, text: t } })],
    [
      'form',
      (t) => ({
        context,
        type: 'interactive',
        interactive: { type: 'nfm_reply', nfm_reply: { name: t, body: t, response_json: t } },
      }),
    ],
    ['reaction', (t) => ({ type: 'reaction', reaction: { message_id: 'wamid.none', emoji: t } })],
    [
      'order',
      (t) => ({
        type: 'order',
        order: { catalog_id: t, text: t, product_items: [{ product_retailer_id: t, quantity: 1 }] },
      }),
    ],
    ['advertisement', (t) => ({ ...text('Olá'), referral: { headline: t, body: t, source_url: t } })],
    ['unknown kind', (t) => ({ type: t, [t]: { body: t } })],
    ['quoted id', (t) => ({ ...text('Olá'), context: { from: '1', id: t } })],
    [
      'reason',
      (t) => ({ type: 'unsupported', errors: [{ code: 131051, title: t, message: t, error_data: { details: t } }] }),
    ],
  ];

  it.each(FIELDS)('%s: stored, and staff can read it', async (_field, said, contact) => {
    for (const { kind, text: hostile } of HOSTILE_TEXTS) {
      const before = await count('webhook_attempt');
      const answer = await post(told(said(hostile), contact?.(hostile)));
      expect([kind, answer.statusCode, answer.body]).toEqual([kind, 200, 'stored']);
      expect([kind, await count('webhook_attempt')]).toEqual([kind, before + 1]);
    }
    const [chat] = await desk.sql<{ id: string }>(
      `SELECT c.id FROM conversation c JOIN chat h ON h.id = c.chat_id JOIN guest g ON g.id = h.guest_id WHERE g.phone = '+351912345678'`,
    );
    const token = world.tokenOf(world.aurora.lucia);
    for (const path of ['/conversations', `/conversations/${chat?.id}/messages?limit=100`, '/guests', '/review'])
      expect([path, (await desk.ask({ url: `/api/v1${path}`, token })).statusCode]).toEqual([path, 200]);
    const failed = await desk.sql(`SELECT code FROM webhook_attempt WHERE state = 'failed' AND code = 'not_storable'`);
    expect(failed).toEqual([]);
  });
});

describe('E5, E25: bodies that are right in no way but their signature', () => {
  const deep = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
  const values: unknown[] = [null, true, -1, 1e300, '', 'x', [], [[]], {}, [null], { id: {} }];

  it.each(['', 'null', '[]', '"x"', '{', '\0', deep(1_000), '['.repeat(100_000), `{"object":${deep(20_000)}}`])(
    'a body of %#: kept, answered in words, never a defect',
    async (body) => {
      const before = await count('webhook_attempt');
      const answer = await post(body);
      expect([200, 400]).toContain(answer.statusCode);
      expect(await count('webhook_attempt')).toBe(before + 1);
    },
  );

  it('any value at any place of a message leaves the neighbour’s message stored', async () => {
    const template = JSON.parse(told(text('Olá'))) as Payload;
    const places = [
      ['from'],
      ['id'],
      ['timestamp'],
      ['type'],
      ['text'],
      ['text', 'body'],
      ['context'],
      ['errors'],
      ['referral'],
      ['system'],
    ];
    for (const place of places) {
      for (const value of values) {
        const [good, bad] = [structuredClone(template), structuredClone(template)];
        const [goodMessage, badMessage] = [messageOf(good), messageOf(bad)];
        goodMessage['id'] = `wamid.H${++ids}`;
        badMessage['id'] = `wamid.H${++ids}`;
        put(badMessage, place, value);
        const body = JSON.stringify({ ...good, entry: [...bad.entry, ...good.entry] });
        const answer = await post(body);
        expect([place, value, answer.statusCode]).toEqual([place, value, 200]);
        const stored = await desk.sql(`SELECT 1 FROM message WHERE provider_id = $1`, [goodMessage['id']]);
        expect([place, value, stored.length]).toEqual([place, value, 1]);
      }
    }
  });
});

describe('B9: signatures', () => {
  let body: string;
  beforeEach(() => {
    body = told(text('Two towels, please'), undefined, '351919000111');
  });

  it('forged ones leave nothing behind', async () => {
    const before = await world.fingerprint();
    const right = sign(body);
    const hex = right.slice(7);
    const forged: [string, string | null][] = [
      ['none', null],
      ['empty', ''],
      ['the method alone', 'sha256='],
      ['without its method', hex],
      ['as SHA-1', `sha1=${createHmac('sha1', 'app-secret').update(body).digest('hex')}`],
      ['another secret’s', sign(body, 'another-secret')],
      ['an empty secret’s', sign(body, '')],
      ['another body’s', sign(`${body} `)],
      ['cut short', right.slice(0, -1)],
      ['too long', `${right}0`],
      ['one digit off', right.slice(0, -1) + (right.endsWith('0') ? '1' : '0')],
      ['twice', `${right},${right}`],
      ['in base64', `sha256=${Buffer.from(hex, 'hex').toString('base64')}`],
      ['not ASCII', 'sha256=é'],
    ];
    for (const [what, signature] of forged) {
      const answer = await post(body, signature);
      expect([what, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([what, 401, 'bad_signature']);
    }
    for (const changed of [`${body} `, body.replace('Two', 'Ten'), body.replace('"from"', '"f\\u0072om"')])
      expect((await post(changed, right)).statusCode).toBe(401);
    expect(await world.fingerprint()).toEqual(before);
  });

  it('D2: a replayed POST changes nothing, an hour later or a thousand times', async () => {
    expect((await post(body)).statusCode).toBe(200);
    const messages = await count('message');
    for (let n = 0; n < 20; n++) expect((await post(body)).statusCode).toBe(200);
    expect(await count('message')).toBe(messages);
  });

  it('promise 10: one hotel’s POST at another hotel’s door stores nothing of a guest there', async () => {
    const guests = `SELECT count(*)::int AS n FROM message WHERE hotel_id = $1`;
    const before = await desk.sql(guests, [world.boreal.id]);
    // The same secret, as in a chain with one app: what it names is still no number of that hotel.
    expect((await post(body, sign(body), world.boreal)).statusCode).toBe(200);
    expect(await desk.sql(guests, [world.boreal.id])).toEqual(before);
    expect(
      await desk.sql(`SELECT code FROM review_item WHERE hotel_id = $1 AND code = 'wrong_channel'`, [world.boreal.id]),
    ).toHaveLength(1);
  });
});

interface Payload {
  entry: { changes: { value: { messages: Record<string, unknown>[] } }[] }[];
}

function messageOf(payload: Payload): Record<string, unknown> {
  return payload.entry[0]?.changes[0]?.value.messages[0] ?? {};
}

function put(target: Record<string, unknown>, [name = '', ...rest]: string[], value: unknown): void {
  if (rest.length === 0) target[name] = value;
  else put(target[name] as Record<string, unknown>, rest, value);
}
