import type { Guest, GuestChange } from '../api/types.js';

/** What staff write of a guest, as it stands in the boxes; empty: nothing. */
export const WORDS = ['name', 'language', 'vip', 'notes'] as const;
export type Word = (typeof WORDS)[number];
export type GuestWords = Record<Word, string>;

export const wordsOf = ({ name, language, vip, notes }: Guest): GuestWords => ({
  name,
  language: language ?? '',
  vip: vip ?? '',
  notes: notes ?? '',
});

/** What differs from where the edit began, and nothing else; an emptied box is null. */
export function changesOf(base: GuestWords, draft: GuestWords): GuestChange {
  const changed = WORDS.filter((word) => draft[word].trim() !== base[word].trim());
  return Object.fromEntries(changed.map((word) => [word, draft[word].trim() || null]));
}

/**
 * Somebody else saved first: what was not touched here becomes theirs, what was stays as it was written.
 * `clashes` are the boxes that both have changed, differently.
 */
export function rebased(
  base: GuestWords,
  draft: GuestWords,
  theirs: GuestWords,
): { draft: GuestWords; clashes: Word[] } {
  const mine = new Set(Object.keys(changesOf(base, draft)));
  const next = { ...theirs };
  for (const word of WORDS) if (mine.has(word)) next[word] = draft[word];
  const clashes = WORDS.filter((word) => mine.has(word) && theirs[word] !== base[word] && theirs[word] !== draft[word]);
  return { draft: next, clashes };
}
