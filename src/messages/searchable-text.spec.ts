import { expect, it } from 'vitest';

import type { InboundContent, MessageContent, TemplateContent } from '../channels/index.js';
import { searchableText } from './searchable-text.js';

const file = { type: 'document', providerMediaId: 'm', mimeType: 'application/pdf', sha256: null } as const;
const place = { type: 'location', latitude: 1, longitude: 2 } as const;
const template = { type: 'template' as const, name: 'late_checkout', language: 'pt_PT', components: [] } satisfies Omit<
  TemplateContent,
  'text'
>;

it.each<[string, MessageContent | InboundContent, string]>([
  ['words, in any case and accents', { type: 'text', text: 'A SAUNA está\nfechada?' }, 'a sauna esta fechada?'],
  ['a file by its words and its name', { ...file, caption: 'Booking', filename: 'HX-2207.pdf' }, 'booking hx-2207.pdf'],
  ['a file by its name alone', { ...file, caption: null, filename: 'HX-2207.pdf' }, 'hx-2207.pdf'],
  ['a place by name and address', { ...place, name: 'Café', address: 'Rua A 1' }, 'cafe rua a 1'],
  ['a place by its address, once', { ...place, name: null, address: 'Rua A 1' }, 'rua a 1'],
  ['a template by what it said', { ...template, text: 'Olá Ana' }, 'ola ana'],
  ['a template by its name, where its words are not known', { ...template, text: null }, 'late_checkout'],
  ['nothing of a sentence of ours', { type: 'system', code: 'closed', data: {} }, ''],
])('search: finds %s', (_what, content, text) => {
  expect(searchableText(content)).toBe(text);
});

it('search: reads so much of a very long message', () => {
  expect(searchableText({ type: 'text', text: 'x'.repeat(9_000) })).toHaveLength(8_000);
});
