import { createHash, randomBytes } from 'node:crypto';

import type { Tx } from '../database/transaction.js';

export const SESSION_DAYS = 30;
/** Two tabs of one browser wake up together and refresh with the same cookie: the second comes this much later at most. */
const GRACE_MS = 10_000;

export interface Family {
  hotelId: string;
  sessionId: string;
}

export type Rotation =
  | (Family & { kind: 'rotated'; userId: string; refreshToken: string })
  /** a used token came again: somebody has a copy */
  | (Family & { kind: 'reused'; userId: string })
  | { kind: 'dead' };

export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A token that opens `family` once. Only its hash is kept. */
export async function issueToken(tx: Tx, family: Family, now: Date): Promise<string> {
  const token = newSecret();
  await tx.query(`INSERT INTO session_token (hash, hotel_id, session_id, created_at) VALUES ($1, $2, $3, $4)`, [
    hashOf(token),
    family.hotelId,
    family.sessionId,
    now,
  ]);
  return token;
}

/**
 * Turns a refresh token into the next one. A token is good once; seen again, its family ends, because
 * either that caller or the one before it is a thief. One exception: within GRACE_MS, while none of its
 * successors was used, it yields a sibling successor: two tabs that refresh in the same moment are one
 * browser. That opens nothing for good: the next rotation retires all siblings, so whoever holds another
 * one is found out when they use it.
 */
export async function rotateToken(tx: Tx, token: string, now: Date): Promise<Rotation> {
  const hash = hashOf(token);
  const [known] = await tx.query<Family>(
    `SELECT hotel_id AS "hotelId", session_id AS "sessionId" FROM session_token WHERE hash = $1`,
    [hash],
  );
  if (!known) return { kind: 'dead' };
  const family = [known.hotelId, known.sessionId];
  // Rotations of one family come one after another; the token is read only once it is our turn.
  const [session] = await tx.query<{ userId: string; alive: boolean }>(
    `SELECT user_id AS "userId", ended_at IS NULL AND expires_at > $3 AS alive
     FROM user_session WHERE hotel_id = $1 AND id = $2 FOR UPDATE`,
    [...family, now],
  );
  if (!session?.alive) return { kind: 'dead' };
  const [state] = await tx.query<{ usedAt: Date | null; succeeded: boolean }>(
    `SELECT used_at AS "usedAt", EXISTS (
       SELECT 1 FROM session_token later WHERE later.hotel_id = t.hotel_id AND later.session_id = t.session_id
         AND later.created_at >= t.used_at AND later.used_at IS NOT NULL AND later.hash <> t.hash) AS succeeded
     FROM session_token t WHERE hash = $1`,
    [hash],
  );
  if (!state) return { kind: 'dead' };
  if (state.usedAt === null) {
    await retireAll(tx, family, now);
  } else if (state.succeeded || now.getTime() - state.usedAt.getTime() > GRACE_MS) {
    return { kind: 'reused', ...known, userId: session.userId };
  }
  return { kind: 'rotated', ...known, userId: session.userId, refreshToken: await issueToken(tx, known, now) };
}

async function retireAll(tx: Tx, family: string[], now: Date): Promise<void> {
  await tx.query(`UPDATE session_token SET used_at = $3 WHERE hotel_id = $1 AND session_id = $2 AND used_at IS NULL`, [
    ...family,
    now,
  ]);
  // A day later a copy is still refused, as an unknown token; without this a family would grow with every refresh.
  await tx.query(`DELETE FROM session_token WHERE hotel_id = $1 AND session_id = $2 AND used_at < $3`, [
    ...family,
    new Date(now.getTime() - 86_400_000),
  ]);
}
