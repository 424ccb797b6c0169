/** Letters before the first match that are kept for sense. */
const BEFORE = 24;

/** As the desk folds: case and accents do not count. */
export const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The part of a text where the first of the words stands, begun with an ellipsis where something is left out. */
export function snippetAround(text: string, q: string): string {
  const words = folded(q).split(/\s+/u).filter(Boolean);
  const letters = [...text];
  // One letter may fold to none or to several: each keeps the place where its own begin.
  const starts: number[] = [];
  let plain = '';
  for (const letter of letters) {
    starts.push(plain.length);
    plain += folded(letter);
  }
  const places = words.map((word) => plain.indexOf(word)).filter((place) => place >= 0);
  if (places.length === 0) return text;
  const first = Math.min(...places);
  const at = starts.findLastIndex((start) => start <= first);
  if (at <= BEFORE) return text;
  // Begins with a whole word, where one begins before the match.
  const space = letters.findIndex((letter, place) => place >= at - BEFORE && place < at && /\s/u.test(letter));
  return `…${letters.slice(space < 0 ? at - BEFORE : space + 1).join('')}`;
}
