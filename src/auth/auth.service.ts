import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { Clock } from '../common/clock.js';
import { inTransaction } from '../database/transaction.js';
import { Attempts } from './attempts.js';
import type { LoginDto } from './dto/login.dto.js';
import type { UpdateMeDto } from './dto/update-me.dto.js';
import { HotelChoiceRequiredError, WrongCredentialsError, WrongPasswordError } from './errors.js';
import { Logins } from './logins.js';
import type { MeView, SignedInView } from './me.view.js';
import { checkPassword } from './password-rules.js';
import { passwordMatches } from './passwords.js';
import { PeopleRepository } from './people.repository.js';
import type { Principal } from './principal.js';
import { ACCESS_TOKEN_SECONDS, Sessions, type OpenedSession, type Visitor } from './sessions.js';

export interface SignedIn {
  view: SignedInView;
  refreshToken: string;
  principal: Principal;
}

@Injectable()
export class AuthService {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly logins: Logins,
    private readonly sessions: Sessions,
    private readonly people: PeopleRepository,
    private readonly attempts: Attempts,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async login(dto: LoginDto, visitor: Visitor): Promise<SignedIn> {
    const login = await this.provenLogin(dto.email, dto.password, visitor.address);
    const open = await this.people.hotelsOf(login);
    const [only] = open;
    const chosen = dto.hotelId
      ? open.find((hotel) => hotel.hotelId === dto.hotelId)
      : open.length === 1
        ? only
        : undefined;
    if (!chosen && !dto.hotelId && open.length > 1) {
      throw new HotelChoiceRequiredError(open.map(({ hotelId, hotelName }) => ({ id: hotelId, name: hotelName })));
    }
    if (!chosen) throw new WrongCredentialsError(); // switched off everywhere, or not of that hotel
    const { hotelId, userId } = chosen;
    const started = await inTransaction(this.db, async (tx) => {
      const session = await this.sessions.start(tx, hotelId, userId, visitor);
      const subject = { type: 'session', id: session.sessionId };
      await this.audit.record(tx, { hotelId, actor: { kind: 'user', id: userId }, action: 'user.signed_in', subject });
      return session;
    });
    return this.signedIn(await this.sessions.open(hotelId, started.sessionId, userId, started.refreshToken));
  }

  async refresh(refreshToken: string): Promise<SignedIn> {
    return this.signedIn(await this.sessions.refresh(refreshToken));
  }

  logout(refreshToken: string | null, accessToken: string | null): Promise<void> {
    return this.sessions.signOut(refreshToken, accessToken);
  }

  me(principal: Principal): Promise<MeView> {
    return this.people.me(principal.hotelId, principal.userId);
  }

  async updateMe(principal: Principal, dto: UpdateMeDto, address: string): Promise<MeView> {
    const { hotelId, userId } = principal;
    const loginId = dto.newPassword === undefined ? null : await this.provenOwner(principal, dto, address);
    await inTransaction(this.db, async (tx) => {
      await this.people.updateMe(tx, hotelId, userId, dto, this.clock.now());
      if (loginId !== null && dto.newPassword !== undefined) {
        await this.logins.setPassword(tx, loginId, dto.newPassword);
        await this.sessions.endAllOfLogin(tx, loginId, principal.sessionId, 'password_changed');
      }
      await this.audit.record(tx, {
        hotelId,
        actor: { kind: 'user', id: userId },
        action: loginId === null ? 'user.changed' : 'user.password_changed',
        subject: { type: 'user', id: userId },
        after: { name: dto.name, language: dto.language },
      });
    });
    return this.me(principal);
  }

  /** The login's id once the password proved right; the same work and answer whatever is wrong. */
  private async provenLogin(email: string, password: string, address: string): Promise<string> {
    const attempt = await this.attempts.begin(email, address);
    const login = await this.logins.byEmail(email);
    const right = await passwordMatches(login?.passwordHash ?? null, password);
    if (!right || login === null) throw new WrongCredentialsError();
    attempt.succeeded();
    return login.id;
  }

  private async provenOwner(principal: Principal, dto: UpdateMeDto, address: string): Promise<string> {
    const loginId = await this.people.loginIdOf(principal.hotelId, principal.userId);
    const login = await this.logins.byId(loginId);
    const email = login?.email ?? '';
    const attempt = await this.attempts.begin(email, address);
    if (!(await passwordMatches(login?.passwordHash ?? null, dto.currentPassword ?? ''))) {
      throw new WrongPasswordError('currentPassword');
    }
    attempt.succeeded();
    const { name, hotelName } = await this.me(principal);
    checkPassword(dto.newPassword ?? '', [email, name, hotelName], 'newPassword');
    return loginId;
  }

  private async signedIn({ principal, accessToken, refreshToken }: OpenedSession): Promise<SignedIn> {
    const view = { accessToken, expiresIn: ACCESS_TOKEN_SECONDS, user: await this.me(principal) };
    return { view, refreshToken, principal };
  }
}
