import { describe, expect, it } from 'vitest';
import { codePoints, firstNameOf, hasControlCharacters, initials } from './text.js';
import { uuid } from './uuid.js';

describe('W7: what is typed', () => {
  it('W7: counts code points, not UTF-16 units', () => {
    expect(codePoints('Olá')).toBe(3);
    expect(codePoints('👍👍')).toBe(2);
  });
  it('E5: knows control characters from line ends and tabs', () => {
    expect(hasControlCharacters('two\nlines\tand a tab')).toBe(false);
    expect(hasControlCharacters('a\u0007b')).toBe(true);
    expect(hasControlCharacters('a\u0000b')).toBe(true);
  });
});

describe('names', () => {
  it.each([
    ['Ana Sousa', 'AS'],
    ['Hélène Marchand-Dubois de la Tour', 'HT'],
    ['Cher', 'C'],
    ['+34 600 111 222', ''],
    ['مريم العلي', 'ما'],
  ])('initials of %s', (name, letters) => expect(initials(name)).toBe(letters));
  it.each([
    ['Ana Sousa', 'Ana'],
    ['+34 600 111 222', '+34 600 111 222'],
    ['Øyvind', 'Øyvind'],
  ])('%s is addressed as %s', (name, first) => expect(firstNameOf(name)).toBe(first));
});

describe('S10: ids without a secure context', () => {
  it('S10: are version 4 and do not repeat', () => {
    const made = new Set(Array.from({ length: 500 }, uuid));
    expect(made.size).toBe(500);
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  });
});
