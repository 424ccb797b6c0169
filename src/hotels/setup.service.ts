import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { hashOf, newSecret, WeakPasswordError } from '../auth/index.js';
import { checked } from '../common/validation.pipe.js';
import { Config, ConfigError, type Bootstrap } from '../config/index.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { HotelBasicsDto } from './dto/hotel-basics.dto.js';
import { FirstUserDto, type SetupDto } from './dto/setup.dto.js';
import { SetupLinkInvalidError } from './errors.js';
import { Founding, type Founded } from './founding.js';
import { HotelsRepository } from './hotels.repository.js';

const LINK_MS = 24 * 3_600_000;
/** What a hotel of BOOTSTRAP_* begins with; its settings change it. */
const BOOTSTRAP_BASICS = { timeZone: 'UTC', country: 'US', languages: ['en'] };
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('bellhop first hotel', 0))`;

/** The first hotel of an empty installation: by a one-time link, or by BOOTSTRAP_*. */
@Injectable()
export class SetupService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly config: Config,
    private readonly hotels: HotelsRepository,
    private readonly founding: Founding,
  ) {}

  /**
   * Call at start. On an empty database founds the hotel of BOOTSTRAP_*, or returns the address that sets
   * one up, good for a day. Each process prints one of its own; the first that is used ends them all. Null when there
   * is a hotel.
   */
  async ensureLink(): Promise<string | null> {
    return inTransaction(this.db, async (tx) => {
      await tx.query(LOCK); // two processes may start at once
      if (await this.hotels.anyHotel(tx)) return null;
      if (this.config.bootstrap) {
        await this.bootstrap(tx, this.config.bootstrap);
        return null;
      }
      // In the fragment: browsers do not send it, so it is in no proxy's log.
      return `${this.config.http.publicUrl}/welcome#token=${await newLink(tx)}`;
    });
  }

  async setUp({ token, hotel, user }: SetupDto): Promise<Founded> {
    return inTransaction(this.db, async (tx) => {
      await tx.query(LOCK);
      const used = await tx.query(`DELETE FROM setup_link WHERE hash = $1 AND expires_at > $2 RETURNING 1`, [
        hashOf(token),
        new Date(),
      ]);
      if (used.length === 0 || (await this.hotels.anyHotel(tx))) throw new SetupLinkInvalidError();
      await tx.query(`DELETE FROM setup_link`);
      return this.founding.found(tx, hotel, user, { kind: 'system' });
    });
  }

  /** One more hotel, by an operator. What is left out is as with BOOTSTRAP_*. */
  async addHotel(hotel: object, user: object): Promise<Founded> {
    const basics = checked(HotelBasicsDto, { ...BOOTSTRAP_BASICS, ...hotel }, 'hotel');
    const admin = checked(FirstUserDto, user, 'user');
    return inTransaction(this.db, (tx) => this.founding.found(tx, basics, admin, { kind: 'operator' }));
  }

  private async bootstrap(tx: Tx, { hotel, email, password }: Bootstrap): Promise<void> {
    const admin = { name: email.split('@', 1)[0] ?? email, email, password };
    try {
      await this.founding.found(tx, { name: hotel, ...BOOTSTRAP_BASICS }, admin, { kind: 'operator' });
    } catch (error) {
      if (!(error instanceof WeakPasswordError)) throw error;
      throw new ConfigError([`BOOTSTRAP_PASSWORD cannot be used. ${error.message}`]);
    }
  }
}

async function newLink(tx: Tx): Promise<string> {
  const token = newSecret();
  const now = new Date();
  await tx.query(`DELETE FROM setup_link WHERE expires_at <= $1`, [now]);
  await tx.query(`INSERT INTO setup_link (hash, created_at, expires_at) VALUES ($1, $2, $3)`, [
    hashOf(token),
    now,
    new Date(now.getTime() + LINK_MS),
  ]);
  return token;
}
