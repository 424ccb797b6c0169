import { describe, expect, it } from 'vitest';

import { CONTENT_EXAMPLES } from './content.dto.js';
import { InvalidContentError, MessageTooLongError, readOutgoingContent, sentence } from './outgoing-content.js';

function refusal(input: unknown): { field: string; code: string } | undefined {
  try {
    readOutgoingContent(input, 4_000);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidContentError)) throw error;
    const [first] = error.extra.errors ?? [];
    return first && { field: first.field, code: first.code };
  }
}

describe('what staff and programs may send', () => {
  it('E5: keeps text verbatim, markup, line breaks and emoji included', () => {
    const text = '<b>412</b> & "friends"\n\tOlá 👋🏽';
    expect(readOutgoingContent({ type: 'text', text }, 4_000)).toEqual({ type: 'text', text });
  });

  it('E5: counts code points: 4,000 emoji go, one more does not', () => {
    expect(readOutgoingContent({ type: 'text', text: '👋'.repeat(4_000) }, 4_000)).toMatchObject({ type: 'text' });
    expect(() => readOutgoingContent({ type: 'text', text: '👋'.repeat(4_001) }, 4_000)).toThrow(MessageTooLongError);
  });

  it.each([
    ['NUL', 'a\0b'],
    ['a bell', 'a\u0007b'],
    ['half a character', 'a\ud800b'],
  ])('E5: refuses %s with its field named', (_name, text) => {
    expect(refusal({ type: 'text', text })).toEqual({ field: 'content.text', code: 'control_characters' });
    expect(() => sentence(text, 'text', 4_000)).toThrow(InvalidContentError);
  });

  it.each([
    ['no object', 'hello', { field: 'content', code: 'is_object' }],
    ['no type', { text: 'hello' }, { field: 'content.type', code: 'missing' }],
    ['a kind nobody sends', { type: 'unsupported' }, { field: 'content.type', code: 'unknown_type' }],
    ['nothing to say', { type: 'text', text: '   ' }, { field: 'content.text', code: 'empty' }],
    ['no text', { type: 'text' }, { field: 'content.text', code: 'missing' }],
    ['a number for text', { type: 'text', text: 5 }, { field: 'content.text', code: 'is_string' }],
    ['a list for the type', { type: ['text'] }, { field: 'content.type', code: 'is_string' }],
    [
      'text for buttons',
      { type: 'buttons', body: 'Which?', buttons: 'Yes' },
      { field: 'content.buttons', code: 'is_array' },
    ],
    [
      'text for a button',
      { type: 'buttons', body: 'Which?', buttons: ['Yes'] },
      { field: 'content.buttons[0]', code: 'is_object' },
    ],
    ['a place without its latitude', { type: 'location' }, { field: 'content.latitude', code: 'missing' }],
    [
      'text for a latitude',
      { type: 'location', latitude: '38.7', longitude: 0 },
      { field: 'content.latitude', code: 'is_number' },
    ],
    ['no buttons', { type: 'buttons', body: 'Which?', buttons: [] }, { field: 'content.buttons', code: 'missing' }],
    [
      'a place off the map',
      { type: 'location', latitude: 91, longitude: 0 },
      { field: 'content.latitude', code: 'not_in_range' },
    ],
    ['a file that is no id', { type: 'image', mediaId: 'x' }, { field: 'content.mediaId', code: 'is_uuid' }],
  ])('E20: refuses %s', (_name, input, expected) => {
    expect(refusal(input)).toEqual(expected);
  });

  it('C1: reads a list with its sections', () => {
    const list = {
      type: 'list',
      body: 'Who?',
      button: 'Choose',
      sections: [{ title: null, rows: [{ id: 'spa', title: 'Spa', description: null }] }],
    };
    expect(readOutgoingContent(list, 4_000)).toEqual(list);
  });

  it.each(Object.entries(CONTENT_EXAMPLES))('F4: takes the %s that the API’s page shows', (_kind, example) => {
    expect(readOutgoingContent(example, 4_000)).toMatchObject(example);
  });
});
