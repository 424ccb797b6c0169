import { readdirSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ParsedEvent } from '../inbound-event.js';
import { UnreadablePayloadError } from '../port.js';
import { isObject, type JsonObject } from './json.js';
import { parseWebhook } from './parse.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const parse = (body: unknown) =>
  parseWebhook(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), () => NOW);
const events = (body: unknown) => parse(body).map(({ event }) => event);

const METADATA = { display_phone_number: '34910000111', phone_number_id: '105550001112223' };

interface Payload {
  object: string;
  entry: { id: string; changes: { field: string; value: JsonObject }[] }[];
}

function webhook(value: JsonObject, field = 'messages'): Payload {
  return {
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '210987654321098',
        changes: [{ field, value: { messaging_product: 'whatsapp', metadata: METADATA, ...value } }],
      },
    ],
  };
}

function says(body: string, more: JsonObject = {}): JsonObject {
  return { from: '351912345678', id: `wamid.${body}`, timestamp: '1795000801', type: 'text', text: { body }, ...more };
}

const EXAMPLES = new URL('../../../test/data/meta-cloud/', import.meta.url);
const examples = readdirSync(EXAMPLES)
  .filter((file) => /^[34567]/.test(file))
  .map((file) => JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8')) as { object: string; entry: unknown[] });

/** One POST with everything Meta sends in it. */
const everything = { object: 'whatsapp_business_account', entry: examples.flatMap(({ entry }) => entry) };

describe('a batch', () => {
  it('C2: gives every message and status of every entry and change, in the payload’s order', () => {
    const status = { id: 'wamid.OUT1', status: 'sent', timestamp: '1795000900', recipient_id: '351912345678' };
    const body = webhook({ messages: [says('Bom dia'), says('Está alguém?')] });
    body.entry.push({
      id: '2',
      changes: [
        { field: 'messages', value: { messaging_product: 'whatsapp', metadata: METADATA, statuses: [status] } },
      ],
    });
    body.entry.push(...webhook({ messages: [says('Olá')] }).entry);

    expect(parse(body).map(({ event, accountId, eventKey }) => [event.type, accountId, eventKey])).toEqual([
      ['message_received', '210987654321098', 'wamid.Bom dia'],
      ['message_received', '210987654321098', 'wamid.Está alguém?'],
      ['message_status', '2', 'wamid.OUT1:sent:351912345678:1795000900'],
      ['message_received', '210987654321098', 'wamid.Olá'],
    ]);
  });

  it('C2: pairs names by id, never by position', () => {
    const contacts = [
      { profile: { name: 'Rui' }, wa_id: '351913000111' },
      { profile: { name: 'Inês' }, user_id: 'PT.1' },
      { profile: { name: '' }, wa_id: '351919999999' },
      { wa_id: '351910000000' },
    ];
    const messages = [
      says('a', { from: '351912345678', from_user_id: 'PT.1' }),
      says('b', { from: '351919999999' }),
      says('c', { from: '351910000000' }),
      says('d', { from: '351913000111' }),
      says('e', { from: '351990000000' }),
    ];
    expect(
      events(webhook({ contacts, messages })).map((event) => 'from' in event && [event.from.name, event.from.phone]),
    ).toEqual([
      ['Inês', '351912345678'],
      [null, '351919999999'],
      [null, '351910000000'],
      ['Rui', '351913000111'],
      [null, '351990000000'],
    ]);
  });

  it('E25: each event’s slice, parsed again, is that event again, alone', () => {
    for (const parsed of parse(everything)) expect(parseWebhook(parsed.slice, () => NOW)).toEqual([{ ...parsed }]);
  });

  it('E25: an old message keeps the name it came with in its slice', () => {
    const contacts = [
      { profile: { name: 'Inês' }, wa_id: '351912345678' },
      { profile: { name: 'Rui' }, wa_id: '351913000111' },
    ];
    const threads = [
      { id: '351912345678', messages: [says('Olá'), says('Bem-vinda', { from: '34910000111' })] },
      { id: '351913000111', messages: [says('Boa tarde', { from: '351913000111' })] },
    ];
    const found = parse(webhook({ contacts, history: [{ metadata: { phase: 0 }, threads }] }, 'history'));
    expect(found.map(({ event }) => ('from' in event ? event.from : 'to' in event ? event.to : null)?.name)).toEqual([
      'Inês',
      'Inês',
      'Rui',
    ]);
    for (const parsed of found) expect(parseWebhook(parsed.slice, () => NOW)).toEqual([parsed]);
    expect(found[2]!.slice.toString()).not.toContain('Inês');
  });

  it('E25: a slice holds nobody else’s words', () => {
    const contacts = [
      { profile: { name: 'Rui' }, wa_id: '351913000111' },
      { profile: { name: 'Inês' }, wa_id: '351912345678' },
    ];
    const [ines] = parse(webhook({ contacts, messages: [says('Olá'), says('segredo', { from: '351913000111' })] }));
    expect(ines!.slice.toString()).toContain('Inês');
    expect(ines!.slice.toString()).not.toMatch(/segredo|Rui/);
  });

  it('C2: history in thousands costs one event each', () => {
    const messages = Array.from({ length: 3000 }, (_, n) => says(String(n), { history_context: { status: 'READ' } }));
    const history = [
      { metadata: { phase: 1, chunk_order: 1, progress: 50 }, threads: [{ id: '351912345678', messages }] },
    ];
    const found = parse(webhook({ history }, 'history'));
    expect(found).toHaveLength(3000);
    expect(found.every(({ event }) => event.type === 'message_received' && event.historical)).toBe(true);
  });
});

describe('one poisoned item', () => {
  it.each<[code: string, message: unknown]>([
    ['bad_timestamp', says('x', { timestamp: '1795000801000' })],
    ['bad_timestamp', says('x', { timestamp: 'yesterday' })],
    ['bad_timestamp', says('x', { timestamp: -5 })],
    ['missing_timestamp', says('x', { timestamp: undefined })],
    ['missing_id', says('x', { id: undefined })],
    ['missing_id', says('x', { id: '' })],
    ['bad_id', says('x', { id: 17 })],
    ['bad_id', says('x', { id: 'w'.repeat(513) })],
    ['bad_id', says('x', { id: 'wamid.\u0000' })],
    ['bad_id', says('x', { from: 351912345678 })],
    ['missing_sender', says('x', { from: undefined })],
    ['missing_type', says('x', { type: undefined })],
    ['missing_content', says('x', { text: null })],
    ['missing_content', says('x', { type: 'image' })],
    ['missing_content', says('x', { type: 'interactive', interactive: 'yes' })],
    ['missing_media_id', says('x', { type: 'image', image: { mime_type: 'image/jpeg' } })],
    ['missing_target', says('x', { type: 'reaction', reaction: { emoji: '👍' } })],
    ['missing_target', says('x', { type: 'revoke', revoke: {} })],
    ['missing_identity', says('x', { type: 'system', system: { type: 'user_changed_number' } })],
    ['bad_location', says('x', { type: 'location', location: { latitude: 99, longitude: 'here' } })],
    ['bad_text', says('x', { text: { body: 5 } })],
    ['bad_item', null],
    ['bad_item', 'text'],
    ['bad_item', [says('x')]],
  ])('E25: %s leaves its neighbours alone and is kept whole', (code, message) => {
    const found = parse(webhook({ messages: [says('Bom dia'), message, says('Obrigada')] }));
    expect(found.map(({ event }) => (event.type === 'unparsed' ? event.code : event.type))).toEqual([
      'message_received',
      code,
      'message_received',
    ]);
    expect(found[1]).toMatchObject({ externalId: '105550001112223', event: { reason: expect.any(String) } });
    expect(JSON.parse(found[1]!.slice.toString())).toMatchObject({
      entry: [{ changes: [{ value: { messages: [JSON.parse(JSON.stringify(message))] } }] }],
    });
  });

  it.each<[code: string, body: unknown]>([
    ['unknown_object', { object: 'page', entry: [{}] }],
    ['no_entries', { object: 'whatsapp_business_account', entry: [] }],
    ['no_entries', { object: 'whatsapp_business_account' }],
    ['no_changes', { object: 'whatsapp_business_account', entry: [null] }],
    [
      'bad_change',
      { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value: null }] }] },
    ],
    ['empty_change', webhook({})],
    ['empty_change', webhook({ messages: [] })],
    ['bad_item', webhook({ messages: { id: 'wamid.1' } })],
    ['unknown_status', webhook({ statuses: [{ id: 'wamid.1', status: 'teleported', timestamp: '1795000801' }] })],
  ])('E25: %s is one receipt for review', (code, body) => {
    expect(events(body)).toMatchObject([{ type: 'unparsed', code }]);
  });

  it('C2: fields and types nobody knows yet are no errors', () => {
    expect(events(webhook({ anything: true }, 'brand_new_field'))).toEqual([
      { type: 'noted', field: 'brand_new_field', at: NOW },
    ]);
    expect(events(webhook({ messages: [says('x', { type: 'hologram', hologram: { id: 1 } })] }))).toMatchObject([
      {
        type: 'message_received',
        content: { type: 'unsupported', providerType: 'hologram', raw: { hologram: { id: 1 } } },
      },
    ]);
    expect(events(webhook({ messages: [says('x', { type: 'constructor' })] }))).toMatchObject([
      { content: { type: 'unsupported', providerType: 'constructor' } },
    ]);
  });

  it('C2: a status keeps a foreign app’s reference as the text it is', () => {
    const status = { id: 'wamid.1', status: 'sent', timestamp: '1795000801', biz_opaque_callback_data: 'some data' };
    expect(events(webhook({ statuses: [status] }))).toMatchObject([{ attemptRef: 'some data', recipient: '' }]);
  });

  it('C2: errors beside messages belong to them, alone they are about the number', () => {
    const errors = [{ code: 131000, title: 'Something went wrong' }];
    expect(events(webhook({ messages: [says('Olá')], errors })).map(({ type }) => type)).toEqual(['message_received']);
    expect(events(webhook({ errors })).map(({ type }) => type)).toEqual(['channel_notice']);
  });
});

describe('hostile JSON', () => {
  it.each(['', 'null', '[]', '"text"', '17', '{"object"', '\u0000'])('E25: %j is no payload', (raw) => {
    expect(() => parse(raw)).toThrow(UnreadablePayloadError);
  });

  it('E25: nesting that would break JSON.stringify or jsonb goes to review', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const message = (type: string, content: string) =>
      JSON.stringify(says('x', { type, [type]: 'HERE' })).replace('"HERE"', content);
    const body = (messages: string) => JSON.stringify(webhook({ messages: 'HERE' })).replace('"HERE"', `[${messages}]`);

    expect(events(body(message('hologram', deep(5_000))))).toMatchObject([{ type: 'unparsed', code: 'too_deep' }]);
    expect(events(body(`${JSON.stringify(says('Olá'))},${message('hologram', deep(200_000))}`))).toMatchObject([
      { type: 'message_received' },
      { type: 'unparsed', code: 'too_deep' },
    ]);
  });

  const json = fc.jsonValue({ maxDepth: 4 });

  it('E25: whatever object comes, there is at least one event and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), json, (noise, entry) => {
        expect(parse({ ...noise, object: 'whatsapp_business_account', entry }).length).toBeGreaterThan(0);
      }),
    );
  });

  it('E25: a payload broken anywhere still parses, slices and parses again to the same', () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), fc.nat(), fc.oneof(json, brokenLeaf()), (example, where, put) => {
        const broken: unknown = JSON.parse(JSON.stringify(example));
        breakAt(broken, where, put);
        // Beside another, so that slices are cut instead of being the body.
        const together =
          isObject(broken) && Array.isArray(broken['entry'])
            ? { ...broken, entry: [...(broken['entry'] as unknown[]), ...webhook({ messages: [says('Olá')] }).entry] }
            : broken;
        for (const parsed of parse(together))
          same(
            parseWebhook(parsed.slice, () => NOW),
            parsed,
          );
      }),
      { numRuns: 1500 },
    );
  });

  function brokenLeaf() {
    return fc.constantFrom<unknown>(null, [], {}, '', 0, -1, 1e21, true, 'constructor', '__proto__', [null], [[]], {
      errors: [{}],
    });
  }

  /** Replaces the nth value found walking the tree. */
  function breakAt(root: unknown, n: number, put: unknown): void {
    const places: (() => void)[] = [];
    const walk = (node: unknown) => {
      if (typeof node !== 'object' || node === null) return;
      for (const key of Object.keys(node)) {
        places.push(() => ((node as JsonObject)[key] = put));
        walk((node as JsonObject)[key]);
      }
    };
    walk(root);
    places[n % places.length]?.();
  }

  function same(again: ParsedEvent[], first: ParsedEvent): void {
    expect(again.map(({ slice: _slice, ...rest }) => rest)).toEqual(
      [{ ...first, slice: undefined }].map(({ slice: _s, ...rest }) => rest),
    );
  }
});
