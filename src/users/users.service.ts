import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Audit, type Actor } from '../audit/index.js';
import {
  actorOf,
  checkPassword,
  Idempotency,
  Logins,
  normalEmail,
  RightsNews,
  Sessions,
  type Principal,
} from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { decodeCursor, pageOf, uuidOf, type Page } from '../common/cursor.js';
import type { PageDto } from '../common/page.dto.js';
import { checkVersion } from '../common/version.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import type { CreateUserDto } from './dto/create-user.dto.js';
import type { UpdateUserDto } from './dto/update-user.dto.js';
import { LastAdminError, LoginSharedError, UserExistsError } from './errors.js';
import type { UserView } from './user.view.js';
import { UsersRepository, type UserRow } from './users.repository.js';

@Injectable()
export class Users {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly repository: UsersRepository,
    private readonly logins: Logins,
    private readonly sessions: Sessions,
    private readonly news: RightsNews,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(me: Principal, { limit, cursor }: PageDto): Promise<Page<UserView>> {
    const [name = '', id] = cursor === undefined ? [] : decodeCursor('users', cursor, 2);
    const after = cursor === undefined ? null : { name, id: uuidOf(id) };
    const rows = await this.repository.list(me.hotelId, after, limit);
    return pageOf(
      'users',
      rows,
      limit,
      (user) => user,
      (user) => [user.name, user.id],
    );
  }

  async create(me: Principal, key: string | undefined, dto: CreateUserDto): Promise<UserView> {
    const answer = await this.idempotency.run(me, key, 'POST /users', dto, async (tx) => {
      const { id } = await this.add(tx, me.hotelId, dto, actorOf(me));
      return { status: 201, body: await this.repository.view(tx, me.hotelId, id) };
    });
    return answer.body;
  }

  /** A new user of this hotel. `linked`: they have a login already and keep its password. */
  async add(tx: Tx, hotelId: string, user: CreateUserDto, actor: Actor): Promise<{ id: string; linked: boolean }> {
    const email = normalEmail(user.email);
    if (user.password !== undefined) await this.checkPassword(tx, hotelId, { email, name: user.name }, user.password);
    const login = await this.logins.findOrMake(tx, email, user.password ?? null);
    const language = user.language ?? (await this.repository.firstLanguage(tx, hotelId));
    const row = { loginId: login.id, email, name: user.name, role: user.role, language };
    const id = await this.repository.insert(tx, hotelId, row, this.clock.now());
    if (id === null) throw new UserExistsError();
    await this.audit.record(tx, {
      hotelId,
      actor,
      action: 'user.added',
      subject: { type: 'user', id },
      after: { email, name: user.name, role: user.role },
    });
    return { id, linked: login.linked };
  }

  update(me: Principal, id: string, dto: UpdateUserDto): Promise<UserView> {
    return inTransaction(this.db, async (tx) => {
      const before = await this.repository.lock(tx, me.hotelId, id);
      checkVersion(before.version, dto.version);
      const after: UserRow = {
        ...before,
        name: dto.name ?? before.name,
        role: dto.role ?? before.role,
        language: dto.language ?? before.language,
        active: dto.active ?? before.active,
      };
      await this.keepAnAdmin(tx, me.hotelId, before, after);
      if (dto.email !== undefined && normalEmail(dto.email) !== before.email) {
        after.email = normalEmail(dto.email);
        after.loginId = await this.moveLogin(tx, me.hotelId, before, after.email);
      }
      if (dto.password !== undefined) await this.resetPassword(tx, me.hotelId, after, dto.password);
      await this.repository.save(tx, me.hotelId, after, this.clock.now());
      await this.tellOthers(tx, me, before, after, dto.password !== undefined);
      return this.repository.view(tx, me.hotelId, id);
    });
  }

  /** People are switched off, not deleted: what they wrote keeps their name. */
  async deactivate(me: Principal, id: string): Promise<void> {
    await this.update(me, id, { active: false });
  }

  private async keepAnAdmin(tx: Tx, hotelId: string, before: UserRow, after: UserRow): Promise<void> {
    const wasAdmin = before.role === 'admin' && before.active;
    const isAdmin = after.role === 'admin' && after.active;
    if (wasAdmin && !isAdmin && !(await this.repository.hasOtherAdmin(tx, hotelId, before.id)))
      throw new LastAdminError();
  }

  /** The login of the new address: that person's own if there is one, else a new one without a password. */
  private async moveLogin(tx: Tx, hotelId: string, user: UserRow, email: string): Promise<string> {
    if (await this.logins.isShared(tx, user.loginId, hotelId)) throw new LoginSharedError();
    const { id } = await this.logins.findOrMake(tx, email, null);
    if (await this.repository.isOfHotel(tx, hotelId, id)) throw new UserExistsError();
    return id;
  }

  private async checkPassword(
    tx: Tx,
    hotelId: string,
    { email, name }: Pick<UserRow, 'email' | 'name'>,
    password: string,
  ): Promise<void> {
    checkPassword(password, [email, name, (await this.repository.hotelOf(tx, hotelId)).hotelName]);
  }

  private async resetPassword(tx: Tx, hotelId: string, user: UserRow, password: string): Promise<void> {
    await this.checkPassword(tx, hotelId, user, password);
    if (await this.logins.isShared(tx, user.loginId, hotelId)) throw new LoginSharedError();
    await this.logins.setPassword(tx, user.loginId, password);
  }

  private async tellOthers(
    tx: Tx,
    me: Principal,
    before: UserRow,
    after: UserRow,
    newPassword: boolean,
  ): Promise<void> {
    if (!after.active) await this.sessions.endAllOf(tx, me.hotelId, after.id, 'switched_off');
    else if (newPassword || before.loginId !== after.loginId)
      await this.sessions.endAllOf(tx, me.hotelId, after.id, 'password_changed');
    if (before.role !== after.role || before.active !== after.active)
      await this.news.rightsChanged(tx, me.hotelId, [after.id]);
    await this.audit.record(tx, {
      hotelId: me.hotelId,
      actor: actorOf(me),
      action: before.active && !after.active ? 'user.switched_off' : 'user.changed',
      subject: { type: 'user', id: after.id },
      before: told(before),
      after: { ...told(after), ...(newPassword ? { password: 'changed' } : {}) },
    });
  }
}

function told({ email, name, role, active }: UserRow): Record<string, unknown> {
  return { email, name, role, active };
}
