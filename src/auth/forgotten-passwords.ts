import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Audit, type Actor } from '../audit/index.js';
import { NotFoundError } from '../common/errors.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { Mailer } from '../mail/index.js';
import { Attempts } from './attempts.js';
import { LinkInvalidError } from './errors.js';
import { linkMail } from './link-mail.js';
import { Logins, type Login } from './logins.js';
import type { ForgottenView, PasswordLinkView } from './password-link.view.js';
import { PasswordLinks, type MadeLink } from './password-links.js';
import { checkPassword } from './password-rules.js';
import { PeopleRepository, type Employment } from './people.repository.js';
import { Sessions } from './sessions.js';

/** Who cannot sign in gets in again: by an e-mail they ask for, or a link somebody hands them. */
@Injectable()
export class ForgottenPasswords {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly logins: Logins,
    private readonly people: PeopleRepository,
    private readonly links: PasswordLinks,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
    private readonly mailer: Mailer,
    private readonly audit: Audit,
  ) {}

  /** Neither the answer nor its time tells whether the address is known. */
  ask(email: string, address: string): ForgottenView {
    this.attempts.beginMail(email, address);
    if (this.mailer.available) this.mailer.inBackground(() => this.mailLink(email));
    return { byEmail: this.mailer.available };
  }

  async look(token: string): Promise<PasswordLinkView> {
    const { kind, expiresAt, login, hotels } = await this.known(token);
    const [{ userName: name, language }] = hotels;
    return {
      kind,
      name,
      email: login.email,
      hotelNames: hotels.map(({ hotelName }) => hotelName),
      language,
      expiresAt,
    };
  }

  async choose(token: string, password: string, address: string): Promise<void> {
    const { login, hotels } = await this.known(token);
    checkPassword(password, [login.email, ...hotels.flatMap(({ userName, hotelName }) => [userName, hotelName])]);
    await inTransaction(this.db, async (tx) => {
      await this.links.use(tx, token);
      await this.logins.setPassword(tx, login.id, password);
      await this.sessions.endAllOfLogin(tx, login.id, null, 'password_changed');
      for (const { hotelId, userId } of hotels)
        await this.record(tx, hotelId, userId, 'user.password_changed', { kind: 'user', id: userId });
    });
    this.attempts.prove(login.email, address);
  }

  /** A link to be handed over by an operator of the machine. Throws NotFoundError. */
  async linkFor(email: string): Promise<MadeLink> {
    const found = await this.staffWith(email);
    if (found === null) throw new NotFoundError('user');
    return this.makeLink(found, 'given', { kind: 'operator' });
  }

  private async mailLink(email: string): Promise<void> {
    const found = await this.staffWith(email);
    if (found === null) return;
    const link = await this.makeLink(found, 'asked', { kind: 'system' });
    await this.mailer.send(linkMail(found.login.email, found.hotels[0], link));
  }

  private makeLink({ login, hotels }: Found, how: 'asked' | 'given', actor: Actor): Promise<MadeLink> {
    return inTransaction(this.db, async (tx) => {
      for (const { hotelId, userId } of hotels) await this.record(tx, hotelId, userId, 'user.link_made', actor);
      return this.links.make(tx, login.id, how);
    });
  }

  private async known(token: string): Promise<Found & { kind: MadeLink['kind']; expiresAt: Date }> {
    const { loginId, kind, expiresAt } = await this.links.look(token);
    const found = await this.found(await this.logins.byId(loginId));
    if (found === null) throw new LinkInvalidError(); // switched off meanwhile
    return { ...found, kind, expiresAt };
  }

  private async staffWith(email: string): Promise<Found | null> {
    return this.found(await this.logins.byEmail(email));
  }

  private async found(login: Login | null): Promise<Found | null> {
    const [first, ...others] = login === null ? [] : await this.people.hotelsOf(login.id);
    return login === null || first === undefined ? null : { login, hotels: [first, ...others] };
  }

  private record(tx: Tx, hotelId: string, userId: string, action: string, actor: Actor): Promise<void> {
    return this.audit.record(tx, { hotelId, actor, action, subject: { type: 'user', id: userId } });
  }
}

/** A login and where it works now: somewhere, or it is nobody's. */
interface Found {
  login: Login;
  hotels: [Employment, ...Employment[]];
}
