import { readdirSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { OutboundContent, TemplateParameter } from '../../src/channels/index.js';
import { buildMessage, MessageInvalid } from '../../src/channels/meta-cloud/index.js';
import { validateMessage } from '../../src/simulators/meta-cloud/validate.js';

/** Words around each limit, also in characters that count double in UTF-16. */
const words = (limit: number) =>
  fc
    .tuple(fc.constantFrom('a', 'é', '👋', ' '), fc.constantFrom(0, 1, limit - 1, limit, limit + 1))
    .map(([char, length]) => char.repeat(length));
const maybe = (limit: number) => fc.option(words(limit), { nil: null });

const row = fc.record({ id: fc.oneof(fc.uuid(), words(200)), title: words(24), description: maybe(72) });
const parameter: fc.Arbitrary<TemplateParameter> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: fc.oneof(words(2000), words(30)) }),
  fc.record({ type: fc.constant('text' as const), text: words(30), name: fc.constant('guest') }),
  fc.record({ type: fc.constant('payload' as const), payload: words(128) }),
  fc.record({
    type: fc.constantFrom('image' as const, 'video' as const, 'document' as const),
    mediaId: fc.constant('1830045561122334'),
  }),
);

const content: fc.Arbitrary<OutboundContent> = fc.oneof(
  fc.record({ type: fc.constant('text' as const), text: words(4096) }),
  fc.record({
    type: fc.constantFrom(
      'image' as const,
      'video' as const,
      'audio' as const,
      'document' as const,
      'sticker' as const,
    ),
    providerMediaId: fc.constantFrom('', '1830045561122334'),
    filename: maybe(240),
    caption: maybe(1024),
  }),
  fc.record({
    type: fc.constant('location' as const),
    latitude: fc.double({ min: -100, max: 100 }),
    longitude: fc.double({ min: -200, max: 200 }),
    name: maybe(50),
    address: maybe(50),
  }),
  fc.record({
    type: fc.constant('contacts' as const),
    contacts: fc.array(
      fc.record({
        name: maybe(50),
        organisation: maybe(50),
        phones: fc.array(fc.record({ phone: words(15), type: maybe(8) }), { maxLength: 2 }),
        emails: fc.array(fc.record({ email: fc.emailAddress(), type: maybe(8) }), { maxLength: 1 }),
      }),
      { maxLength: 6 },
    ),
  }),
  fc.record({
    type: fc.constant('buttons' as const),
    body: words(1024),
    buttons: fc.array(
      fc.record({ id: fc.oneof(fc.uuid(), words(256)), title: fc.oneof(fc.string({ maxLength: 20 }), words(20)) }),
      { maxLength: 4 },
    ),
  }),
  fc.record({
    type: fc.constant('list' as const),
    body: words(4096),
    button: words(20),
    sections: fc.array(fc.record({ title: maybe(24), rows: fc.array(row, { maxLength: 11 }) }), { maxLength: 11 }),
  }),
  fc.record({
    type: fc.constant('template' as const),
    name: fc.oneof(fc.constant('pre_arrival'), words(512)),
    language: fc.constantFrom('pt_PT', 'es', 'Spanish'),
    text: fc.constant(null),
    components: fc.array(
      fc.record(
        {
          type: fc.constantFrom('header' as const, 'body' as const, 'button' as const),
          subType: fc.constantFrom('quick_reply' as const, 'url' as const),
          index: fc.integer({ min: -1, max: 11 }),
          parameters: fc.array(parameter, { maxLength: 3 }),
        },
        { requiredKeys: ['type', 'parameters'] },
      ),
      { maxLength: 4 },
    ),
  }),
);

describe('the builder and the far side read the same limits', () => {
  it('E14: whatever the builder makes, the simulated Cloud API takes', () => {
    let made = 0;
    fc.assert(
      fc.property(content, (said) => {
        const body = buildMessage({
          to: { phone: '351912345678' },
          content: said,
          ref: 'attempt',
          replyToProviderId: null,
        });
        if (body instanceof MessageInvalid) return;
        made++;
        const onTheWire = JSON.parse(JSON.stringify(body)) as Record<string, unknown>;
        expect(() =>
          validateMessage(onTheWire, said.type === 'buttons' || said.type === 'list' ? 'interactive' : said.type),
        ).not.toThrow();
      }),
      { numRuns: 3000 },
    );
    // The property says nothing where nothing gets through.
    expect(made).toBeGreaterThan(300);
  });

  const EXAMPLES = new URL('../data/meta-cloud/', import.meta.url);
  const bodies = readdirSync(EXAMPLES).filter((file) => file.startsWith('8.3-'));

  it.each(bodies)('E14: %s of Meta’s own examples is taken', (file) => {
    const body = JSON.parse(readFileSync(new URL(file, EXAMPLES), 'utf8')) as { type: string };
    expect(() => validateMessage({ ...body }, body.type)).not.toThrow();
  });
});
