import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { Audit, type Actor } from '../audit/index.js';
import { actorOf, ForbiddenError, Idempotency, may, RightsNews, type Principal } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { decodeCursor, InvalidCursorError, pageOf, uuidOf, type Page } from '../common/cursor.js';
import type { PageDto } from '../common/page.dto.js';
import { fold } from '../common/text.js';
import { InvalidInputError } from '../common/validation.pipe.js';
import { checkVersion } from '../common/version.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { DepartmentsRepository, type DepartmentRow, type ListPosition } from './departments.repository.js';
import type { DepartmentView } from './department.view.js';
import type { CreateDepartmentDto } from './dto/create-department.dto.js';
import type { UpdateDepartmentDto } from './dto/update-department.dto.js';
import { DepartmentInUseError, DepartmentIsFrontDeskError } from './errors.js';
import { MembersRepository } from './members.repository.js';
import type { OutsideHours } from './outside-hours.js';
import { parseHours } from './parse-hours.js';

@Injectable()
export class Departments {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly repository: DepartmentsRepository,
    private readonly members: MembersRepository,
    private readonly news: RightsNews,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async list(me: Principal, { limit, cursor }: PageDto): Promise<Page<DepartmentView>> {
    const rows = await this.repository.list(me.hotelId, cursor === undefined ? null : positionOf(cursor), limit);
    return pageOf(
      'departments',
      rows,
      limit,
      (row) => row,
      (row) => [row.menuOrder, fold(row.name), row.id],
    );
  }

  async create(me: Principal, key: string | undefined, dto: CreateDepartmentDto): Promise<DepartmentView> {
    const answer = await this.idempotency.run(me, key, 'POST /departments', dto, async (tx) => {
      const id = await this.add(tx, me.hotelId, dto, actorOf(me));
      return { status: 201, body: await this.repository.view(tx, me.hotelId, id) };
    });
    return answer.body;
  }

  async add(tx: Tx, hotelId: string, dto: CreateDepartmentDto, actor: Actor): Promise<string> {
    const row = {
      name: dto.name,
      names: dto.names ?? {},
      menuOrder: dto.menuOrder ?? (await this.repository.lastPlace(tx, hotelId)),
      inMenu: dto.inMenu ?? true,
      hours: parseHours(dto.hours),
      outsideHours: dto.outsideHours ?? 'queue',
      autoReply: dto.autoReply ?? {},
      keywords: dto.keywords ?? [],
      discreet: dto.discreet ?? false,
    };
    await this.checkHeir(tx, hotelId, row.outsideHours, null);
    const id = await this.repository.insert(tx, hotelId, row, this.clock.now());
    const subject = { type: 'department', id };
    await this.audit.record(tx, { hotelId, actor, action: 'department.added', subject, after: row });
    return id;
  }

  update(me: Principal, id: string, dto: UpdateDepartmentDto): Promise<DepartmentView> {
    return inTransaction(this.db, async (tx) => {
      const before = await this.repository.lock(tx, me.hotelId, id);
      checkRuns(me, id);
      checkVersion(before.version, dto.version);
      const after: DepartmentRow = {
        ...before,
        name: dto.name ?? before.name,
        names: dto.names ?? before.names,
        menuOrder: dto.menuOrder ?? before.menuOrder,
        inMenu: dto.inMenu ?? before.inMenu,
        hours: dto.hours === undefined ? before.hours : parseHours(dto.hours),
        outsideHours: dto.outsideHours ?? before.outsideHours,
        autoReply: dto.autoReply ?? before.autoReply,
        keywords: dto.keywords ?? before.keywords,
        discreet: dto.discreet ?? before.discreet,
      };
      await this.checkHeir(tx, me.hotelId, after.outsideHours, id);
      await this.repository.save(tx, me.hotelId, after, this.clock.now());
      await this.record(tx, me, 'department.changed', id, { ...before }, { ...after });
      return this.repository.view(tx, me.hotelId, id);
    });
  }

  /** Archived, not deleted: past conversations keep their department. */
  archive(me: Principal, id: string): Promise<void> {
    return inTransaction(this.db, async (tx) => {
      const { name } = await this.repository.lock(tx, me.hotelId, id);
      if (await this.repository.isFrontDesk(tx, me.hotelId, id)) throw new DepartmentIsFrontDeskError();
      const conversations = await this.repository.activeConversations(tx, me.hotelId, id);
      if (conversations > 0) throw new DepartmentInUseError(conversations);
      await this.repository.archive(tx, me.hotelId, id, this.clock.now());
      await this.news.rightsChanged(tx, me.hotelId, await this.members.of(tx, me.hotelId, id));
      await this.record(tx, me, 'department.archived', id, { name }, {});
    });
  }

  setMembers(me: Principal, id: string, userIds: string[]): Promise<DepartmentView> {
    return inTransaction(this.db, async (tx) => {
      await this.repository.lock(tx, me.hotelId, id);
      checkRuns(me, id);
      await this.putMembers(tx, me.hotelId, id, userIds, actorOf(me));
      return this.repository.view(tx, me.hotelId, id);
    });
  }

  async putMembers(tx: Tx, hotelId: string, id: string, userIds: string[], actor: Actor): Promise<void> {
    const strangers = await this.members.strangers(tx, hotelId, userIds);
    if (strangers.length > 0) {
      throw new InvalidInputError(
        strangers.map((stranger) => ({
          field: 'userIds',
          code: 'unknown_user',
          message: `${stranger} is no active user of this hotel`,
        })),
      );
    }
    const { came, went } = await this.members.set(tx, hotelId, id, userIds, this.clock.now());
    if (came.length + went.length === 0) return;
    await this.news.rightsChanged(tx, hotelId, [...came, ...went]);
    const subject = { type: 'department', id };
    await this.audit.record(tx, {
      hotelId,
      actor,
      action: 'department.members_changed',
      subject,
      after: { came, went },
    });
  }

  /** A message outside hours must not go to a department that is not there, nor round in a circle of one. */
  private async checkHeir(tx: Tx, hotelId: string, outside: OutsideHours, own: string | null): Promise<void> {
    if (typeof outside === 'string') return;
    if (outside.departmentId !== own && (await this.repository.exists(tx, hotelId, outside.departmentId))) return;
    const message = 'outsideHours.departmentId must be another department of this hotel';
    throw new InvalidInputError([{ field: 'outsideHours.departmentId', code: 'unknown_department', message }]);
  }

  private record(
    tx: Tx,
    me: Principal,
    action: string,
    id: string,
    before: Record<string, unknown>,
    after: Record<string, unknown>,
  ): Promise<void> {
    const actor = actorOf(me);
    return this.audit.record(tx, {
      hotelId: me.hotelId,
      actor,
      action,
      subject: { type: 'department', id },
      before,
      after,
    });
  }
}

/** A manager runs their own departments, an admin all. */
function checkRuns(me: Principal, id: string): void {
  if (!may(me.role, 'department:write-all') && !me.departmentIds.includes(id))
    throw new ForbiddenError('You run only the departments you are a member of.');
}

function positionOf(cursor: string): ListPosition {
  const [menuOrder = '', name = '', id] = decodeCursor('departments', cursor, 3);
  if (!/^\d{1,9}$/.test(menuOrder)) throw new InvalidCursorError();
  return { menuOrder: Number(menuOrder), name, id: uuidOf(id) };
}
