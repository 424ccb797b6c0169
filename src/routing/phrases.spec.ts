import { describe, expect, it } from 'vitest';

import { NOW } from '../../test/support/route-input.js';
import { PHRASE_KEYS, PHRASES, type PhraseKey, type PhraseLanguage } from './phrase-texts.js';
import { Phrases } from './phrases.js';

const LANGUAGES = Object.keys(PHRASES) as PhraseLanguage[];
const hotel = { languages: ['pt-BR', 'en'], timeZone: 'Europe/Lisbon' };
const holes = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '').toSorted();

describe('E24: what the desk says by itself', () => {
  it.each(LANGUAGES)('E24: %s has each sentence, with the same blanks', (language) => {
    expect(Object.keys(PHRASES[language]).toSorted()).toEqual([...PHRASE_KEYS].toSorted());
    for (const key of PHRASE_KEYS) expect([key, holes(PHRASES[language][key])]).toEqual([key, holes(PHRASES.en[key])]);
  });

  it.each(LANGUAGES)("E14: %s fits the provider's buttons, rows and bodies", (language) => {
    const longest: Partial<Record<PhraseKey, number>> = { openMenu: 20, moreOptions: 20 };
    for (const key of PHRASE_KEYS) {
      const text = PHRASES[language][key];
      expect([key, text.length <= (longest[key] ?? 300)]).toEqual([key, true]);
      expect([key, text]).toEqual([key, text.trim()]);
    }
    const phrases = Phrases.for(language, hotel);
    const far = new Date('2026-12-24T22:30:00Z');
    expect(phrases.say('closedUntil', { when: phrases.when(far, NOW) }).length).toBeLessThanOrEqual(72);
  });

  it.each(LANGUAGES)('E24: %s uses real quotes and dashes', (language) => {
    expect(Object.values(PHRASES[language]).filter((text) => /['"]| - |--|\.\.\./.test(text))).toEqual([]);
  });

  it.each([
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['de-AT', 'de'],
    ['ja', 'pt-BR'],
  ])('E24: a guest of %s reads %s at this hotel', (guest, read) => {
    expect(Phrases.for(guest, hotel).language).toBe(read);
  });

  it('E24: a hotel whose languages we do not have speaks English', () => {
    expect(Phrases.for('ja', { ...hotel, languages: ['ja', 'ko'] }).language).toBe('en');
  });

  it.each([
    ['en', '2026-11-21T14:05:00Z', 'at 14:05'],
    ['en', '2026-11-22T09:00:00Z', 'tomorrow at 9:00'],
    ['en', '2026-11-23T09:00:00Z', 'on Monday at 9:00'],
    ['en', '2026-12-24T09:00:00Z', 'on 24 December at 9:00'],
    ['pt-BR', '2026-11-23T09:00:00Z', 'segunda-feira às 9:00'],
    ['es', '2026-11-23T09:00:00Z', 'el lunes a las 9:00'],
    ['de', '2026-12-24T09:00:00Z', 'am 24. Dezember um 9:00 Uhr'],
    ['fr', '2026-11-22T09:00:00Z', 'demain à 9:00'],
  ])('E24: in %s, %s is "%s"', (language, at, words) => {
    expect(Phrases.for(language, hotel).when(new Date(at), NOW)).toBe(words);
  });

  it("D8: days change at the hotel's midnight", () => {
    const zone = { ...hotel, timeZone: 'America/Sao_Paulo' };
    const late = new Date('2026-11-22T01:00:00Z'); // Saturday 22:00 there
    expect(Phrases.for('en', zone).when(new Date('2026-11-22T12:00:00Z'), late)).toBe('tomorrow at 9:00');
    expect(Phrases.for('en', hotel).when(new Date('2026-11-22T12:00:00Z'), late)).toBe('at 12:00');
  });
});
