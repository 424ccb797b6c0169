import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { actorOf, may, type Role } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { Config } from '../config/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { recordChange } from './changes.js';
import type { AssignDto, CloseDto, ReopenDto, TransferDto } from './conversation-acts.dto.js';
import {
  AssigneeNotAllowedError,
  ConversationAlreadyActiveError,
  ConversationNotActiveError,
  DepartmentNotAvailableError,
} from './conversation.errors.js';
import { ConversationsRepository, type ConversationRow } from './conversations.repository.js';
import { close, makeCurrent, moveTo, openDepartment, takeOver } from './episodes.js';
import { involve } from './participants.js';
import { appendSystemMessage } from './system-message.js';
import { maySee, type GeneralRule, type Reader } from './visibility.js';

const HOUR = 3_600_000;

interface Named {
  id: string;
  name: string;
}

/** What is at hand while one act happens. */
interface Act {
  tx: Tx;
  actor: Reader;
  row: ConversationRow;
  now: Date;
}

/**
 * What staff do to a conversation. Each act is one transaction: the row behind its lock, a sentence in the
 * thread, an audit entry, a line in the change log. What is already so is left so, without a trace.
 */
@Injectable()
export class ConversationActs {
  constructor(
    private readonly dataSource: DataSource,
    private readonly conversations: ConversationsRepository,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly signal: ChangeSignal,
  ) {}

  assign(actor: Reader, conversationId: string, { userId, version }: AssignDto): Promise<string> {
    return this.act(actor, conversationId, version, async (act) => {
      const { tx, row, now } = act;
      if (row.status !== 'active') throw new ConversationNotActiveError();
      if (row.assigneeId === userId) return row.id;
      const to = userId === null ? null : await this.assignable(act, userId);
      const [from, by] = await Promise.all([nameOfUser(act, row.assigneeId), nameOfActor(act)]);
      await tx.query(
        `UPDATE conversation SET assignee_id = $3, updated_at = $4, version = version + 1 WHERE hotel_id = $1 AND id = $2`,
        [actor.hotelId, row.id, userId, now],
      );
      await recordChange(tx, { hotelId: actor.hotelId, kind: 'conversation.updated', conversationId: row.id, at: now });
      if (to !== null) await involve(tx, { hotelId: actor.hotelId, conversationId: row.id, at: now }, [to.id]);
      await this.say(act, row.id, 'assigned', { by, from, to });
      await this.record(act, 'conversation.assigned', { assigneeId: row.assigneeId }, { assigneeId: userId });
      return row.id;
    });
  }

  /** Answers with the conversation that goes on: this one, or the one the department already has with this chat. */
  transfer(actor: Reader, conversationId: string, { departmentId, note, version }: TransferDto): Promise<string> {
    return this.act(actor, conversationId, version, async (act) => {
      const { row } = act;
      if (row.status !== 'active') throw new ConversationNotActiveError();
      const to = await department(act, departmentId);
      if (row.type !== 'general' && row.departmentId === departmentId) return row.id;
      const target = await this.handOver(act, departmentId);
      const from = row.departmentId === null ? null : { id: row.departmentId, name: row.departmentName ?? '' };
      const data = { from, to, by: await nameOfActor(act), note: note || null };
      await this.say(act, target, 'transferred', data);
      if (target !== row.id) await this.say(act, row.id, 'transferred', data);
      await this.record(
        act,
        'conversation.transferred',
        { departmentId: row.departmentId },
        { departmentId, conversationId: target, note: note || null },
      );
      return target;
    });
  }

  close(actor: Reader, conversationId: string, { reason, note, version }: CloseDto): Promise<string> {
    return this.act(actor, conversationId, version, async (act) => {
      const { row, tx, now } = act;
      if (row.status === 'closed') return row.id;
      await close(tx, { hotelId: actor.hotelId, chatId: row.chatId, now }, row.id, reason || 'done');
      const by = await nameOfActor(act);
      await this.say(act, row.id, 'closed', { by, reason: reason || null, note: note || null });
      await this.record(
        act,
        'conversation.closed',
        { status: row.status },
        { status: 'closed', reason: reason || null },
      );
      return row.id;
    });
  }

  reopen(actor: Reader, conversationId: string, { version }: ReopenDto): Promise<string> {
    return this.act(actor, conversationId, version, async (act) => {
      const { row, tx, now } = act;
      if (row.status === 'active') return row.id;
      const newer = await activeOf(act, row.type, row.departmentId);
      if (newer !== null) throw new ConversationAlreadyActiveError(newer);
      await tx.query(
        `UPDATE conversation SET status = 'active', closed_at = NULL, close_reason = NULL, reopened_at = $3, expires_at = $4,
           updated_at = $3, version = version + 1
         WHERE hotel_id = $1 AND id = $2`,
        [actor.hotelId, row.id, now, new Date(now.getTime() + this.config.conversations.expiryHours * HOUR)],
      );
      await makeCurrent(tx, { hotelId: actor.hotelId, chatId: row.chatId, now }, row.id);
      await recordChange(tx, { hotelId: actor.hotelId, kind: 'conversation.updated', conversationId: row.id, at: now });
      await this.say(act, row.id, 'reopened', { by: await nameOfActor(act) });
      await this.record(act, 'conversation.reopened', { status: row.status }, { status: 'active' });
      return row.id;
    });
  }

  private act(
    actor: Reader,
    conversationId: string,
    version: number | undefined,
    work: (act: Act) => Promise<string>,
  ): Promise<string> {
    return inTransaction(this.dataSource, async (tx) => {
      const row = await this.conversations.lockVisible(tx, actor, conversationId, version);
      tx.afterCommit(() => this.signal.signal());
      return work({ tx, actor, row, now: this.clock.now() });
    });
  }

  /** The waiting clock is never reset by a hand-over; nobody of the new department has it yet. */
  private async handOver(act: Act, departmentId: string): Promise<string> {
    const { tx, row, now } = act;
    const scene = { hotelId: act.actor.hotelId, chatId: row.chatId, now };
    if (row.type === 'general') {
      const { expiryHours } = this.config.conversations;
      return (await openDepartment(tx, { ...scene, departmentId, expiryHours })).conversationId;
    }
    const running = await activeOf(act, 'service', departmentId);
    if (running === null) {
      await moveTo(tx, scene, row, departmentId);
      return row.id;
    }
    // Promise 4: the department is in talk with this guest already. What was said stays where it was said.
    await takeOver(tx, scene, row.id, running);
    await close(tx, scene, row.id, 'transferred');
    await makeCurrent(tx, scene, running);
    return running;
  }

  private async assignable({ tx, actor, row }: Act, userId: string): Promise<Named> {
    const [user] = await tx.query<GeneralRule & { name: string; role: Role; departmentIds: string[] }>(
      `SELECT u.name, u.role, h.general_audience AS "generalAudience", h.front_desk_department_id AS "frontDeskDepartmentId",
              ARRAY(SELECT m.department_id::text FROM department_member m WHERE m.hotel_id = u.hotel_id AND m.user_id = u.id) AS "departmentIds"
       FROM app_user u JOIN hotel h ON h.id = u.hotel_id WHERE u.hotel_id = $1 AND u.id = $2 AND u.active`,
      [actor.hotelId, userId],
    );
    if (user === undefined || !may(user.role, 'conversation:write') || !maySee(user, row, user))
      throw new AssigneeNotAllowedError();
    return { id: userId, name: user.name };
  }

  private say(
    { tx, actor, row, now }: Act,
    conversationId: string,
    code: string,
    data: Record<string, unknown>,
  ): Promise<string> {
    return appendSystemMessage(tx, { hotelId: actor.hotelId, chatId: row.chatId, conversationId, code, data, at: now });
  }

  private record(
    { tx, actor, row }: Act,
    action: string,
    before: Record<string, unknown>,
    after: Record<string, unknown>,
  ): Promise<void> {
    return this.audit.record(tx, {
      hotelId: actor.hotelId,
      actor: actorOf(actor),
      action,
      subject: { type: 'conversation', id: row.id },
      conversationId: row.id,
      before,
      after,
    });
  }
}

/** The chat is locked, so what is not active now does not become so before we commit. */
async function activeOf({ tx, actor, row }: Act, type: string, departmentId: string | null): Promise<string | null> {
  const [found] = await tx.query<{ id: string }>(
    `SELECT id FROM conversation
     WHERE hotel_id = $1 AND chat_id = $2 AND status = 'active' AND type = $3 AND department_id IS NOT DISTINCT FROM $4 FOR NO KEY UPDATE`,
    [actor.hotelId, row.chatId, type, departmentId],
  );
  return found?.id ?? null;
}

async function department({ tx, actor }: Act, id: string): Promise<Named> {
  const [found] = await tx.query<Named>(
    `SELECT id, name FROM department WHERE hotel_id = $1 AND id = $2 AND archived_at IS NULL FOR SHARE`,
    [actor.hotelId, id],
  );
  if (!found) throw new DepartmentNotAvailableError();
  return found;
}

/** Who does it; a program goes by the name of its API key. */
function nameOfActor(act: Act): Promise<Named | null> {
  const { userId, apiKey } = act.actor;
  return apiKey === undefined ? nameOfUser(act, userId) : Promise.resolve({ id: userId, name: apiKey.name });
}

async function nameOfUser({ tx, actor }: Act, id: string | null): Promise<Named | null> {
  if (id === null) return null;
  const [found] = await tx.query<Named>(`SELECT id, name FROM app_user WHERE hotel_id = $1 AND id = $2`, [
    actor.hotelId,
    id,
  ]);
  return found ?? null;
}
