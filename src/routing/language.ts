import { fold } from '../common/text.js';
import { COUNTRY_LANGUAGES } from './country-languages.js';
import { GIVEAWAYS, STOP_WORDS } from './stop-words.js';

export interface LanguageClues {
  /** set by a colleague on the guest */
  staff: string | null;
  /** of the booking */
  stay: string | null;
  /** what guessLanguage() made of the guest's words */
  words: string | null;
  /** ISO 3166 alpha-2 of the guest's number */
  phoneCountry: string | null;
  /** the hotel's, best first; never empty */
  hotelLanguages: readonly string[];
}

export interface ResolvedLanguage {
  language: string;
  source: 'staff' | 'stay' | 'words' | 'phone' | 'hotel';
}

const DEFAULT_LANGUAGE = 'en';

/**
 * The guest's language. What staff or the booking say holds even where the hotel does not list it (in the
 * hotel's own variant where it does); guesses stay among the hotel's languages.
 */
export function resolveLanguage(clues: LanguageClues): ResolvedLanguage {
  const { staff, stay, words, phoneCountry, hotelLanguages } = clues;
  if (staff) return { language: matchLanguage(staff, hotelLanguages) ?? staff, source: 'staff' };
  if (stay) return { language: matchLanguage(stay, hotelLanguages) ?? stay, source: 'stay' };
  const spoken = words && matchLanguage(words, hotelLanguages);
  if (spoken) return { language: spoken, source: 'words' };
  const home = languageOfCountry(phoneCountry, hotelLanguages);
  if (home) return { language: home, source: 'phone' };
  return { language: hotelLanguages[0] ?? DEFAULT_LANGUAGE, source: 'hotel' };
}

/** BCP-47 with fallback: the tag itself, else its language alone, else any variant of it (pt-BR → pt, pt → pt-BR). */
export function matchLanguage(wanted: string, offered: readonly string[]): string | null {
  const tag = wanted.toLowerCase().replaceAll('_', '-');
  const base = baseOf(tag);
  return (
    offered.find((language) => language.toLowerCase() === tag) ??
    offered.find((language) => language.toLowerCase() === base) ??
    offered.find((language) => baseOf(language) === base) ??
    null
  );
}

/** What of a text per language fits: the guest's language, else nothing. */
export function inLanguage(texts: Readonly<Record<string, string>>, language: string): string | null {
  const key = matchLanguage(language, Object.keys(texts));
  return (key !== null && texts[key]) || null;
}

export function baseOf(language: string): string {
  return language.toLowerCase().split(/[-_]/)[0] ?? '';
}

function languageOfCountry(country: string | null, offered: readonly string[]): string | null {
  const spoken = (country && COUNTRY_LANGUAGES[country.toUpperCase()]) || [];
  for (const language of spoken) {
    const match = matchLanguage(language, offered);
    if (match) return match;
  }
  return null;
}

const ENOUGH = 1.5;
const LEAD = 1;
const GIVEAWAY = 2;

/** Which of the hotel's languages a text is in, by its small words; null when it is too short or could be two. */
export function guessLanguage(text: string, languages: readonly string[]): string | null {
  const offered = languages.filter((language) => STOP_WORDS[baseOf(language)]);
  const tokens = fold(text.slice(0, 2000))
    .split(/[^\p{L}]+/u)
    .filter(Boolean);
  const bases = [...new Set(offered.map(baseOf))];
  const [best, second] = bases
    .map((base) => ({ base, score: tokens.reduce((sum, token) => sum + weight(token, base), 0) }))
    .sort((a, b) => b.score - a.score);
  if (!best || best.score < ENOUGH || best.score - (second?.score ?? 0) < LEAD) return null;
  return offered.find((language) => baseOf(language) === best.base) ?? null;
}

/**
 * A word counts less the more languages know it, whether or not the hotel speaks them: "la" says little,
 * and a Dutch message must not become German because the hotel has no Dutch.
 */
function weight(token: string, base: string): number {
  if (GIVEAWAYS[base]?.has(token)) return GIVEAWAY;
  if (!STOP_WORDS[base]?.has(token)) return 0;
  const knownBy = Object.values(STOP_WORDS).filter((list) => list.has(token)).length;
  return knownBy === 1 ? 1 : knownBy === 2 ? 0.4 : 0.15;
}
