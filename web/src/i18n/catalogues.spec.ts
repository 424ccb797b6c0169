import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAILURE_CODES as OURS } from '../inbox/failure-codes.js';
import { FAILURE_CODES } from '../../../src/channels/send-outcome.js';

const source = join(import.meta.dirname, '..');
const LANGUAGES = ['en', 'pt-BR', 'de', 'es', 'fr'];
const PLURAL = /_(?:zero|one|two|few|many|other)$/u;

type Tree = { [key: string]: string | Tree };
const read = (language: string): Map<string, string> => {
  const tree = JSON.parse(readFileSync(join(import.meta.dirname, 'catalogues', `${language}.json`), 'utf8')) as Tree;
  const flat = new Map<string, string>();
  const walk = (node: Tree, path: string): void => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === 'string') flat.set(path + key, value);
      else walk(value, `${path}${key}.`);
    }
  };
  walk(tree, '');
  return flat;
};
const catalogues = new Map(LANGUAGES.map((language) => [language, read(language)]));
const english = catalogues.get('en')!;
const bases = (flat: Map<string, string>): string[] =>
  [...new Set([...flat.keys()].map((key) => key.replace(PLURAL, '')))].sort();
const holes = (sentence: string): string[] =>
  [...sentence.matchAll(/\{\{(\w+)\}\}/gu)].map((match) => match[1]!).sort();

describe('X6: five catalogues', () => {
  it.each(LANGUAGES)('X6: %s has every sentence, and none too many', (language) => {
    expect(bases(catalogues.get(language)!)).toEqual(bases(english));
  });

  it.each(LANGUAGES)('X6: %s has the plurals of its grammar', (language) => {
    const flat = catalogues.get(language)!;
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const counted = new Set([...flat.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, '')));
    for (const base of counted) {
      const found = [...flat.keys()]
        .filter((key) => key.replace(PLURAL, '') === base)
        .map((key) => key.slice(base.length + 1));
      expect(found.sort(), base).toEqual(wanted);
    }
  });

  it.each(LANGUAGES)('X6: %s fills the same blanks, and leaves nothing empty', (language) => {
    for (const [key, sentence] of catalogues.get(language)!) {
      expect(sentence.trim(), key).not.toBe('');
      const other = english.get(key) ?? english.get(key.replace(PLURAL, '_other'))!;
      expect(holes(sentence), key).toEqual(holes(other));
    }
  });

  it('T6: every reason a send can fail has a sentence', () => {
    expect([...OURS].sort()).toEqual([...FAILURE_CODES].sort());
    for (const code of FAILURE_CODES) expect(english.has(`failure.${code}`), code).toBe(true);
  });

  it('the hotel’s words: no ticket, agent, resolve or SLA in the English ones', () => {
    for (const [key, sentence] of english) {
      expect(sentence, key).not.toMatch(/\b(?:tickets?|agents?|resolved?|SLA|inbox zero)\b/iu);
    }
  });

  it('X6: every sentence is used somewhere', () => {
    const code = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/u.test(file) && !file.endsWith('.spec.ts'))
      .map((file) => readFileSync(join(source, file), 'utf8'))
      .join('\n');
    const unused = bases(english).filter((key) => {
      const parent = key.slice(0, key.lastIndexOf('.'));
      return !code.includes(`'${key}'`) && !code.includes(`\`${parent}.\${`);
    });
    expect(unused).toEqual([]);
  });
});
