import { formatText, type Piece } from './format-text.js';

export const MAX_MESSAGE_LENGTH = 4000;
export const COUNT_FROM = 3500;

/** Length as the desk counts it: code points, not UTF-16 units. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** C0 and C1 controls other than tab and line ends: a guest's phone cannot show them. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/u;
export const hasControlCharacters = (text: string): boolean => CONTROL.test(text);

/** The start of a text without its marks, for one line. */
export function plainPreview(text: string): string {
  return flat(formatText(text.slice(0, 600)))
    .replace(/\s+/gu, ' ')
    .trim();
}
function flat(pieces: Piece[]): string {
  return pieces.map((piece) => ('pieces' in piece ? flat(piece.pieces) : piece.text)).join('');
}

export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  const picked = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return picked.map((word) => [...word][0]!.toLocaleUpperCase()).join('');
}

/** How somebody is addressed on a button: Ana; a number or a group keeps its whole name. */
export function firstNameOf(name: string): string {
  return /^\p{L}/u.test(name) ? (name.split(/\s/u)[0] ?? name) : name;
}
