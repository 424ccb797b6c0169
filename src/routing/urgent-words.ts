import { fold } from '../common/text.js';
import { DE } from './urgent-phrases/de.js';
import { EN } from './urgent-phrases/en.js';
import { ES } from './urgent-phrases/es.js';
import { FR } from './urgent-phrases/fr.js';
import { IT } from './urgent-phrases/it.js';
import { NL } from './urgent-phrases/nl.js';
import { PT } from './urgent-phrases/pt.js';

const LANGUAGES = [EN, PT, ES, DE, FR, IT, NL];
const LONGEST_READ = 4000;

const HARMLESS = compile(LANGUAGES.flatMap(({ harmless }) => harmless));
const RULES = LANGUAGES.flatMap(({ urgent }) => Object.entries(urgent)).map(([word, phrases]) => ({
  word,
  pattern: compile(phrases),
}));

/**
 * The danger a message speaks of ("fire", "Aufzug"), or null. All languages are tried whatever the guest's
 * is: nobody chooses words in a burning house. Rings rather once too often than not at all.
 */
export function findUrgent(text: string): string | null {
  const spoken = plainWords(text.slice(0, LONGEST_READ)).replace(HARMLESS, ' … ');
  return RULES.find(({ pattern }) => spoken.search(pattern) >= 0)?.word ?? null;
}

/** ` words of the text ` in folded letters between single spaces, "can't" as "cant". */
function plainWords(text: string): string {
  const words = fold(text)
    .replace(/(?<=n)['’](?=t\b)/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  return ` ${words.join(' ')} `;
}

/** See UrgentLanguage for what a phrase may hold. The space behind a match is left for the next one. */
function compile(phrases: readonly string[]): RegExp {
  const patterns = phrases.map((phrase) =>
    phrase
      .replaceAll(' … ', ' (?:[^ …]+ ){0,4}')
      .replace(/^\^/, '(?<=^ )')
      .replaceAll(/\$(?=\)|$)/g, '(?= $)'),
  );
  return new RegExp(` (?:${patterns.join('|')})(?= )`, 'g');
}
