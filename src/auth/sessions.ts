import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { isUuid, newId } from '../common/ids.js';
import { clip, storable } from '../common/text.js';
import { inTransaction, query, type Tx } from '../database/transaction.js';
import { SessionEndedError, TokenExpiredError, UnauthenticatedError } from './errors.js';
import type { Role } from './permissions.js';
import type { Principal } from './principal.js';
import { hashOf, issueToken, rotateToken, SESSION_DAYS } from './refresh-tokens.js';
import { RightsNews } from './rights-news.js';

export const ACCESS_TOKEN_SECONDS = 15 * 60;

/** What an access token says. The role is for clients to read: rights come from the rows. */
export interface Claims {
  sub: string;
  hid: string;
  sid: string;
  role: Role;
}

export interface Visitor {
  address: string;
  userAgent: string | null;
}

export interface OpenedSession {
  principal: Principal;
  accessToken: string;
  refreshToken: string;
}

export interface OpenSession {
  id: string;
  address: string | null;
  userAgent: string | null;
  createdAt: Date;
  lastUsedAt: Date;
  expiresAt: Date;
}

/** Real time throughout: a session is not hotel business. */
@Injectable()
export class Sessions {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly jwt: JwtService,
    private readonly news: RightsNews,
  ) {}

  async start(
    tx: Tx,
    hotelId: string,
    userId: string,
    visitor: Visitor,
  ): Promise<{ sessionId: string; refreshToken: string }> {
    const sessionId = newId();
    const now = new Date();
    await tx.query(
      `WITH seen AS (UPDATE app_user SET last_seen_at = $6 WHERE hotel_id = $1 AND id = $3)
       INSERT INTO user_session (hotel_id, id, user_id, user_agent, address, created_at, last_used_at, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $6, $7)`,
      [
        hotelId,
        sessionId,
        userId,
        visitor.userAgent === null ? null : clip(storable(visitor.userAgent).text, 300),
        visitor.address,
        now,
        expiry(now),
      ],
    );
    return { sessionId, refreshToken: await issueToken(tx, { hotelId, sessionId }, now) };
  }

  /** The next pair of tokens. Throws SessionEndedError; the family has ended when the token was a used one. */
  async refresh(refreshToken: string): Promise<OpenedSession> {
    const rotation = await inTransaction(this.db, async (tx) => {
      const now = new Date();
      const result = await rotateToken(tx, refreshToken, now);
      if (result.kind === 'rotated') {
        await tx.query(
          `WITH seen AS (UPDATE app_user SET last_seen_at = $3 WHERE hotel_id = $1 AND id = $5)
           UPDATE user_session SET last_used_at = $3, expires_at = $4 WHERE hotel_id = $1 AND id = $2`,
          [result.hotelId, result.sessionId, now, expiry(now), result.userId],
        );
      }
      if (result.kind === 'reused') await this.end(tx, result.hotelId, [result.sessionId], 'token_reused');
      return result; // thrown outside: ending the family must be committed
    });
    if (rotation.kind !== 'rotated') throw new SessionEndedError();
    return this.open(rotation.hotelId, rotation.sessionId, rotation.userId, rotation.refreshToken);
  }

  async open(hotelId: string, sessionId: string, userId: string, refreshToken: string): Promise<OpenedSession> {
    const principal = await this.principal(hotelId, sessionId, userId);
    const claims: Claims = { sub: userId, hid: hotelId, sid: sessionId, role: principal.role };
    return { principal, accessToken: await this.jwt.signAsync({ ...claims }), refreshToken };
  }

  /** Sign-out, by what the browser has: a cookie, else an access token. What is not (or no longer) known is signed out already. */
  async signOut(refreshToken: string | null, accessToken: string | null): Promise<void> {
    const session = refreshToken === null ? null : await this.familyOf(refreshToken);
    const principal =
      session ?? (accessToken === null ? null : await this.principalOfToken(accessToken).catch(() => null));
    if (principal === null) return;
    await inTransaction(this.db, (tx) => this.end(tx, principal.hotelId, [principal.sessionId], 'signed_out'));
  }

  /** A user's open sessions, newest first; `limit + 1` rows after the one named. */
  list(hotelId: string, userId: string, after: string | null, limit: number): Promise<OpenSession[]> {
    return query(
      this.db,
      `SELECT id, address, user_agent AS "userAgent", created_at AS "createdAt", last_used_at AS "lastUsedAt",
         expires_at AS "expiresAt"
       FROM user_session
       WHERE hotel_id = $1 AND user_id = $2 AND ended_at IS NULL AND expires_at > $3
         AND ($4::uuid IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [hotelId, userId, new Date(), after, limit + 1],
    );
  }

  /** Ends one session of a user. False: it is not theirs, or has ended already. */
  async endOne(tx: Tx, hotelId: string, userId: string, sessionId: string, reason: string): Promise<boolean> {
    const open = await tx.query(
      `SELECT 1 FROM user_session WHERE hotel_id = $1 AND user_id = $2 AND id = $3 AND ended_at IS NULL AND expires_at > $4`,
      [hotelId, userId, sessionId, new Date()],
    );
    if (open.length > 0) await this.end(tx, hotelId, [sessionId], reason);
    return open.length > 0;
  }

  /** Ends every session of a user; their sockets go with it. */
  async endAllOf(tx: Tx, hotelId: string, userId: string, reason: string): Promise<void> {
    const open = await tx.query<{ id: string }>(
      `SELECT id FROM user_session WHERE hotel_id = $1 AND user_id = $2 AND ended_at IS NULL`,
      [hotelId, userId],
    );
    await this.end(
      tx,
      hotelId,
      open.map((session) => session.id),
      reason,
    );
  }

  /** Ends all sessions of a person, in every hotel they work for, but the one at hand if there is one. */
  async endAllOfLogin(tx: Tx, loginId: string, exceptSessionId: string | null, reason: string): Promise<void> {
    const open = await tx.query<{ hotelId: string; id: string }>(
      `SELECT s.hotel_id AS "hotelId", s.id FROM user_session s
       JOIN app_user u ON u.hotel_id = s.hotel_id AND u.id = s.user_id
       WHERE u.login_id = $1 AND s.ended_at IS NULL AND s.id IS DISTINCT FROM $2`,
      [loginId, exceptSessionId],
    );
    for (const hotelId of new Set(open.map((session) => session.hotelId))) {
      const ids = open.filter((session) => session.hotelId === hotelId).map((session) => session.id);
      await this.end(tx, hotelId, ids, reason);
    }
  }

  /** Who the bearer of this access token is. For sockets, which have no guard. Throws as the guard does. */
  async principalOfToken(accessToken: string): Promise<Principal> {
    const claims = await this.jwt.verifyAsync<Claims>(accessToken).catch((error: unknown) => {
      throw error instanceof Error && error.name === 'TokenExpiredError'
        ? new TokenExpiredError()
        : new UnauthenticatedError();
    });
    return this.principal(claims.hid, claims.sid, claims.sub);
  }

  /** One query a request, no cache: a role, a membership or a session that ends holds at once. Throws SessionEndedError. */
  async principal(hotelId: string, sessionId: string, userId: string): Promise<Principal> {
    if (![hotelId, sessionId, userId].every(isUuid)) throw new UnauthenticatedError(); // signed, yet not by this program
    const [row] = await query<{ role: Role; departmentIds: string[]; writesPerMinute: number | null }>(
      this.db,
      `SELECT u.role, (h.limits ->> 'writesPerMinute')::int AS "writesPerMinute", ARRAY(
         SELECT m.department_id::text FROM department_member m
         JOIN department d ON d.hotel_id = m.hotel_id AND d.id = m.department_id AND d.archived_at IS NULL
         WHERE m.hotel_id = u.hotel_id AND m.user_id = u.id) AS "departmentIds"
       FROM user_session s JOIN app_user u ON u.hotel_id = s.hotel_id AND u.id = s.user_id JOIN hotel h ON h.id = s.hotel_id
       WHERE s.hotel_id = $1 AND s.id = $2 AND s.user_id = $3 AND s.ended_at IS NULL AND s.expires_at > $4 AND u.active`,
      [hotelId, sessionId, userId, new Date()],
    );
    if (!row) throw new SessionEndedError();
    return { userId, hotelId, sessionId, ...row };
  }

  private async familyOf(refreshToken: string): Promise<{ hotelId: string; sessionId: string } | null> {
    const [family] = await query<{ hotelId: string; sessionId: string }>(
      this.db,
      `SELECT hotel_id AS "hotelId", session_id AS "sessionId" FROM session_token WHERE hash = $1`,
      [hashOf(refreshToken)],
    );
    return family ?? null;
  }

  private async end(tx: Tx, hotelId: string, sessionIds: string[], reason: string): Promise<void> {
    const ended = await tx.query<{ id: string }>(
      `UPDATE user_session SET ended_at = $3, end_reason = $4
       WHERE hotel_id = $1 AND id = ANY ($2::uuid[]) AND ended_at IS NULL RETURNING id`,
      [hotelId, sessionIds, new Date(), reason],
    );
    await this.news.sessionsEnded(
      tx,
      hotelId,
      ended.map((session) => session.id),
    );
  }
}

function expiry(now: Date): Date {
  return new Date(now.getTime() + SESSION_DAYS * 86_400_000);
}
