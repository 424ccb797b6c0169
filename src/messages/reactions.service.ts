import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { actorOf, type Principal } from '../auth/index.js';
import { Channels } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { NotFoundError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { ConversationsRepository, involve, recordChange, signalGuest } from '../conversations/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { JobQueue } from '../queue/index.js';
import { oneEmoji } from './emoji.js';
import { MessageViews } from './message-views.js';
import type { MessageView } from './message.view.js';
import { NotReactableError } from './message.errors.js';
import { presentReaction, wishReaction, type Wish } from './reactions.repository.js';

/** Meta refuses reactions to older messages (error 131009). */
const REACTABLE_MS = 30 * 86_400_000;

interface Target {
  conversationId: string;
  chatId: string;
  channelId: string;
  direction: 'inbound' | 'outbound' | 'internal';
  providerId: string | null;
  sentAt: Date;
  deletedAt: Date | null;
}

/** What staff put on a message: shown at once, sent through the queue. The hotel has one voice, so one reaction a message. */
@Injectable()
export class Reactions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly conversations: ConversationsRepository,
    private readonly channels: Channels,
    private readonly views: MessageViews,
    private readonly audit: Audit,
    private readonly queue: JobQueue,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
  ) {}

  /** Any number of times the same is once. Throws NotReactableError where the provider would refuse it. */
  async set(user: Principal, messageId: string, emoji: string): Promise<MessageView> {
    return this.wish(user, messageId, oneEmoji(emoji));
  }

  remove(user: Principal, messageId: string): Promise<MessageView> {
    return this.wish(user, messageId, null);
  }

  private wish(user: Principal, messageId: string, emoji: string | null): Promise<MessageView> {
    const { hotelId } = user;
    return inTransaction(this.dataSource, async (tx) => {
      const target = await this.target(tx, user, messageId);
      const { conversationId, chatId, channelId, providerId } = target;
      const present = providerId === null ? null : await presentReaction(tx, { hotelId, channelId, providerId });
      if ((present?.emoji ?? null) !== emoji || (present?.failure ?? null) !== null) {
        const now = this.clock.now();
        const wish = {
          hotelId,
          channelId,
          userId: user.userId,
          emoji,
          at: now,
          providerId: await this.reactable(hotelId, target),
        };
        const reactionId = await wishReaction(tx, wish, present);
        await this.tell(tx, user, { ...wish, messageId, conversationId }, present?.emoji ?? null);
        if (emoji !== null) await this.answered(tx, user, { conversationId, messageId, at: now });
        tx.afterCommit(() => {
          this.signal.signal();
          this.queue.enqueue('reaction.send', { hotelId, reactionId }, { jobId: newId(), priority: 10 });
          if (emoji !== null) signalGuest(this.queue, { hotelId, chatId, kind: 'answered' });
        });
      }
      const view = (await this.views.load(hotelId, [messageId], tx)).get(messageId);
      if (!view) throw new NotFoundError('message');
      return view;
    });
  }

  private async target(tx: Tx, user: Principal, messageId: string): Promise<Target> {
    const read = async (): Promise<Target> => {
      const [found] = await tx.query<Target>(
        `SELECT conversation_id AS "conversationId", chat_id AS "chatId", channel_id AS "channelId", direction,
                provider_id AS "providerId", sent_at AS "sentAt", deleted_at AS "deletedAt"
         FROM message WHERE hotel_id = $1 AND id = $2`,
        [user.hotelId, messageId],
      );
      if (!found) throw new NotFoundError('message');
      return found;
    };
    const before = await read();
    await this.conversations.lockVisible(tx, user, before.conversationId);
    const behindTheLock = await read(); // it may have been moved to another conversation meanwhile
    if (behindTheLock.conversationId !== before.conversationId) throw new NotFoundError('message');
    return behindTheLock;
  }

  /** The provider's id of a message that can be reacted to. */
  private async reactable(hotelId: string, target: Target): Promise<string> {
    const { provider } = await this.channels.connection(hotelId, target.channelId);
    const known = target.providerId !== null && target.direction !== 'internal' && target.deletedAt === null;
    const young = +this.clock.now() - +target.sentAt <= REACTABLE_MS;
    if (!known || !young || !this.channels.adapter(provider).capabilities.reactions) throw new NotReactableError();
    return target.providerId as string;
  }

  private async tell(
    tx: Tx,
    user: Principal,
    wish: Wish & { messageId: string; conversationId: string },
    before: string | null,
  ): Promise<void> {
    const { hotelId, messageId, conversationId, at } = wish;
    await tx.query(`UPDATE message SET version = version + 1 WHERE hotel_id = $1 AND id = $2`, [hotelId, messageId]);
    await recordChange(tx, { hotelId, kind: 'message.updated', conversationId, messageId, at });
    await this.audit.record(tx, {
      hotelId,
      actor: actorOf(user),
      action: wish.emoji === null ? 'message.reaction_removed' : 'message.reacted',
      subject: { type: 'message', id: messageId },
      conversationId,
      before: { emoji: before },
      after: { emoji: wish.emoji },
    });
  }

  /** A reaction to the newest thing the guest said answers it: nobody waits any more. */
  private async answered(
    tx: Tx,
    { hotelId, userId, apiKey }: Principal,
    { conversationId, messageId, at }: { conversationId: string; messageId: string; at: Date },
  ): Promise<void> {
    if (apiKey === undefined) await involve(tx, { hotelId, conversationId, at }, [userId]);
    const rested = await tx.query(
      `UPDATE conversation c SET waiting_since = NULL, updated_at = $4, version = c.version + 1
       FROM message m
       WHERE c.hotel_id = $1 AND c.id = $2 AND c.waiting_since IS NOT NULL AND m.hotel_id = $1 AND m.id = $3
         AND m.inbound_seq = (SELECT max(n.inbound_seq) FROM message n WHERE n.hotel_id = $1 AND n.conversation_id = $2)
       RETURNING 1`,
      [hotelId, conversationId, messageId, at],
    );
    if (rested.length > 0) await recordChange(tx, { hotelId, kind: 'conversation.updated', conversationId, at });
  }
}
