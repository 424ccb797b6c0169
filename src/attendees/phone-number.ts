import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type PhoneNumber,
} from 'libphonenumber-js/max';

import { asciiDigits } from '../common/digits.js';
import { DomainError } from '../common/errors.js';

/*
 * One number, one guest. The full ("max") metadata is used on purpose: the small one takes a Brazilian
 * mobile without its 9 and Spanish numbers that nobody has for valid. It costs about 40 ms once, at start.
 */

/** Canonical E.164: what identities, budgets and rights are keyed by. */
export type E164 = string;

// What may stand between the digits of a typed number: spaces of any kind, dots, brackets, slashes, dashes.
const BETWEEN = /[\s().\-/\u2010-\u2015\u2212]/gu;
const INVISIBLE = /\p{Cf}/gu;

/**
 * A number as people type it. With + or 00 it is international, else it is read in `country` (the hotel's,
 * ISO 3166 alpha-2). The country's own code may stand before it without + ("34600123456" in Spain); when
 * that leaves two different numbers possible, nobody guesses: refused, like everything invalid.
 */
export function readTypedNumber(text: string, country: string): E164 {
  const typed = asciiDigits(text).replace(INVISIBLE, '').trim();
  const compact = typed.replace(BETWEEN, '');
  if (!/^\+?\d{4,20}$/.test(compact)) throw invalidPhone();

  const international = /^(?:\+|00)(?=[1-9])/.exec(compact);
  const readings = international
    ? [identityOf(parsePhoneNumberFromString(bare(typed, compact)))]
    : nationalReadings(compact, country);

  const found = [...new Set(readings.filter((reading) => reading !== null))];
  if (found.length > 1)
    throw invalidPhone(`This number can be read as ${found.join(' or ')}: add the + and country code.`);
  const [number] = found;
  if (!number) throw invalidPhone();
  return number;
}

/** `+44 (0)20…` needs its brackets for the library to drop the trunk 0; 00 is written as +. */
function bare(typed: string, compact: string): string {
  return compact.startsWith('+') ? typed : `+${compact.slice(2)}`;
}

function nationalReadings(digits: string, country: string): (E164 | null)[] {
  if (!isSupportedCountry(country)) return [];
  const code = getCountryCallingCode(country);
  return [
    identityOf(parsePhoneNumberFromString(digits, country)),
    // The library drops a leading country code silently; both readings are looked at to see an ambiguity.
    canonicalPhone(code + digits),
    digits.startsWith(code) ? canonicalPhone(digits) : null,
  ];
}

/**
 * The identity behind a provider's digits (WhatsApp's wa_id, no +), or null when they are no number we
 * know to exist; the caller keeps the digits verbatim for sending either way. Providers name some mobiles
 * in two ways: Brazil with and without the 9, Mexico with and without the 1, Argentina with and without
 * the 9 (meta-cloud 13). Each pair is one identity here. Brazilian landlines are never touched.
 */
export function canonicalPhone(digits: string): E164 | null {
  let phone = remembered.get(digits);
  if (phone === undefined) {
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(digits, (phone = readDigits(digits)));
  }
  return phone;
}

/** The same guests write again and again, and the library needs 13 µs for a number. */
const REMEMBERED = 10_000;
const remembered = new Map<string, E164 | null>();

function readDigits(digits: string): E164 | null {
  const match = /^\+?([1-9]\d{5,16})$/.exec(digits);
  if (!match?.[1]) return null;
  return identityOf(parsePhoneNumberFromString(`+${match[1]}`));
}

function identityOf(parsed: PhoneNumber | undefined): E164 | null {
  // An extension is a desk behind a switchboard: nothing WhatsApp can reach.
  if (!parsed || parsed.ext) return null;
  const folded = foldVariant(parsed.number);
  if (folded === parsed.number) return parsed.isValid() ? parsed.number : null;
  return parsePhoneNumberFromString(folded)?.isValid() ? folded : parsed.isValid() ? parsed.number : null;
}

/** The newer form of a variant: `+55 DD 9XXXXXXXX`, `+52 XXXXXXXXXX`, `+54 9 XXXXXXXXXX`. */
function foldVariant(number: E164): E164 {
  const brazil = /^\+55([1-9]{2})([6-9]\d{7})$/.exec(number);
  if (brazil) return `+55${brazil[1]}9${brazil[2]}`;
  const mexico = /^\+521(\d{10})$/.exec(number);
  if (mexico) return `+52${mexico[1]}`;
  // The same ten digits are valid as landline and as mobile here, so digits cannot tell them apart. Guests
  // write from mobiles: with the 9 the pair is one guest, and what is no mobile range (800 …) stays.
  const argentina = /^\+54([1-8]\d{9})$/.exec(number);
  if (argentina) return `+549${argentina[1]}`;
  return number;
}

/** For people's eyes: `+351 912 345 678`. Text that is no number comes back as it is. */
export function formatPhone(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/** ISO 3166 alpha-2 of a number's country; null where a code is shared and the number does not tell. */
export function phoneCountry(e164: string): string | null {
  return parsePhoneNumberFromString(e164)?.country ?? null;
}

function invalidPhone(detail = 'This is not a phone number we can read.'): DomainError {
  return new DomainError('invalid', 'invalid_phone', detail);
}
