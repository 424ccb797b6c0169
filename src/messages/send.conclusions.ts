import { setTimeout as pause } from 'node:timers/promises';

import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import type { SendFailure, SendOutcome } from '../channels/index.js';
import { assertNever } from '../common/assert-never.js';
import { Clock } from '../common/clock.js';
import { Metrics } from '../common/metrics.js';
import { Config } from '../config/config.js';
import { ChangeSignal } from '../database/change-signal.js';
import { HotQueries } from '../database/hot-queries.js';
import { inTransaction } from '../database/transaction.js';
import { Sweeper } from '../queue/index.js';
import { advanceStatuses, reviewFailedSends } from './delivery.repository.js';
import { joinEchoesByWords } from './echoes-by-words.js';
import { abandoned, chatsToSend, type QueuedMessage } from './send.claims.js';
import { PATIENCE_MS, sendFailure, stepAfter, type NextStep } from './send-policy.js';
import {
  endOutage,
  markAccepted,
  markFailed,
  markUnconfirmed,
  offerUnconfirmed,
  pauseChannel,
  putOff,
  tryAgain,
} from './send.repository.js';

const HOUR = 3_600_000;
/** What the provider answered is not forgotten because the database was away for a moment: it is written again. */
const RECORD_TRIES = 6;
const RECORD_WAIT_MS = 200;

/** Writes down what became of a call, and finds what nobody wrote down. */
@Injectable()
export class SendConclusions implements OnModuleInit {
  private readonly logger = new Logger('Sends');

  constructor(
    private readonly db: DataSource,
    private readonly sql: HotQueries,
    private readonly sweeper: Sweeper,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.sweeper.add({ name: 'abandoned sends', everyMs: 5_000, run: () => this.sweepAbandoned() });
    this.sweeper.add({ name: 'unconfirmed sends', everyMs: 10_000, run: () => this.sweepUnconfirmed() });
  }

  async of(
    hotelId: string,
    message: QueuedMessage,
    { outcome, windowClosesAt }: { outcome: SendOutcome; windowClosesAt: Date | null },
  ): Promise<void> {
    const now = this.clock.now();
    this.metrics.sends.inc({ outcome: outcome.kind, code: outcome.kind === 'refused' ? outcome.failure.code : '' });
    if (outcome.kind === 'accepted' || outcome.kind === 'refused')
      this.metrics.sendSeconds.observe((+now - +message.sentAt) / 1_000);
    const rules = { tries: this.config.queue.tries, now, chance: Math.random() };
    const step = stepAfter(outcome, { ...message, windowClosesAt }, rules);
    await this.record(message, async () => {
      if (message.outage && isAnswer(outcome)) await endOutage(this.sql, hotelId, message.channelId);
      await this.take(hotelId, message, step, now);
    });
    this.signal.signal();
  }

  /** Without a call: it is too late for it, or there is nobody to send it by. */
  async failed(hotelId: string, message: QueuedMessage, failure: SendFailure): Promise<void> {
    // Without a claim: whoever has begun with it meanwhile goes on.
    await this.fail(hotelId, message, failure, this.clock.now(), true);
    this.signal.signal();
  }

  /** Chats with something to send that no job may know of. */
  open(): ReturnType<typeof chatsToSend> {
    const now = +this.clock.now();
    const window = this.config.conversations.providerWindowHours * HOUR;
    return chatsToSend(this.sql, { asked: new Date(now - PATIENCE_MS), wrote: new Date(now - window) });
  }

  private async take(hotelId: string, message: QueuedMessage, step: NextStep, now: Date): Promise<void> {
    const { attemptId, channelId } = message;
    switch (step.kind) {
      case 'accepted': {
        const { providerId } = step;
        return inTransaction(this.db, async (tx) => {
          await markAccepted(tx, { hotelId, channelId, attemptId, providerId, messageId: message.id }, now);
          // Its ticks may have come before this answer, and wait.
          await advanceStatuses(tx, [{ hotelId, channelId, providerId }], now);
        });
      }
      case 'unconfirmed':
        this.logger.warn(`Whether message ${message.id} went out is not known: ${step.detail}`);
        await this.giveUp(hotelId, message, now);
        // One cut line is no outage; the next one without an answer between them is.
        return pauseChannel(this.sql, hotelId, channelId, 0, 0);
      case 'again':
        return tryAgain(this.sql, hotelId, attemptId, step, now);
      case 'wait':
        return putOff(this.sql, hotelId, attemptId, step, now);
      case 'pause':
        this.logger.warn(`Channel ${channelId} pauses: ${step.failure.providerDetail ?? step.failure.reason}`);
        await pauseChannel(this.sql, hotelId, channelId, step.askedMs);
        return putOff(this.sql, hotelId, attemptId, { failure: step.failure, delayMs: 0 }, now);
      case 'failed':
        return this.fail(hotelId, message, step.failure, now);
      default:
        return assertNever(step);
    }
  }

  private async fail(
    hotelId: string,
    message: QueuedMessage,
    reason: SendFailure,
    now: Date,
    onlyQueued = false,
  ): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      const failed = await markFailed(tx, hotelId, message.attemptId, reason, now, onlyQueued);
      await reviewFailedSends(
        tx,
        failed.map((send) => ({ hotelId, ...send, failure: reason })),
        now,
      );
    });
  }

  /** Each step may be taken twice: what is done already is left. */
  private async record(message: QueuedMessage, take: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await take();
      } catch (error) {
        if (attempt === RECORD_TRIES) throw error;
        this.logger.warn(`What became of message ${message.id} is written down again: ${String(error)}`);
        await pause(RECORD_WAIT_MS * 2 ** (attempt - 1));
      }
    }
  }

  /** Nobody knows; but an echo of it may have come while it was on its way. */
  private async giveUp(
    hotelId: string,
    { attemptId, chatId }: Pick<QueuedMessage, 'attemptId' | 'chatId'>,
    now: Date,
  ): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      await tx.query(`SELECT 1 FROM chat WHERE hotel_id = $1 AND id = $2 FOR NO KEY UPDATE`, [hotelId, chatId]);
      await markUnconfirmed(tx, hotelId, attemptId, now);
      await joinEchoesByWords(tx, [{ hotelId, chatId }], now);
    });
  }

  private async sweepAbandoned(): Promise<void> {
    const lost = await abandoned(this.sql);
    for (const { hotelId, ...send } of lost) await this.giveUp(hotelId, send, this.clock.now());
    if (lost.length > 0) this.signal.signal();
  }

  private async sweepUnconfirmed(): Promise<void> {
    const now = this.clock.now();
    const before = new Date(+now - this.config.sends.unconfirmedMs);
    const failure = sendFailure('not_confirmed', 'WhatsApp has not confirmed it. It may have arrived.', true);
    if ((await offerUnconfirmed(this.sql, { before, failure, now })) > 0) this.signal.signal();
  }
}

/** The provider is there and takes what it is given, or says what is wrong with it. */
function isAnswer(outcome: SendOutcome): boolean {
  return outcome.kind === 'accepted' || (outcome.kind === 'refused' && outcome.failure.scope !== 'channel');
}
