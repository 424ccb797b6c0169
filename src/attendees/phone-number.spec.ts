import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { DomainError } from '../common/errors.js';
import { canonicalPhone, formatPhone, phoneCountry, readTypedNumber } from './phone-number.js';

function refusal(text: string, country: string): string {
  try {
    return `read as ${readTypedNumber(text, country)}`;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.code;
  }
}

describe('E6, E27: numbers that people type', () => {
  it.each([
    ['+34 600 12 34 56', 'ES', '+34600123456'],
    ['0034600123456', 'ES', '+34600123456'],
    ['34600123456', 'ES', '+34600123456'],
    ['600 123 456', 'ES', '+34600123456'],
    ['+34 600 12 34 56', 'PT', '+34600123456'],
    ['0034 600 12 34 56', 'PT', '+34600123456'],
    ['912 345 678', 'PT', '+351912345678'],
    ['351912345678', 'PT', '+351912345678'],
    ['030 12345678', 'DE', '+493012345678'],
    ['+44 (0)20 7946 0018', 'ES', '+442079460018'],
    ['(202) 555-0123', 'US', '+12025550123'],
    ['1 202 555 0123', 'US', '+12025550123'],
    ['\u202A+34 600\u00A012\u00A034\u00A056\u202C', 'PT', '+34600123456'],
    ['＋３４ ６００ １２３ ４５６', 'PT', '+34600123456'],
    ['+٣٤٦٠٠١٢٣٤٥٦', 'PT', '+34600123456'],
    ['(31) 8765-4321', 'BR', '+5531987654321'],
    ['+55 31 98765-4321', 'ES', '+5531987654321'],
    ['+52 1 55 1234 5678', 'ES', '+525512345678'],
    ['55 1234 5678', 'MX', '+525512345678'],
    ['011 15-4444-5555', 'AR', '+5491144445555'],
  ])('E27: reads "%s" in %s as %s', (text, country, number) => {
    expect(readTypedNumber(text, country)).toBe(number);
  });

  it.each([
    ['', 'ES'],
    ['Ana', 'ES'],
    ['112', 'ES'],
    ['600 123', 'ES'],
    ['+34 600 123', 'ES'],
    ['+34 999 999 9999', 'ES'],
    ['++34600123456', 'ES'],
    ['34+600123456', 'ES'],
    ['600123456 or 600123457', 'ES'],
    ['+1 800 FLOWERS', 'US'],
    ['+34 912 345 678 ext. 5', 'ES'],
    ['351912345678', 'ES'], // a Portuguese number without its +: read in the hotel's country, and there is none like it
    ['912345678', 'XX'],
    ['+999 123456789', 'ES'],
    ['000034600123456', 'ES'],
  ])('E6: refuses "%s" in %s', (text, country) => {
    expect(refusal(text, country)).toBe('invalid_phone');
  });

  it('E27: refuses what can be two numbers, and names both', () => {
    // Emden's area code is 4921, and 49 is Germany's own code: a landline there, or one with area code 21 …
    const ambiguous = '4921123456';
    expect(canonicalPhone(`49${ambiguous}`)).not.toBeNull();
    expect(canonicalPhone(ambiguous)).not.toBeNull();
    expect(() => readTypedNumber(ambiguous, 'DE')).toThrow(/\+49.* or \+49/);
    expect(refusal(ambiguous, 'DE')).toBe('invalid_phone');
  });
});

describe('E6: numbers that providers give', () => {
  it.each([
    ['34600123456', '+34600123456'],
    ['351912345678', '+351912345678'],
    ['+351912345678', '+351912345678'],
    // Brazil: the 9 may be missing on a mobile (6–9), never on a landline (2–5)
    ['5531987654321', '+5531987654321'],
    ['553187654321', '+5531987654321'],
    ['551168765432', '+5511968765432'],
    ['553133334444', '+553133334444'],
    ['551123456789', '+551123456789'],
    ['5511987654321', '+5511987654321'],
    // Mexico
    ['5215512345678', '+525512345678'],
    ['525512345678', '+525512345678'],
    // Argentina
    ['5491144445555', '+5491144445555'],
    ['541144445555', '+5491144445555'],
    ['5493512345678', '+5493512345678'],
    ['543512345678', '+5493512345678'],
    ['548001234567', '+548001234567'],
  ])('E6: %s is %s', (digits, number) => {
    expect(canonicalPhone(digits)).toBe(number);
  });

  it.each([
    [''],
    ['0'],
    ['12345'],
    ['999999999999'],
    ['0034600123456'],
    ['PT.4471902283650017'],
    ['198273645500112@lid'],
    ['hidden'],
    ['5500987654321'],
  ])('E6: %s is nobody we can name by phone', (digits) => {
    expect(canonicalPhone(digits)).toBeNull();
  });

  it('E6: +34 600…, 0034600… and 34600… share one identity', () => {
    const typed = ['+34 600 123 456', '0034600123456', '34600123456', '600123456'].map((text) =>
      readTypedNumber(text, 'ES'),
    );
    expect(new Set([...typed, canonicalPhone('34600123456')])).toEqual(new Set(['+34600123456']));
  });

  it('E6: any Brazilian mobile is one guest with and without its 9, any landline stays apart', () => {
    const area = fc.constantFrom('11', '21', '31', '41', '51', '61', '71', '81', '91');
    fc.assert(
      fc.property(area, fc.integer({ min: 6, max: 9 }), fc.integer({ min: 0, max: 9_999_999 }), (ddd, first, rest) => {
        const local = `${first}${String(rest).padStart(7, '0')}`;
        expect(canonicalPhone(`55${ddd}${local}`)).toBe(canonicalPhone(`55${ddd}9${local}`));
      }),
    );
    fc.assert(
      fc.property(area, fc.integer({ min: 2, max: 5 }), fc.integer({ min: 0, max: 9_999_999 }), (ddd, first, rest) => {
        const digits = `55${ddd}${first}${String(rest).padStart(7, '0')}`;
        expect([`+${digits}`, null]).toContain(canonicalPhone(digits));
      }),
    );
  });

  it('E6: a canonical number is its own canonical number, and typing it says the same', () => {
    const code = fc.constantFrom('1', '34', '351', '44', '49', '33', '39', '31', '52', '521', '54', '549', '55');
    fc.assert(
      fc.property(code, fc.integer({ min: 10_000_000, max: 99_999_999_999 }), (prefix, rest) => {
        const canonical = canonicalPhone(`${prefix}${rest}`);
        if (canonical === null) return;
        expect(canonical).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(canonicalPhone(canonical.slice(1))).toBe(canonical);
        expect(readTypedNumber(canonical, 'ES')).toBe(canonical);
        expect(readTypedNumber(`00${canonical.slice(1)}`, 'PT')).toBe(canonical);
        expect(readTypedNumber(formatPhone(canonical), 'DE')).toBe(canonical);
      }),
      { numRuns: 1000 },
    );
  });

  it('E6: whatever is told or typed, there is a number or a refusal, never a crash', () => {
    const noise = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[+0-9 ().-]{0,24}$/));
    fc.assert(
      fc.property(noise, fc.constantFrom('ES', 'BR', 'US', '', 'zz'), (text, country) => {
        expect(canonicalPhone(text) ?? '+0').toMatch(/^\+\d+$/);
        expect(refusal(text, country)).toMatch(/^(invalid_phone|read as \+\d+)$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('numbers on screens', () => {
  it('A2: are shown the international way', () => {
    expect(formatPhone('+351912345678')).toBe('+351 912 345 678');
    expect(formatPhone('no number')).toBe('no number');
  });

  it('tell their country where they can', () => {
    expect(phoneCountry('+351912345678')).toBe('PT');
    expect(phoneCountry('+12025550123')).toBe('US');
    expect(phoneCountry('+999')).toBeNull();
  });
});
