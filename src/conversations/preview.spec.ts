import { describe, expect, it } from 'vitest';

import type { MessageContent } from '../channels/index.js';
import { preview } from './preview.js';

const photo = {
  type: 'image',
  mediaId: 'm',
  mimeType: 'image/jpeg',
  size: null,
  filename: null,
  state: 'ready',
} as const;

describe('preview of a message', () => {
  const cases: [string, MessageContent, string][] = [
    ['words', { type: 'text', text: 'Is the pool\n open?' }, 'Is the pool open?'],
    ['a caption', { ...photo, caption: 'The shower' }, 'The shower'],
    ['a photo without words', { ...photo, caption: null }, ''],
    ['a place', { type: 'location', latitude: 1, longitude: 2, name: null, address: 'Rua A 1' }, 'Rua A 1'],
    ['cards', { type: 'contacts', contacts: [{ name: 'Bo', organisation: null, phones: [], emails: [] }] }, 'Bo'],
    ['the menu', { type: 'list', body: 'Where to?', button: 'Open', sections: [] }, 'Where to?'],
    ['a choice', { type: 'choice', id: 'd1', title: 'Spa' }, 'Spa'],
    ['a template', { type: 'template', name: 'hi', language: 'pt_PT', components: [], text: 'Olá Ana' }, 'Olá Ana'],
    ['a sentence of ours', { type: 'system', code: 'closed', data: {} }, ''],
    ['what we do not show yet', { type: 'unsupported', providerType: 'order', summary: 'An order' }, 'An order'],
  ];
  it.each(cases)('A5: is one line of %s', (_, content, words) => {
    expect(preview(content)).toBe(words);
  });

  it('A5: has at most 255 code points and never half an emoji', () => {
    const long = preview({ type: 'text', text: '🌊'.repeat(300) });
    expect(Array.from(long)).toHaveLength(255);
    expect(long.isWellFormed()).toBe(true);
  });
});
