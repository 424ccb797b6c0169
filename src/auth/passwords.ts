import { hash, verify } from '@node-rs/argon2';

import { WeakPasswordError } from './errors.js';

// Argon2id (the library's default kind) at OWASP's recommended least; 13 ms on a small server.
const ARGON2 = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

const SHORTEST = 10;
/** Those of the usual lists that are long enough to pass the length, and what people here would try. */
const COMMON = new Set(
  (
    'password12 password123 password1234 passwordpassword 1234567890 12345678910 0123456789 0987654321 qwertyuiop qwerty12345 ' +
    'qwerty123456 1q2w3e4r5t 1qaz2wsx3edc abcdefghij abcd123456 abc1234567 iloveyou12 iloveyou123 letmein1234 welcome123 welcome1234 ' +
    'administrator admin12345 admin123456 changeme123 1111111111 0000000000 aaaaaaaaaa reception123 receptionist hotelhotel hotel12345 ' +
    'bellhop123 bellhopbellhop'
  ).split(' '),
);

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), ARGON2);
}

let nobody: Promise<string> | null = null;

/** `stored` null (no such login, or none set): the same work all the same, so that the time tells nothing. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword('nobody signs in with this');
  const right = await verify(stored ?? (await nobody), password.normalize('NFC'));
  return stored !== null && right;
}

/** Length over symbols: ten characters, none that everybody tries, not the address itself. */
export function checkPassword(password: string, email: string, field = 'password'): void {
  const plain = password.toLowerCase();
  if (Array.from(password).length < SHORTEST)
    throw new WeakPasswordError(field, `A password needs ${SHORTEST} characters or more.`);
  if (COMMON.has(plain)) throw new WeakPasswordError(field, 'Everybody tries this password. Choose another.');
  if (plain === email.toLowerCase()) throw new WeakPasswordError(field, 'The password must not be the e-mail address.');
}
