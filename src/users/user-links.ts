import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import {
  actorOf,
  linkMail,
  Logins,
  PasswordLinks,
  type GivenLinkView,
  type MadeLink,
  type Principal,
} from '../auth/index.js';
import { inTransaction } from '../database/transaction.js';
import { Mailer } from '../mail/index.js';
import { LoginSharedError, UserInactiveError } from './errors.js';
import { UsersRepository, type UserRow } from './users.repository.js';

/** Invitations, and links for those who forgot their password, as an administrator gives them. */
@Injectable()
export class UserLinks {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly users: UsersRepository,
    private readonly logins: Logins,
    private readonly links: PasswordLinks,
    private readonly mailer: Mailer,
    private readonly audit: Audit,
  ) {}

  /**
   * Throws LoginSharedError where it could not go to the person's own mailbox and nobody else: with a link in hand
   * one hotel's administrator would get into the other hotel.
   */
  async give(me: Principal, userId: string): Promise<GivenLinkView> {
    const { user, hotel, link, shared } = await inTransaction(this.db, async (tx) => {
      const user = await this.users.lock(tx, me.hotelId, userId);
      if (!user.active) throw new UserInactiveError();
      const shared = await this.logins.isShared(tx, user.loginId, me.hotelId);
      if (shared && !this.mailer.available) throw new LoginSharedError();
      const link = await this.links.make(tx, user.loginId, 'given');
      const subject = { type: 'user', id: userId };
      const after = { kind: link.kind, expiresAt: link.expiresAt.toISOString() };
      await this.audit.record(tx, {
        hotelId: me.hotelId,
        actor: actorOf(me),
        action: 'user.link_made',
        subject,
        after,
      });
      return { user, hotel: await this.users.hotelOf(tx, me.hotelId), link, shared };
    });
    const { kind, expiresAt } = link;
    const emailedTo = await this.mail(hotel, user, link).catch((error: unknown) => {
      if (shared) throw error;
      return null; // the administrator hands it over instead
    });
    return { kind, expiresAt, emailedTo, url: emailedTo === null ? link.url : null };
  }

  /** The address it went to; null where this desk sends no e-mail. Throws MailNotSentError. */
  private async mail(
    hotel: { hotelName: string; timeZone: string },
    user: UserRow,
    link: MadeLink,
  ): Promise<string | null> {
    if (!this.mailer.available) return null;
    await this.mailer.send(linkMail(user.email, { ...hotel, userName: user.name, language: user.language }, link));
    return user.email;
  }
}
