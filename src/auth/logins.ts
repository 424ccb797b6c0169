import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { newId } from '../common/ids.js';
import { query, type Tx } from '../database/transaction.js';
import { hashPassword } from './passwords.js';

export interface Login {
  id: string;
  email: string;
  passwordHash: string | null;
}

const ADDRESS_KNOWN_MS = 90 * 86_400_000;
const COLUMNS = `id, email, password_hash AS "passwordHash"`;

/** A person's e-mail and password, one per installation: somebody may be a user of several hotels of a chain. */
@Injectable()
export class Logins {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  async byEmail(email: string): Promise<Login | null> {
    const [login] = await query<Login>(this.db, `SELECT ${COLUMNS} FROM login WHERE email = $1`, [normalEmail(email)]);
    return login ?? null;
  }

  async byId(id: string): Promise<Login | null> {
    const [login] = await query<Login>(this.db, `SELECT ${COLUMNS} FROM login WHERE id = $1`, [id]);
    return login ?? null;
  }

  /** Where this person has signed in from in the last quarter of a year. Crosses hotels: a login belongs to none. */
  async addressesOf(email: string): Promise<string[]> {
    const rows = await query<{ address: string }>(
      this.db,
      `SELECT DISTINCT s.address FROM login l
       JOIN app_user u ON u.login_id = l.id
       JOIN user_session s ON s.hotel_id = u.hotel_id AND s.user_id = u.id
       WHERE l.email = $1 AND s.address IS NOT NULL AND s.created_at > $2`,
      [normalEmail(email), new Date(Date.now() - ADDRESS_KNOWN_MS)],
    );
    return rows.map((row) => row.address);
  }

  /**
   * The login of this address: made, or the one that is there. A password that somebody else's hotel
   * gives is ignored then: `linked` tells that the person signs in with the one they have.
   */
  async findOrMake(tx: Tx, email: string, password: string | null): Promise<{ id: string; linked: boolean }> {
    const passwordHash = password === null ? null : await hashPassword(password);
    const now = new Date();
    const [made] = await tx.query<{ id: string }>(
      `INSERT INTO login (id, email, password_hash, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [newId(), normalEmail(email), passwordHash, now],
    );
    if (made) return { id: made.id, linked: false };
    // Locked: whoever makes a link or sets a password for it meanwhile must see this hotel's user too, or come before.
    const [there] = await tx.query<{ id: string }>(`SELECT id FROM login WHERE email = $1 FOR UPDATE`, [
      normalEmail(email),
    ]);
    if (!there) throw new Error('A login vanished while it was looked up');
    // A link that another hotel's administrator holds must not open this hotel.
    await this.voidLinks(tx, there.id);
    return { id: there.id, linked: true };
  }

  /** Links that were made to choose one are void with it. */
  async setPassword(tx: Tx, loginId: string, password: string): Promise<void> {
    await tx.query(`UPDATE login SET password_hash = $2, updated_at = $3 WHERE id = $1`, [
      loginId,
      await hashPassword(password),
      new Date(),
    ]);
    await this.voidLinks(tx, loginId);
  }

  /** Whether another hotel's user signs in with it too: then no single hotel's admin may set its password. */
  async isShared(tx: Tx, loginId: string, hotelId: string): Promise<boolean> {
    // The row lock makes a hotel that is linking this login wait for us, or us for it.
    await tx.query(`SELECT id FROM login WHERE id = $1 FOR UPDATE`, [loginId]);
    const others = await tx.query(`SELECT 1 FROM app_user WHERE login_id = $1 AND hotel_id <> $2 LIMIT 1`, [
      loginId,
      hotelId,
    ]);
    return others.length > 0;
  }

  private async voidLinks(tx: Tx, loginId: string): Promise<void> {
    await tx.query(`DELETE FROM password_link WHERE login_id = $1`, [loginId]);
  }
}

export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}
