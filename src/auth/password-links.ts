import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Config } from '../config/config.js';
import { query, type Tx } from '../database/transaction.js';
import { LinkInvalidError } from './errors.js';
import { hashOf, newSecret } from './refresh-tokens.js';

const HOUR_MS = 3_600_000;
/** `asked`: whoever knows an address can have one sent there. `given`: by an administrator or operator, by hand or e-mail. */
const VALID_MS = { asked: HOUR_MS, given: 24 * HOUR_MS, invitation: 7 * 24 * HOUR_MS };

/** `invitation`: the person has no password yet. */
export type LinkKind = 'invitation' | 'reset';

export interface MadeLink {
  kind: LinkKind;
  /** `https://desk.example/password#token=…` */
  url: string;
  expiresAt: Date;
}

export interface KnownLink {
  loginId: string;
  kind: LinkKind;
  expiresAt: Date;
}

/** One-time links that let a person choose their password. Only their hashes are kept. Real time. */
@Injectable()
export class PasswordLinks {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly config: Config,
  ) {}

  /**
   * A new link for this login. One that is `given` voids those before it. One that is `asked` for does not, or
   * whoever knows an e-mail could void an invitation; nor do many pile up, because asking is limited.
   */
  async make(tx: Tx, loginId: string, how: 'asked' | 'given'): Promise<MadeLink> {
    const now = new Date();
    const [login] = await tx.query<{ isNew: boolean }>(
      `SELECT password_hash IS NULL AS "isNew" FROM login WHERE id = $1 FOR UPDATE`,
      [loginId],
    );
    if (!login) throw new LinkInvalidError();
    const kind = login.isNew ? 'invitation' : 'reset';
    const expiresAt = new Date(now.getTime() + VALID_MS[login.isNew && how === 'given' ? 'invitation' : how]);
    await tx.query(`DELETE FROM password_link WHERE login_id = $1 AND ($2::boolean OR expires_at <= $3)`, [
      loginId,
      how === 'given',
      now,
    ]);
    const token = newSecret();
    await tx.query(
      `INSERT INTO password_link (hash, login_id, kind, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
      [hashOf(token), loginId, kind, now, expiresAt],
    );
    // In the fragment: browsers do not send it, so it is in no proxy's log.
    return { kind, url: `${this.config.http.publicUrl}/password#token=${token}`, expiresAt };
  }

  /** Throws LinkInvalidError: used up, too old, void, or never one of ours. */
  async look(token: string): Promise<KnownLink> {
    const [link] = await query<KnownLink>(
      this.db,
      `SELECT login_id AS "loginId", kind, expires_at AS "expiresAt" FROM password_link WHERE hash = $1 AND expires_at > $2`,
      [hashOf(token), new Date()],
    );
    if (!link) throw new LinkInvalidError();
    return link;
  }

  /** Uses it up: of two who come with it at once one gets through. Throws LinkInvalidError. */
  async use(tx: Tx, token: string): Promise<void> {
    const used = await tx.query(`DELETE FROM password_link WHERE hash = $1 AND expires_at > $2 RETURNING 1`, [
      hashOf(token),
      new Date(),
    ]);
    if (used.length === 0) throw new LinkInvalidError();
  }
}
