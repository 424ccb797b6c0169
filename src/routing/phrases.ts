import { DateTime } from 'luxon';

import { matchLanguage } from './language.js';
import { PHRASES, type PhraseKey, type PhraseLanguage } from './phrase-texts.js';

/** Names of days and months: "24 December" rather than "December 24". */
const LOCALES: Partial<Record<PhraseLanguage, string>> = { en: 'en-GB' };

/** The sentences of one language, with what fills them. */
export class Phrases {
  private constructor(
    readonly language: PhraseLanguage,
    private readonly timeZone: string,
  ) {}

  /** In the guest's language; where we have no sentences in it, in the first of the hotel's that we have. */
  static for(language: string, hotel: { languages: readonly string[]; timeZone: string }): Phrases {
    const offered = Object.keys(PHRASES);
    for (const wanted of [language, ...hotel.languages]) {
      const match = matchLanguage(wanted, offered);
      if (match) return new Phrases(match as PhraseLanguage, hotel.timeZone);
    }
    return new Phrases('en', hotel.timeZone);
  }

  say(key: PhraseKey, fill: Readonly<Record<string, string>> = {}): string {
    return PHRASES[this.language][key].replace(/\{(\w+)\}/g, (brace, name: string) => fill[name] ?? brace);
  }

  /** "at 9:00", "tomorrow at 9:00", "on Monday at 9:00", "on 24 December at 9:00", by the hotel's clock. */
  when(at: Date, now: Date): string {
    const [moment, today] = [at, now].map((date) =>
      DateTime.fromJSDate(date, { zone: this.timeZone }).setLocale(LOCALES[this.language] ?? this.language),
    ) as [DateTime, DateTime];
    const time = moment.toFormat('H:mm');
    const days = moment.startOf('day').diff(today.startOf('day'), 'days').days;
    if (days < 0.5) return this.say('at', { time });
    if (days < 1.5) return this.say('tomorrowAt', { time });
    if (days < 6.5) return this.say('onDayAt', { day: moment.toFormat('cccc'), time });
    return this.say('onDateAt', { day: moment.toLocaleString({ day: 'numeric', month: 'long' }), time });
  }
}
