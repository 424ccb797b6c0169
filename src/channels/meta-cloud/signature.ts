import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { sameSecret } from '../../common/same-secret.js';

/**
 * Whether `X-Hub-Signature-256` is the HMAC-SHA256 of these very bytes. Never of JSON made again from
 * them: Meta signs its own escaping (`\u00e9`), which JSON.stringify does not reproduce.
 */
export function signedWith(secret: string | undefined, headers: IncomingHttpHeaders, raw: Buffer): boolean {
  const given = headers['x-hub-signature-256'];
  if (!secret || typeof given !== 'string' || !/^sha256=[0-9a-f]{64}$/i.test(given)) return false;
  const expected = createHmac('sha256', secret).update(raw).digest();
  return timingSafeEqual(expected, Buffer.from(given.slice('sha256='.length), 'hex'));
}

/** Answers `GET ?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`; the names have dots, they are no paths. */
export function answerChallenge(
  verifyToken: string | undefined,
  query: Record<string, string | undefined>,
): string | null {
  const given = query['hub.verify_token'];
  const challenge = query['hub.challenge'];
  // A repeated parameter arrives as a list from some query parsers, whatever the type says.
  if (!verifyToken || typeof given !== 'string' || typeof challenge !== 'string') return null;
  if (query['hub.mode'] !== 'subscribe' || !sameSecret(given, verifyToken)) return null;
  return challenge;
}
