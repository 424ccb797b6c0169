import { hash, verify } from '@node-rs/argon2';

// Argon2id (the library's default kind) at OWASP's recommended least; 13 ms on a small server.
const ARGON2 = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

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
