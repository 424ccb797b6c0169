import { fold } from './text.js';

const MOST_WORDS = 8;
/** Trigrams need three letters; fewer are looked for where words begin, which has trigrams again. */
const TRIGRAM = 3;

/** The words somebody typed to find something, folded like the columns they are looked for in. */
export function searchWords(q: string): string[] {
  return fold(q)
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
}

/** Whether `column` (folded text with a trigram index) has every word somewhere, as a condition. Its values go through `value`. */
export function containsAll(column: string, words: readonly string[], value: (of: unknown) => string): string {
  return words
    .map((word) => {
      const escaped = word.replace(/[\\%_]/g, '\\$&');
      return Array.from(word).length >= TRIGRAM
        ? `${column} LIKE ${value(`%${escaped}%`)}`
        : `(${column} LIKE ${value(`${escaped}%`)} OR ${column} LIKE ${value(`% ${escaped}%`)})`;
    })
    .join(' AND ');
}
