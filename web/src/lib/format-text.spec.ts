import { describe, expect, it } from 'vitest';
import { formatText, safeHref, type Piece } from './format-text.js';
import { plainPreview } from './text.js';

const text = (value: string): Piece => ({ kind: 'text', text: value });
const styled = (kind: 'bold' | 'italic' | 'strike', ...pieces: (Piece | string)[]): Piece => ({
  kind,
  pieces: pieces.map((piece) => (typeof piece === 'string' ? text(piece) : piece)),
});

/** Every letter of the source is in the pieces, marks that were used up aside. */
function lettersOf(pieces: Piece[]): string {
  return pieces.map((piece) => ('pieces' in piece ? lettersOf(piece.pieces) : piece.text)).join('');
}

describe('T7: a message’s words', () => {
  it.each<[string, Piece[]]>([
    ['Towels please', [text('Towels please')]],
    ['around *22h*, ok?', [text('around '), styled('bold', '22h'), text(', ok?')]],
    ['_Inês_ ~Rui~', [styled('italic', 'Inês'), text(' '), styled('strike', 'Rui')]],
    ['*a _b_ c*', [styled('bold', 'a ', styled('italic', 'b'), ' c')]],
    ['code ```a *b*``` end', [text('code '), { kind: 'mono', text: 'a *b*' }, text(' end')]],
    ['room *412*!', [text('room '), styled('bold', '412'), text('!')]],
  ])('T7: shows the marks of %j', (source, pieces) => expect(formatText(source)).toEqual(pieces));

  it.each([
    '2*3*4',
    'snake_case_name',
    '* a *',
    '*',
    '**',
    '~~',
    '*a',
    'a*',
    '```',
    '``````',
    '*two\nlines*',
    '5 * 4 * 3',
  ])('T7: leaves %j as it was typed', (source) => expect(lettersOf(formatText(source))).toBe(source));

  it('T7: crossing marks do not swallow letters', () => {
    expect(lettersOf(formatText('*a _b* c_'))).toBe('a _b c_');
  });

  it('T7: links http, https, tel, mailto and www, and leaves the full stop outside', () => {
    expect(formatText('See https://aurora.example/a_b_c?x=1.')).toEqual([
      text('See '),
      { kind: 'link', text: 'https://aurora.example/a_b_c?x=1', href: 'https://aurora.example/a_b_c?x=1' },
      text('.'),
    ]);
    expect(formatText('www.aurora.example')).toEqual([
      { kind: 'link', text: 'www.aurora.example', href: 'https://www.aurora.example/' },
    ]);
    expect(formatText('*https://a.example*')).toEqual([
      styled('bold', { kind: 'link', text: 'https://a.example', href: 'https://a.example/' }),
    ]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,<b>', 'vbscript:x', 'file:///etc/passwd', 'not a link'])(
    'T7: never makes %j pressable',
    (source) => {
      expect(safeHref(source)).toBeNull();
      expect(formatText(source)).toEqual([text(source)]);
    },
  );

  it('T7: keeps tags as text', () => {
    const source = '<script>alert(1)</script>';
    expect(formatText(source)).toEqual([text(source)]);
  });

  it('T7: hostile texts cost time in proportion to their length', () => {
    // The processor's time, which a busy machine does not stretch: a quarter of a second for these, minutes if it were squared.
    const cost = (source: string): number => {
      const before = process.cpuUsage();
      formatText(source);
      return process.cpuUsage(before).user / 1000;
    };
    for (const piece of [
      '*',
      '*a ',
      '_a_',
      '```',
      'www.',
      'https://a ',
      '*_~',
      '~a*b_',
      '\n*',
      `https://${'.'.repeat(3000)}a`,
      '👨‍👩‍👧',
    ]) {
      const long = cost(piece.repeat(Math.ceil(262_144 / piece.length)));
      expect(long, JSON.stringify(piece)).toBeLessThan(8_000);
    }
  });

  it('L1: previews lose their marks and line ends', () => {
    expect(plainPreview('*Towels*,\n_please_ at 2*3')).toBe('Towels, please at 2*3');
  });
});
