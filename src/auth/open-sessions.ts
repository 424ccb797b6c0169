import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { lastId, pageOf, type Page } from '../common/cursor.js';
import { NotFoundError } from '../common/errors.js';
import type { PageDto } from '../common/page.dto.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { PeopleRepository } from './people.repository.js';
import { actorOf, type Principal } from './principal.js';
import type { SessionView } from './session.view.js';
import { Sessions } from './sessions.js';

/** Where a person is signed in; they or an administrator end what should not be. */
@Injectable()
export class OpenSessions {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly sessions: Sessions,
    private readonly people: PeopleRepository,
    private readonly audit: Audit,
  ) {}

  /** Of `userId` in the asker's hotel, newest first. Throws NotFoundError. */
  async list(me: Principal, userId: string, { limit, cursor }: PageDto): Promise<Page<SessionView>> {
    await this.people.loginIdOf(me.hotelId, userId);
    const list = `sessions/${userId}`;
    const after = lastId(list, cursor);
    return pageOf(
      list,
      await this.sessions.list(me.hotelId, userId, after, limit),
      limit,
      (session) => ({ ...session, current: session.id === me.sessionId }),
      (session) => [session.id],
    );
  }

  /** Its sockets are told and closed, its tokens refused, from the commit on. Throws NotFoundError. */
  async end(me: Principal, userId: string, sessionId: string): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      const reason = userId === me.userId ? 'signed_out' : 'ended_by_admin';
      if (!(await this.sessions.endOne(tx, me.hotelId, userId, sessionId, reason))) throw new NotFoundError('session');
      await this.record(tx, me, 'user.session_ended', { type: 'session', id: sessionId });
    });
  }

  /** All of another person of this hotel. Throws NotFoundError. */
  async endAll(me: Principal, userId: string): Promise<void> {
    await this.people.loginIdOf(me.hotelId, userId);
    await inTransaction(this.db, async (tx) => {
      await this.sessions.endAllOf(tx, me.hotelId, userId, 'ended_by_admin');
      await this.record(tx, me, 'user.sessions_ended', { type: 'user', id: userId });
    });
  }

  /** All of one's own but the one at hand, in every hotel one works for. */
  async endOthers(me: Principal): Promise<void> {
    const loginId = await this.people.loginIdOf(me.hotelId, me.userId);
    await inTransaction(this.db, async (tx) => {
      await this.sessions.endAllOfLogin(tx, loginId, me.sessionId, 'signed_out');
      await this.record(tx, me, 'user.sessions_ended', { type: 'user', id: me.userId });
    });
  }

  private record(tx: Tx, me: Principal, action: string, subject: { type: string; id: string }): Promise<void> {
    return this.audit.record(tx, { hotelId: me.hotelId, actor: actorOf(me), action, subject });
  }
}
