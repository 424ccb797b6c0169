import { describe, expect, it } from 'vitest';

import { WeakPasswordError } from './errors.js';
import { checkPassword } from './password-rules.js';

const INES = ['ines.duarte@aurora.example', 'Inês Duarte', 'Hotel Aurora'];

function ruleAgainst(password: string): string | null {
  try {
    checkPassword(password, INES);
    return null;
  } catch (error) {
    if (error instanceof WeakPasswordError) return error.extra.errors?.[0]?.code ?? '';
    throw error;
  }
}

describe('a new password', () => {
  it.each([
    'the lobby clock is late',
    'harbour lights 1907',
    'quiet corridor 7',
    'vier blaue Schlüssel',
    'ключи от номера девять',
    '静かな廊下の時計は遅れている',
    'no symbols needed here',
    'correct horse battery staple',
    'harbour lights, harbour clocks',
    '%#&*@!(){}[',
    '🔑🛎🧳🚪🛏🪟🧺🧴🧼🧽',
    'x!9Lq#72vB',
  ])('may be %s', (password) => expect(ruleAgainst(password)).toBeNull());

  it.each(['short', 'nine char', '🔑🛎🧳🚪🛏🪟🧺🧴🧼', ''])('is too short: %j', (password) =>
    expect(ruleAgainst(password)).toBe('password_too_short'),
  );

  it.each([
    'password123',
    'Password123!',
    'P@ssw0rd123',
    'qwertyuiop',
    '1q2w3e4r5t',
    '0123456789',
    'aaaaaaaaaaaaaaaaaaaa',
    'abcdefghijklmnop',
    'letmein1234',
    'administrator',
    'changeme123',
    'bellhopbellhop',
    'welcome2024',
    'InesDuarte1',
    'duarteduarte',
    'harbour harbour',
    'harbour harbour harbour',
    'Harbour-harbour!',
    'duarte duarte',
  ])('is among the first that are tried: %s', (password) => expect(ruleAgainst(password)).toBe('password_too_common'));

  it.each(['ines.duarte@aurora.example', 'INES DUARTE', 'inêsduarte', 'hotelaurora'])('is no secret: %s', (password) =>
    expect(ruleAgainst(password)).toBe('password_is_personal'),
  );
});
