/** Case and accents folded, for search and for comparing names people type ("Recepção" = "recepcao"). */
export function fold(text: string): string {
  const letters = ASCII.test(text) ? text : text.normalize('NFKD').replace(/\p{M}+/gu, '');
  return letters.toLowerCase().replace(/ß/g, 'ss').replace(/\s+/gu, ' ').trim();
}

/** Nothing to take apart: most of what is written, and on the way of every message. */
const ASCII = /^[\0-\x7f]*$/;

const REFUSED = /\0|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Text as PostgreSQL takes it: NUL and lone surrogates become U+FFFD (refused in text and jsonb alike). */
export function storable(text: string): { text: string; repaired: boolean } {
  if (!text.includes('\0') && text.isWellFormed()) return { text, repaired: false };
  return { text: text.replace(REFUSED, '\uFFFD'), repaired: true };
}

/** The first `max` code points, with "…" in place of the last one when cut. */
export function clip(text: string, max: number): string {
  const points = Array.from(text);
  return points.length <= max ? text : `${points.slice(0, max - 1).join('')}…`;
}

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
