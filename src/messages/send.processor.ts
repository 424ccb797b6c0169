import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Channels, type ChannelConnection, type SendFailure, type SendOutcome } from '../channels/index.js';
import { assertNever } from '../common/assert-never.js';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/errors.js';
import { Metrics } from '../common/metrics.js';
import { Config } from '../config/config.js';
import { ChangeSignal } from '../database/change-signal.js';
import { HotQueries } from '../database/hot-queries.js';
import { inTransaction } from '../database/transaction.js';
import { ProviderCopies, type Held } from '../media/index.js';
import { JobQueue, Sweeper, type JobContext, type Jobs } from '../queue/index.js';
import { advanceStatuses, reviewFailedSends } from './delivery.repository.js';
import { mediaIdsOf, outboundContentOf } from './outbound-media.js';
import {
  abandoned,
  chatsToSend,
  claimAttempt,
  claimChat,
  markAccepted,
  markFailed,
  markUnconfirmed,
  nextQueued,
  releaseChat,
  renewChat,
  tryAgain,
  waitFor,
  type QueuedMessage,
} from './send.repository.js';

/** A provider call may take this long; then its outcome is unknown. */
const CALL_MS = 20_000;
/** Longer than a call: a lease that ends while its worker still calls would take a send that went out for one in doubt. */
const CALL_LEASE_MS = 30_000;
/** A worker that died is noticed within this time, and what its chat has queued goes on; one that lives renews. */
const CHAT_LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const FIRST_RETRY_MS = 2_000;
const MAX_OUTAGE_WAIT_MS = 60_000;
/** How long an outage of the provider may hold a message back before it fails. */
const OUTAGE_PATIENCE_MS = 4 * 3_600_000;
const HOUR = 3_600_000;

/**
 * Sends what a chat has queued, one after another, in the order it was written. A claim is committed
 * before the provider is called, so a crash leaves `sending`, which becomes `unconfirmed` and is healed
 * by the provider's status, never sent again by itself (promise 8).
 */
@Injectable()
export class SendProcessor implements OnModuleInit {
  private readonly logger = new Logger(SendProcessor.name);

  constructor(
    private readonly db: DataSource,
    private readonly sql: HotQueries,
    private readonly queue: JobQueue,
    private readonly sweeper: Sweeper,
    private readonly channels: Channels,
    private readonly copies: ProviderCopies,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.queue.handle('chat.send', (job, context) => this.run(job, context));
    this.sweeper.add({ name: 'open sends', everyMs: 5_000, run: () => this.sweepQueued() });
    this.sweeper.add({ name: 'abandoned sends', everyMs: 5_000, run: () => this.sweepAbandoned() });
  }

  private async run({ hotelId, chatId }: Jobs['chat.send'], { signal }: JobContext): Promise<void> {
    for (;;) {
      const fence = await claimChat(this.sql, hotelId, chatId, CHAT_LEASE_MS);
      if (fence === null) return; // whoever has it looks once more after letting go
      let next: QueuedMessage | null;
      const renewing = setInterval(() => this.renew(hotelId, chatId, fence), RENEW_MS);
      try {
        next = await this.drain(hotelId, chatId, fence, signal);
      } finally {
        clearInterval(renewing);
        await releaseChat(this.sql, hotelId, chatId, fence);
      }
      if (next) return this.later(hotelId, next);
      if (signal.aborted || (await nextQueued(this.sql, hotelId, chatId)) === null) return;
    }
  }

  private renew(hotelId: string, chatId: string, fence: number): void {
    renewChat(this.sql, hotelId, chatId, fence, CHAT_LEASE_MS).catch((error: unknown) =>
      this.logger.warn(`The claim to send in chat ${chatId} could not be renewed: ${String(error)}`),
    );
  }

  /** Sends until nothing is queued; returns a message that must wait for its time. */
  private async drain(
    hotelId: string,
    chatId: string,
    fence: number,
    signal: AbortSignal,
  ): Promise<QueuedMessage | null> {
    while (!signal.aborted) {
      const message = await nextQueued(this.sql, hotelId, chatId);
      if (!message) return null;
      if (message.waitMs > 0 || message.pausedMs > 0) return message;
      // Before the claim: an upload reaches nobody, so a crash in it leaves the message queued, not in doubt.
      const held = await this.hold(hotelId, message);
      if (!(await claimAttempt(this.sql, hotelId, message, CALL_LEASE_MS, fence, this.clock.now()))) return null;
      this.signal.signal();
      await this.conclude(hotelId, message, held.kind === 'held' ? await this.call(hotelId, message, held.ids) : held);
      this.signal.signal();
    }
    return null;
  }

  /** The provider has the files the message names. Nothing is uploaded that would not be sent. */
  private async hold(hotelId: string, message: QueuedMessage): Promise<Held> {
    const mediaIds = mediaIdsOf(message.content);
    if (mediaIds.length === 0) return { kind: 'held', ids: new Map() };
    const channel = await this.channels.connection(hotelId, message.channelId);
    return this.copies.hold(channel, this.isTooLate(channel, message) ? [] : mediaIds);
  }

  private async call(hotelId: string, message: QueuedMessage, held: Map<string, string>): Promise<SendOutcome> {
    const channel = await this.channels.connection(hotelId, message.channelId);
    const adapter = this.channels.adapter(channel.provider);
    if (this.isTooLate(channel, message)) {
      return {
        kind: 'refused',
        failure: failure('window_closed', 'The 24 hours are over: only a template reaches this guest now.'),
      };
    }
    try {
      const content = outboundContentOf(message.content, held);
      if (content === null)
        return { kind: 'refused', failure: failure('message_invalid', 'This kind of content is not sent to guests.') };
      const { address: to, replyToProviderId, attemptId: ref } = message;
      // Its own time limit alone: a job that ends must not cut a call whose outcome it then would not know.
      return await adapter.send(channel, { to, content, ref, replyToProviderId }, AbortSignal.timeout(CALL_MS));
    } catch (error) {
      if (error instanceof DomainError) return { kind: 'refused', failure: failure('message_invalid', error.message) };
      throw error;
    }
  }

  private isTooLate(channel: ChannelConnection, message: QueuedMessage): boolean {
    const { replyWindow } = this.channels.adapter(channel.provider).capabilities;
    if (!replyWindow || message.content.type === 'template') return false;
    const hours = this.config.conversations.providerWindowHours;
    return message.lastInboundAt === null || +this.clock.now() > +message.lastInboundAt + hours * HOUR;
  }

  private async conclude(hotelId: string, message: QueuedMessage, outcome: SendOutcome): Promise<void> {
    const now = this.clock.now();
    const { attemptId, channelId } = message;
    this.metrics.sends.inc({ outcome: outcome.kind, code: outcome.kind === 'refused' ? outcome.failure.code : '' });
    const answered = outcome.kind === 'accepted' || outcome.kind === 'refused';
    if (answered) this.metrics.sendSeconds.observe((+now - +message.sentAt) / 1_000);
    switch (outcome.kind) {
      case 'accepted':
        return inTransaction(this.db, async (tx) => {
          await markAccepted(tx, hotelId, attemptId, outcome.providerId, now);
          // Its ticks may have come before this answer, and wait.
          await advanceStatuses(tx, [{ hotelId, channelId, providerId: outcome.providerId }], now);
        });
      case 'refused':
        if (outcome.failure.passes && message.attemptNumber < this.config.queue.tries) {
          const backoff = FIRST_RETRY_MS * 4 ** (message.attemptNumber - 1);
          return tryAgain(
            this.sql,
            hotelId,
            attemptId,
            outcome.failure,
            Math.max(backoff, outcome.failure.retryAfterMs ?? 0),
            now,
          );
        }
        return this.fail(hotelId, message, outcome.failure, now);
      case 'unknown':
        this.logger.warn(`Whether message ${message.id} went out is not known: ${outcome.detail}`);
        await markUnconfirmed(this.sql, hotelId, attemptId, now);
        return;
      case 'unreachable': {
        const waited = +now - +message.sentAt;
        if (waited > OUTAGE_PATIENCE_MS) {
          return this.fail(
            hotelId,
            message,
            failure('provider_unreachable', 'WhatsApp could not be reached for four hours.', true),
            now,
          );
        }
        this.logger.warn(`The provider cannot be reached, message ${message.id} waits: ${outcome.detail}`);
        return waitFor(
          this.sql,
          hotelId,
          attemptId,
          Math.min(MAX_OUTAGE_WAIT_MS, Math.max(FIRST_RETRY_MS, waited)),
          now,
        );
      }
      default:
        return assertNever(outcome);
    }
  }

  private async fail(hotelId: string, message: QueuedMessage, reason: SendFailure, now: Date): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      const failed = await markFailed(tx, hotelId, message.attemptId, reason, now);
      await reviewFailedSends(
        tx,
        failed.map((send) => ({ hotelId, ...send, failure: reason })),
        now,
      );
    });
  }

  private later(hotelId: string, message: QueuedMessage): void {
    const delayMs = Math.max(message.waitMs, message.pausedMs, 1);
    this.queue.enqueue(
      'chat.send',
      { hotelId, chatId: message.chatId },
      { jobId: `${message.chatId}:${message.attemptId}:later`, delayMs },
    );
  }

  private async sweepQueued(): Promise<void> {
    for (const { hotelId, chatId } of await chatsToSend(this.sql)) {
      this.queue.enqueue('chat.send', { hotelId, chatId }, { jobId: `${chatId}:sweep` });
    }
  }

  private async sweepAbandoned(): Promise<void> {
    const lost = await abandoned(this.sql);
    for (const { hotelId, attemptId } of lost) await markUnconfirmed(this.sql, hotelId, attemptId, this.clock.now());
    if (lost.length > 0) this.signal.signal();
  }
}

function failure(code: SendFailure['code'], reason: string, passes = false): SendFailure {
  return { code, reason, passes, retryAfterMs: null, scope: 'message', providerCode: null, providerDetail: null };
}
