import { Injectable } from '@nestjs/common';

import { Audit } from '../audit/index.js';
import { actorOf, Idempotency, type Answer, type Principal } from '../auth/index.js';
import { Channels, type ChannelConnection, type MessageContent } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { statusRank } from '../common/delivery-status.js';
import { NotFoundError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { MessageTrace } from '../common/message-trace.js';
import { traceId } from '../common/trace.js';
import { Config } from '../config/config.js';
import {
  ConversationsRepository,
  ensureActive,
  involve,
  recordChange,
  Readers,
  signalGuest,
  type ConversationRow,
} from '../conversations/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import type { Tx } from '../database/transaction.js';
import { FailedFetches } from '../media/index.js';
import { JobQueue } from '../queue/index.js';
import { appendNote, appendOutgoing } from './append.js';
import { authorOf } from './message-author.js';
import type { NoteDto, SendDto } from './message.dto.js';
import { ClientIdReusedError, MentionNotAllowedError, NotRetryableError } from './message.errors.js';
import { MessageViews } from './message-views.js';
import type { MessageView } from './message.view.js';
import { InvalidContentError, readOutgoingContent, sentence } from './outgoing-content.js';
import { OutgoingMedia } from './outbound-media.js';
import { checkSendable, checkWindow } from './outgoing-checks.js';
import { priorityOf } from './send-priority.js';

const HOUR = 3_600_000;

interface SentBefore {
  id: string;
  chatId: string;
  content: MessageContent;
}

/** What staff write: messages to the guest, notes among themselves, a failed send once more. */
@Injectable()
export class Messages {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly conversations: ConversationsRepository,
    private readonly readers: Readers,
    private readonly channels: Channels,
    private readonly views: MessageViews,
    private readonly media: OutgoingMedia,
    private readonly fetches: FailedFetches,
    private readonly audit: Audit,
    private readonly queue: JobQueue,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly trace: MessageTrace,
  ) {}

  /**
   * Queues a message to the guest. Written into a past conversation it opens that department's next
   * episode; the view names it. The same clientId again answers with the message it made.
   */
  send(user: Principal, conversationId: string, dto: SendDto, key: string | undefined): Promise<Answer<MessageView>> {
    const content = readOutgoingContent(dto.content, this.config.messages.maxLength);
    return this.idempotency.run(
      user,
      key,
      'POST /conversations/:id/messages',
      { conversationId, ...dto },
      async (tx) => {
        const row = await this.conversations.lockVisible(tx, user, conversationId);
        const now = this.clock.now();
        const channel = await this.channelOf(tx, user.hotelId, row.chatId);
        const stored = await this.media.stored(tx, user, channel.connection, content);
        const before = await this.sentBefore(tx, user, dto.clientId);
        if (before) return this.answer(tx, user, again(before, row.chatId, stored));

        checkSendable(this.channels, channel.connection, stored);
        this.checkWindow(channel, stored, now);
        const replyToId =
          dto.replyTo === undefined ? null : await this.quotable(tx, user.hotelId, row.chatId, dto.replyTo);
        const { expiryHours } = this.config.conversations;
        const episode = await ensureActive(tx, { hotelId: user.hotelId, conversationId, now, expiryHours });
        const id = await appendOutgoing(tx, {
          hotelId: user.hotelId,
          chatId: row.chatId,
          conversationId: episode.conversationId,
          author: authorOf(user),
          content: stored,
          clientId: dto.clientId,
          replyToId,
          now,
          // What automation says does not keep an episode open (E10).
          expiresAt: user.apiKey ? null : new Date(+now + expiryHours * HOUR),
        });
        const place = { hotelId: user.hotelId, conversationId: episode.conversationId, at: now };
        await involve(tx, place, [user.userId]);
        await this.record(tx, user, 'message.sent', id, episode.conversationId);
        this.announce(tx, user, row.chatId, id);
        tx.afterCommit(() => signalGuest(this.queue, { hotelId: user.hotelId, chatId: row.chatId, kind: 'answered' }));
        return this.answer(tx, user, id);
      },
    );
  }

  /** A private note; who is mentioned must be able to read it (H7). */
  note(user: Principal, conversationId: string, dto: NoteDto, key: string | undefined): Promise<Answer<MessageView>> {
    const text = sentence(dto.text, 'text', this.config.messages.maxLength);
    return this.idempotency.run(user, key, 'POST /conversations/:id/notes', { conversationId, ...dto }, async (tx) => {
      const row = await this.conversations.lockVisible(tx, user, conversationId);
      const now = this.clock.now();
      const mentions = dto.mentions ?? [];
      const content = { type: 'note' as const, text, mentions };
      const before = dto.clientId === undefined ? null : await this.sentBefore(tx, user, dto.clientId);
      if (before) return this.answer(tx, user, again(before, row.chatId, content));
      await this.checkMentions(user, row, mentions);
      const id = await appendNote(tx, {
        hotelId: user.hotelId,
        chatId: row.chatId,
        conversationId: row.id,
        author: authorOf(user),
        content,
        clientId: dto.clientId ?? null,
        now,
      });
      const place = { hotelId: user.hotelId, conversationId: row.id, at: now };
      await involve(tx, place, [user.userId, ...mentions]);
      await this.record(tx, user, 'note.added', id, row.id);
      tx.afterCommit(() => this.signal.signal());
      return this.answer(tx, user, id);
    });
  }

  /**
   * A new attempt through the same pipe: for a send that failed, or that nobody confirmed for long, and for a
   * guest's file that could not be fetched (E7).
   */
  retry(user: Principal, messageId: string, key: string | undefined): Promise<Answer<MessageView>> {
    return this.idempotency.run(user, key, 'POST /messages/:id/retry', { messageId }, (tx) =>
      this.retryIn(tx, user, messageId),
    );
  }

  /** The same in a transaction of the caller's. */
  async retryIn(tx: Tx, user: Principal, messageId: string): Promise<Answer<MessageView>> {
    const [found] = await tx.query<{ conversation_id: string; chat_id: string }>(
      `SELECT conversation_id, chat_id FROM message WHERE hotel_id = $1 AND id = $2`,
      [user.hotelId, messageId],
    );
    if (!found) throw new NotFoundError('message');
    await this.conversations.lockVisible(tx, user, found.conversation_id);
    const now = this.clock.now();
    const [message] = await tx.query<{ status: number | null; failure: object | null; content: MessageContent }>(
      `SELECT status, failure, content FROM message WHERE hotel_id = $1 AND id = $2 FOR NO KEY UPDATE`,
      [user.hotelId, messageId],
    );
    if (message && 'mediaId' in message.content && message.content.state === 'failed') {
      if (!(await this.fetches.again(tx, user.hotelId, message.content.mediaId))) throw new NotRetryableError();
      await this.record(tx, user, 'message.retried', messageId, found.conversation_id);
      tx.afterCommit(() => this.signal.signal());
      return { status: 200, body: await this.viewOf(tx, user, messageId) };
    }
    // Before it is offered it may still be confirmed; sending it again could double it.
    const given = message?.status === statusRank('unconfirmed') && message.failure !== null;
    if (!message || (message.status !== statusRank('failed') && !given)) throw new NotRetryableError();
    this.checkWindow(await this.channelOf(tx, user.hotelId, found.chat_id), message.content, now);
    await tx.query(
      `WITH tried AS (
           INSERT INTO send_attempt (hotel_id, id, message_id, channel_id, number, status, created_at, asked_at, trace_id)
           SELECT hotel_id, $3, message_id, channel_id, number + 1, 0, $4, $4, $5 FROM send_attempt
           WHERE hotel_id = $1 AND message_id = $2 ORDER BY number DESC LIMIT 1
         )
         UPDATE message SET status = 0, failure = NULL, provider_id = NULL, version = version + 1 WHERE hotel_id = $1 AND id = $2`,
      [user.hotelId, messageId, newId(), now, traceId()],
    );
    await tx.query(
      `UPDATE review_item SET resolved_at = $3, resolution = 'retried' WHERE hotel_id = $1 AND message_id = $2 AND resolved_at IS NULL`,
      [user.hotelId, messageId, now],
    );
    await recordChange(tx, {
      hotelId: user.hotelId,
      kind: 'message.updated',
      conversationId: found.conversation_id,
      messageId,
      at: now,
    });
    await this.record(tx, user, 'message.retried', messageId, found.conversation_id);
    this.announce(tx, user, found.chat_id, messageId);
    return { status: 200, body: await this.viewOf(tx, user, messageId) };
  }

  /** The words are the message's, not the log's. */
  private record(tx: Tx, user: Principal, action: string, messageId: string, conversationId: string): Promise<void> {
    return this.audit.record(tx, {
      hotelId: user.hotelId,
      actor: actorOf(user),
      action,
      subject: { type: 'message', id: messageId },
      conversationId,
    });
  }

  private announce(tx: Tx, { hotelId, apiKey }: Principal, chatId: string, messageId: string): void {
    tx.afterCommit(() => {
      this.signal.signal();
      const { priority, by } = priorityOf(!apiKey);
      this.queue.enqueue('chat.send', { hotelId, chatId, by }, { jobId: `${chatId}:${messageId}`, priority });
      this.trace.tell('queued', traceId() ?? messageId, { messageId, chatId, by });
    });
  }

  private async answer(tx: Tx, user: Principal, messageId: string): Promise<Answer<MessageView>> {
    return { status: 201, body: await this.viewOf(tx, user, messageId) };
  }

  private async viewOf(tx: Tx, user: Principal, messageId: string): Promise<MessageView> {
    const view = (await this.views.load(user.hotelId, [messageId], tx)).get(messageId);
    if (!view) throw new NotFoundError('message');
    return view;
  }

  private async channelOf(
    tx: Tx,
    hotelId: string,
    chatId: string,
  ): Promise<{ connection: ChannelConnection; lastInboundAt: Date | null }> {
    const [chat] = await tx.query<{ channel_id: string; last_inbound_at: Date | null }>(
      `SELECT channel_id, last_inbound_at FROM chat WHERE hotel_id = $1 AND id = $2`,
      [hotelId, chatId],
    );
    if (!chat) throw new NotFoundError('conversation');
    return {
      connection: await this.channels.connection(hotelId, chat.channel_id),
      lastInboundAt: chat.last_inbound_at,
    };
  }

  private async sentBefore(tx: Tx, user: Principal, clientId: string): Promise<SentBefore | null> {
    const [row] = await tx.query<SentBefore>(
      `SELECT id, chat_id AS "chatId", content FROM message WHERE hotel_id = $1 AND author_id = $2 AND client_id = $3`,
      [user.hotelId, user.userId, clientId],
    );
    return row ?? null;
  }

  private checkWindow(
    chat: { connection: ChannelConnection; lastInboundAt: Date | null },
    content: MessageContent,
    now: Date,
  ): void {
    checkWindow(this.channels, chat, content, { now, hours: this.config.conversations.providerWindowHours });
  }

  private async quotable(tx: Tx, hotelId: string, chatId: string, messageId: string): Promise<string> {
    const [quoted] = await tx.query<{ id: string }>(
      `SELECT id FROM message WHERE hotel_id = $1 AND chat_id = $2 AND id = $3 AND provider_id IS NOT NULL`,
      [hotelId, chatId, messageId],
    );
    if (!quoted)
      throw new InvalidContentError([
        { field: 'replyTo', code: 'not_quotable', message: 'This message cannot be quoted here.' },
      ]);
    return quoted.id;
  }

  private async checkMentions(user: Principal, row: ConversationRow, mentions: string[]): Promise<void> {
    if (mentions.length === 0) return;
    const able = (await this.readers.audienceOf(user.hotelId, [row], mentions)).get(row.id) ?? [];
    if (mentions.some((id) => !able.some((reader) => reader.userId === id))) throw new MentionNotAllowedError();
  }
}

/** The message a clientId made, when it is the same message that is sent again. */
function again(before: SentBefore, chatId: string, content: MessageContent): string {
  if (before.chatId !== chatId || JSON.stringify(sorted(before.content)) !== JSON.stringify(sorted(content)))
    throw new ClientIdReusedError();
  return before.id;
}

/** jsonb does not keep the order of members. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
