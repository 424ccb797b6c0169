/** Times as the hotel's clock shows them, in the reader's language. */
export interface Times {
  /** 14:06 */
  clock: (iso: string) => string;
  /** a day's name that never repeats, for comparing */
  dayKey: (iso: string) => string;
  /** Friday, 20 November */
  day: (iso: string) => string;
  /** 18 Nov */
  shortDay: (iso: string) => string;
  /** 18–22 Nov; dates without a time, as a stay has them */
  stay: (arrival: string, departure: string) => string;
  /** 4–6 June, of days */
  days: (from: string, to: string) => string;
  /** 20 Nov, 14:06 */
  full: (iso: string) => string;
}

/** Dates as the reader's own region writes them, where the browser tells it; English without one is European. */
export function dateLocale(language: string, known: readonly string[] = navigator.languages): string {
  const regional = known.find((tag) => tag.startsWith(`${language}-`));
  return regional ?? (language === 'en' ? 'en-GB' : language);
}

const made = new Map<string, Times>();

export function timesIn(language: string, timeZone: string): Times {
  const key = `${language} ${timeZone}`;
  let times = made.get(key);
  if (!times) made.set(key, (times = makeTimes(language, timeZone)));
  return times;
}

function makeTimes(language: string, timeZone: string): Times {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, { timeZone, ...options });
  const clock = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const short = format({ day: 'numeric', month: 'short' });
  const month = new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'long' });
  const full = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const key = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const dates = new Intl.DateTimeFormat(language, { timeZone: 'UTC', day: 'numeric', month: 'short' });
  const at = (iso: string): Date => new Date(iso);
  return {
    clock: (iso) => clock.format(at(iso)),
    dayKey: (iso) => key.format(at(iso)),
    // A bare date is a day of the hotel, not an instant: noon is that day in every zone but the last.
    day: (iso) => day.format(at(iso.length === 10 ? `${iso}T12:00:00Z` : iso)),
    shortDay: (iso) => short.format(at(iso)),
    stay: (arrival, departure) => dates.formatRange(at(arrival.slice(0, 10)), at(departure.slice(0, 10))),
    days: (from, to) => month.formatRange(at(from), at(to)),
    full: (iso) => full.format(at(iso)),
  };
}
