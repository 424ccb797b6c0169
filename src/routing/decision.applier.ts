import { Injectable } from '@nestjs/common';

import type { MessageContent } from '../channels/index.js';
import { assertNever } from '../common/assert-never.js';
import { newId } from '../common/ids.js';
import { Config } from '../config/config.js';
import { appendSystemMessage, openDepartment, recordChange } from '../conversations/index.js';
import type { Tx } from '../database/transaction.js';
import { appendOutgoing } from '../messages/index.js';
import type { MenuState, RouteDecision } from './route.types.js';

export interface Place {
  hotelId: string;
  chatId: string;
  conversationId: string;
  messageId: string;
  guestId: string | null;
  now: Date;
}

/** Does what the router decided, in the caller's transaction, with the chat locked. True: something is to be sent. */
@Injectable()
export class DecisionApplier {
  constructor(private readonly config: Config) {}

  async apply(tx: Tx, place: Place, decision: RouteDecision): Promise<boolean> {
    switch (decision.kind) {
      case 'relay':
      case 'ignore':
        return false;
      case 'offer-menu':
        await this.setMenu(tx, place, decision.menu);
        return this.say(tx, place, place.conversationId, decision.say);
      case 'open-department': {
        const opened = await this.open(tx, place, decision.departmentId, 'chosen');
        return this.say(tx, place, opened, decision.say);
      }
      case 'hand-to-front-desk': {
        const conversationId =
          decision.departmentId === null
            ? place.conversationId
            : await this.open(tx, place, decision.departmentId, 'not-understood');
        if (decision.departmentId === null)
          await this.setMenu(tx, place, { options: [], page: 0, misses: 0, offeredAt: place.now.toISOString() });
        return this.say(tx, place, conversationId, decision.say);
      }
      case 'ring-front-desk':
        await this.ring(tx, place, decision.departmentId, decision.word);
        return false;
      case 'tell-of-flood':
        await this.tellOfFlood(tx, place, decision.departmentId);
        return false;
      case 'stop-automation':
        await this.setAutomation(tx, place, place.now);
        return this.say(tx, place, place.conversationId, decision.say);
      case 'resume-automation':
        await this.setAutomation(tx, place, null);
        return this.say(tx, place, place.conversationId, decision.say);
      default:
        return assertNever(decision);
    }
  }

  private async say(tx: Tx, place: Place, conversationId: string, content: MessageContent | null): Promise<boolean> {
    if (content === null) return false;
    await appendOutgoing(tx, {
      hotelId: place.hotelId,
      chatId: place.chatId,
      conversationId,
      author: { kind: 'automation', id: null },
      content,
      clientId: null,
      replyToId: null,
      now: place.now,
      expiresAt: null,
    });
    return true;
  }

  private async setMenu(tx: Tx, { hotelId, conversationId, now }: Place, menu: MenuState): Promise<void> {
    await tx.query(
      `UPDATE conversation SET menu = $3, updated_at = $4, version = version + 1 WHERE hotel_id = $1 AND id = $2`,
      [hotelId, conversationId, JSON.stringify(menu), now],
    );
  }

  /** The department's conversation becomes the chat's current one; the thread says why. Returns its id. */
  private async open(tx: Tx, place: Place, departmentId: string, because: string): Promise<string> {
    const { hotelId, chatId, now } = place;
    const { expiryHours } = this.config.conversations;
    const { conversationId, outcome } = await openDepartment(tx, { hotelId, chatId, departmentId, now, expiryHours });
    if (outcome === 'continued') return conversationId;
    const [department] = await tx.query<{ id: string; name: string }>(
      `SELECT id, name FROM department WHERE hotel_id = $1 AND id = $2`,
      [hotelId, departmentId],
    );
    await appendSystemMessage(tx, {
      hotelId,
      chatId,
      conversationId,
      code: 'department_opened',
      data: { department, because },
      at: now,
    });
    return conversationId;
  }

  /**
   * Danger: the front desk's people (everybody, where no front desk is named) are rung at once, and the
   * conversation they see is urgent. A danger told to another department opens one for the front desk beside it.
   */
  private async ring(tx: Tx, place: Place, departmentId: string | null, word: string): Promise<void> {
    const { hotelId, now } = place;
    const conversationId =
      departmentId === null ? place.conversationId : await this.open(tx, place, departmentId, 'urgent');
    for (const id of new Set([place.conversationId, conversationId])) {
      await tx.query(
        `UPDATE conversation SET priority = 'urgent', waiting_since = coalesce(waiting_since, $3), updated_at = $3, version = version + 1
         WHERE hotel_id = $1 AND id = $2 AND status = 'active'`,
        [hotelId, id, now],
      );
      await recordChange(tx, { hotelId, kind: 'conversation.updated', conversationId: id, at: now });
    }
    await this.notify(tx, { ...place, conversationId }, departmentId, 'urgent', { word, messageId: place.messageId });
  }

  private async tellOfFlood(tx: Tx, place: Place, departmentId: string | null): Promise<void> {
    const { hotelId, chatId, messageId, now } = place;
    await tx.query(`UPDATE chat SET flood_told_at = $3 WHERE hotel_id = $1 AND id = $2`, [hotelId, chatId, now]);
    await this.notify(tx, place, departmentId, 'flood', { messageId });
  }

  /** The people of a department and the admins; everybody, where none is named. */
  private async notify(
    tx: Tx,
    { hotelId, conversationId, now }: Place,
    departmentId: string | null,
    kind: 'urgent' | 'flood',
    data: Record<string, unknown>,
  ): Promise<void> {
    const staff = await tx.query<{ id: string }>(
      `SELECT u.id FROM app_user u WHERE u.hotel_id = $1 AND u.active
         AND ($2::uuid IS NULL OR u.role = 'admin' OR EXISTS (
           SELECT 1 FROM department_member m WHERE m.hotel_id = u.hotel_id AND m.user_id = u.id AND m.department_id = $2))`,
      [hotelId, departmentId],
    );
    const rung = staff.map((user) => ({ id: newId(), user_id: user.id }));
    await tx.query(
      `INSERT INTO notification (hotel_id, id, user_id, kind, conversation_id, data, at)
       SELECT $1, k.id, k.user_id, $6, $2, $3, $4 FROM json_to_recordset($5::json) AS k(id uuid, user_id uuid)`,
      [hotelId, conversationId, JSON.stringify(data), now, JSON.stringify(rung), kind],
    );
    await recordChange(
      tx,
      ...rung.map(({ id }) => ({
        hotelId,
        kind: 'notification.created' as const,
        conversationId,
        subjectId: id,
        at: now,
      })),
    );
  }

  private async setAutomation(tx: Tx, { hotelId, guestId, now }: Place, offSince: Date | null): Promise<void> {
    await tx.query(
      `UPDATE guest SET automation_off_at = $3, updated_at = $4, version = version + 1 WHERE hotel_id = $1 AND id = $2`,
      [hotelId, guestId, offSince, now],
    );
  }
}
