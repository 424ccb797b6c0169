import { Injectable } from '@nestjs/common';

import { guestOfPhone, hotelCountry, readTypedNumber } from '../attendees/index.js';
import { Audit } from '../audit/index.js';
import { actorOf, Idempotency, type Answer, type Principal } from '../auth/index.js';
import { Channels } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { DomainError, NotFoundError } from '../common/errors.js';
import { InvalidInputError } from '../common/validation.pipe.js';
import { MessageTrace } from '../common/message-trace.js';
import { traceId } from '../common/trace.js';
import { Config } from '../config/config.js';
import {
  ConversationViews,
  covers,
  DepartmentNotAvailableError,
  involve,
  lockChat,
  openDepartment,
  Readers,
  visibleGuestSql,
  type ConversationView,
} from '../conversations/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { againOnConflict } from '../database/conflicts.js';
import type { Tx } from '../database/transaction.js';
import { JobQueue } from '../queue/index.js';
import { appendOutgoing } from './append.js';
import { addAttendees, chatWith } from './first-chat.js';
import { ClientIdReusedError } from './message.errors.js';
import { authorOf } from './message-author.js';
import { OutgoingMedia } from './outbound-media.js';
import { checkSendable, checkWindow } from './outgoing-checks.js';
import { readOutgoingContent } from './outgoing-content.js';
import { priorityOf } from './send-priority.js';
import type { StartConversationDto } from './start.dto.js';

const HOUR = 3_600_000;

/** Staff write first: to a guest the hotel knows, or to a number. */
@Injectable()
export class StartConversations {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly channels: Channels,
    private readonly readers: Readers,
    private readonly views: ConversationViews,
    private readonly media: OutgoingMedia,
    private readonly audit: Audit,
    private readonly queue: JobQueue,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly trace: MessageTrace,
  ) {}

  /** The department's conversation with this guest, which goes on or begins, with the message queued in it. */
  start(user: Principal, dto: StartConversationDto, key: string | undefined): Promise<Answer<ConversationView>> {
    if ((dto.guestId === undefined) === (dto.phone === undefined)) throw oneOfTwo();
    const content = readOutgoingContent(dto.content, this.config.messages.maxLength);
    const busy = (): Error =>
      new DomainError('unavailable', 'guest_busy', 'Messages of this guest are being stored.', {
        retryAfterSeconds: 1,
      });
    return againOnConflict(
      () =>
        this.idempotency.run(user, key, 'POST /conversations', dto, async (tx) => {
          const { hotelId } = user;
          const now = this.clock.now();
          const connection = await this.channels.connection(hotelId, dto.channelId.toLowerCase());
          await this.checkDepartment(tx, user, dto.departmentId);
          const guestId = await this.guestOf(tx, user, dto, now);
          const { chatId, lastInboundAt } = await chatWith(tx, { hotelId, channelId: connection.id, guestId }, now);
          await lockChat(tx, hotelId, chatId);
          // Behind the lock: of two that are sent at once the later one finds the message the earlier one made.
          const before = await this.startedBefore(tx, user, chatId, dto);
          if (before !== null) return this.answer(tx, user, before);
          const stored = await this.media.stored(tx, user, connection, content);
          checkSendable(this.channels, connection, stored);
          const hours = this.config.conversations.providerWindowHours;
          checkWindow(this.channels, { connection, lastInboundAt }, stored, { now, hours });

          const { expiryHours } = this.config.conversations;
          const { departmentId } = dto;
          const { conversationId } = await openDepartment(tx, { hotelId, chatId, departmentId, now, expiryHours });
          await addAttendees(tx, hotelId, conversationId);
          const messageId = await appendOutgoing(tx, {
            hotelId,
            chatId,
            conversationId,
            author: authorOf(user),
            content: stored,
            clientId: dto.clientId ?? null,
            replyToId: null,
            now,
            expiresAt: user.apiKey ? null : new Date(+now + expiryHours * HOUR),
          });
          await involve(tx, { hotelId, conversationId, at: now }, [user.userId]);
          await this.audit.record(tx, {
            hotelId,
            actor: actorOf(user),
            action: 'conversation.started',
            subject: { type: 'conversation', id: conversationId },
            conversationId,
            after: { guestId, channelId: connection.id, departmentId, messageId },
          });
          tx.afterCommit(() => {
            this.signal.signal();
            const { priority, by } = priorityOf(!user.apiKey);
            this.queue.enqueue('chat.send', { hotelId, chatId, by }, { jobId: `${chatId}:${messageId}`, priority });
            this.trace.tell('queued', traceId() ?? messageId, { messageId, chatId, by });
          });
          return this.answer(tx, user, conversationId);
        }),
      busy,
    );
  }

  /** Where the writer would not see the conversation, there is no such department for them. */
  private async checkDepartment(tx: Tx, user: Principal, departmentId: string): Promise<void> {
    const [department] = await tx.query(
      `SELECT 1 FROM department WHERE hotel_id = $1 AND id = $2 AND archived_at IS NULL FOR SHARE`,
      [user.hotelId, departmentId],
    );
    const sight = await this.readers.sightOf(user);
    if (!department || !covers(sight, { type: 'service', departmentId: departmentId.toLowerCase() }))
      throw new DepartmentNotAvailableError();
  }

  /** Who was joined with another is reached as that one. */
  private async guestOf(tx: Tx, user: Principal, { guestId, phone }: StartConversationDto, now: Date): Promise<string> {
    if (phone !== undefined) {
      const number = readTypedNumber(phone, await hotelCountry(tx, user.hotelId));
      return guestOfPhone(tx, user.hotelId, number, now);
    }
    const params: unknown[] = [user.hotelId, guestId];
    const visible = visibleGuestSql(await this.readers.sightOf(user), 'g', params);
    const [guest] = await tx.query<{ id: string }>(
      `SELECT coalesce(g.merged_into_id, g.id) AS id FROM guest g WHERE g.hotel_id = $1 AND g.id = $2 AND ${visible}`,
      params,
    );
    if (!guest) throw new NotFoundError('guest');
    return guest.id;
  }

  private async startedBefore(
    tx: Tx,
    user: Principal,
    chatId: string,
    { clientId, content }: StartConversationDto,
  ): Promise<string | null> {
    if (clientId === undefined) return null;
    const [message] = await tx.query<{ conversationId: string; chatId: string; type: string }>(
      `SELECT conversation_id AS "conversationId", chat_id AS "chatId", type FROM message WHERE hotel_id = $1 AND author_id = $2 AND client_id = $3`,
      [user.hotelId, user.userId, clientId],
    );
    if (message && (message.chatId !== chatId || message.type !== content['type'])) throw new ClientIdReusedError();
    return message?.conversationId ?? null;
  }

  private async answer(tx: Tx, user: Principal, conversationId: string): Promise<Answer<ConversationView>> {
    const view = (await this.views.load(user, user.hotelId, [conversationId], tx)).get(conversationId);
    if (!view) throw new NotFoundError('conversation');
    return { status: 201, body: view };
  }
}

function oneOfTwo(): InvalidInputError {
  const message = 'Either guestId or phone says whom to write to';
  return new InvalidInputError([{ field: 'guestId', code: 'one_of', message }]);
}
