import { asciiDigits } from '../common/digits.js';
import { containsAll, searchWords } from '../common/folded-search.js';
import { canonicalPhone, readTypedNumber, type E164 } from './phone-number.js';

/** What somebody typed to find a guest, read in every way it may be meant. */
export interface GuestSearch {
  /** folded; a name has all of them, in any order */
  words: string[];
  /** the digits of a part of a number; null: too few, or there are letters among them */
  digits: string | null;
  /** the numbers it is when it is a whole one, in any writing (E6, E27) */
  phones: E164[];
  /** a whole room or booking reference, lower case */
  room: string;
}

/** Three are a room: one number in a hundred has them somewhere. */
const FEWEST_DIGITS = 4;

/** `country`: the hotel's, in which a number without + is read (ISO 3166 alpha-2). Null: nothing to look for. */
export function readGuestSearch(q: string, country: string): GuestSearch | null {
  const words = searchWords(q);
  if (words.length === 0) return null;
  const typed = asciiDigits(q);
  const digits = /\p{L}/u.test(typed) ? '' : typed.replace(/\D/g, '');
  return {
    words,
    digits: partOfNumber(digits),
    phones: digits === '' ? [] : wholeNumbers(typed, digits, country),
    room: q.trim().toLowerCase(),
  };
}

/** As a stored number contains it: without 00, or the 0 that is dialled at home. */
function partOfNumber(digits: string): string | null {
  const bare = digits.replace(/^0{1,2}/, '');
  if (bare.length >= FEWEST_DIGITS) return bare;
  return digits.length >= FEWEST_DIGITS ? digits : null;
}

/** Searching may find too much, so all readings count; which one is meant, whoever looks sees. */
function wholeNumbers(typed: string, digits: string, country: string): E164[] {
  const readings = [canonicalPhone(digits.replace(/^00/, ''))];
  try {
    readings.push(readTypedNumber(typed, country));
  } catch {
    // no number, or one that needs its +
  }
  return [...new Set(readings.filter((reading) => reading !== null))];
}

/**
 * The ids of the hotel's ($1) guests that are meant, as SQL; who was joined with somebody finds them. Its values
 * go through `value`; `now` is business time. Served by guest_search_name, guest_phone_ends,
 * guest_identity_phone_ends, stay_room, stay_reference.
 */
export function foundGuestsSql(search: GuestSearch, now: Date, value: (of: unknown) => string): string {
  const parts = [
    `SELECT coalesce(g.merged_into_id, g.id) FROM guest g WHERE g.hotel_id = $1 AND ${containsAll('g.name_folded', search.words, value)}`,
  ];
  const room = value(search.room);
  const today = `(SELECT (${value(now)}::timestamptz AT TIME ZONE h.time_zone)::date FROM hotel h WHERE h.id = $1)`;
  for (const column of ['room', 'reference']) {
    parts.push(`SELECT s.guest_id FROM stay s
      WHERE s.hotel_id = $1 AND s.cancelled_at IS NULL AND lower(s.${column}) = ${room} AND s.departure >= ${today}`);
  }
  const numbers = numbersSql(search, value);
  if (numbers !== null) {
    parts.push(
      `SELECT coalesce(g.merged_into_id, g.id) FROM guest g WHERE g.hotel_id = $1 AND ${numbers('g.phone')}`,
      `SELECT i.guest_id FROM guest_identity i
       WHERE i.hotel_id = $1 AND i.kind = 'phone' AND i.retired_at IS NULL AND ${numbers('i.value')}`,
    );
  }
  return parts.join('\nUNION ALL\n');
}

/**
 * A part of a number is where one of its ends begins (migration 0013), a whole one is one of them. LIKE says the same
 * once more: from it the planner knows how few that are.
 */
function numbersSql(
  { digits, phones }: GuestSearch,
  value: (of: unknown) => string,
): ((column: string) => string) | null {
  const patterns = [...phones, ...(digits === null ? [] : [`%${digits}%`])].map(value);
  if (patterns.length === 0) return null;
  const whole = phones.map((phone) => `'${phone.slice(1)}'`);
  const ends = value([...whole, ...(digits === null ? [] : [`'${digits}':*`])].join(' | '));
  return (column) =>
    `(phone_ends(${column}) @@ ${ends}::tsquery AND (${patterns.map((pattern) => `${column} LIKE ${pattern}`).join(' OR ')}))`;
}
