import { createHmac, timingSafeEqual } from 'node:crypto';

/** Whether a secret that was told is the one that is kept; takes as long for a wrong one. */
export function sameSecret(told: string, kept: string): boolean {
  // Hashed first: timingSafeEqual wants equal lengths, and the length is part of the secret.
  const digest = (text: string): Buffer => createHmac('sha256', 'length').update(text).digest();
  return timingSafeEqual(digest(told), digest(kept));
}
