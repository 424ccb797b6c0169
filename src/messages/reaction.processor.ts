import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';

import { Channels, type SendFailure, type SendOutcome } from '../channels/index.js';
import { assertNever } from '../common/assert-never.js';
import { Clock } from '../common/clock.js';
import { Config } from '../config/config.js';
import { ChangeSignal } from '../database/change-signal.js';
import { HotQueries } from '../database/hot-queries.js';
import { JobQueue, Sweeper, type JobContext, type Jobs } from '../queue/index.js';
import {
  claimReaction,
  deferReaction,
  finishReaction,
  openReactions,
  type ClaimedReaction,
} from './reactions.repository.js';

const CALL_MS = 20_000;
/** Longer than a call. */
const LEASE_MS = 60_000;
const FIRST_RETRY_MS = 2_000;
const MAX_WAIT_MS = 60_000;
/** How long an outage may hold a reaction back: later it would puzzle the guest. */
const PATIENCE_MS = 4 * 3_600_000;

/**
 * Sends reactions as they are wished now. Unlike a message the same one may go out twice, so an unknown
 * outcome is simply tried again.
 */
@Injectable()
export class ReactionProcessor implements OnModuleInit {
  private readonly logger = new Logger(ReactionProcessor.name);

  constructor(
    private readonly sql: HotQueries,
    private readonly queue: JobQueue,
    private readonly sweeper: Sweeper,
    private readonly channels: Channels,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.queue.handle('reaction.send', (job, context) => this.run(job, context));
    this.sweeper.add({ name: 'open reactions', everyMs: 5_000, run: () => this.sweep() });
  }

  private async run({ hotelId, reactionId }: Jobs['reaction.send'], { signal }: JobContext): Promise<void> {
    while (!signal.aborted) {
      const claimed = await claimReaction(this.sql, hotelId, reactionId, LEASE_MS);
      if (claimed === null) return;
      await this.conclude(hotelId, claimed, await this.call(hotelId, claimed));
      this.signal.signal();
    }
  }

  private async call(
    hotelId: string,
    { channelId, address, ref, providerId, emoji }: ClaimedReaction,
  ): Promise<SendOutcome> {
    const channel = await this.channels.connection(hotelId, channelId);
    const content = { type: 'reaction' as const, targetProviderId: providerId, emoji };
    return this.channels
      .adapter(channel.provider)
      .send(channel, { to: address, content, ref, replyToProviderId: null }, AbortSignal.timeout(CALL_MS));
  }

  private async conclude(hotelId: string, claimed: ClaimedReaction, outcome: SendOutcome): Promise<void> {
    const now = this.clock.now();
    const backoff = Math.min(MAX_WAIT_MS, FIRST_RETRY_MS * 4 ** (claimed.try - 1));
    switch (outcome.kind) {
      case 'accepted':
        return finishReaction(this.sql, hotelId, claimed, outcome, now);
      case 'refused':
        if (outcome.failure.passes && claimed.try < this.config.queue.tries)
          return this.later(hotelId, claimed, Math.max(backoff, outcome.failure.retryAfterMs ?? 0), true);
        return finishReaction(this.sql, hotelId, claimed, outcome, now);
      case 'unknown':
        if (claimed.try < this.config.queue.tries) return this.later(hotelId, claimed, backoff, true);
        return finishReaction(this.sql, hotelId, claimed, { failure: unreachable(outcome.detail) }, now);
      case 'unreachable': {
        const waited = +now - +claimed.wishedAt;
        if (waited > PATIENCE_MS)
          return finishReaction(this.sql, hotelId, claimed, { failure: unreachable(outcome.detail) }, now);
        this.logger.warn(`The provider cannot be reached, a reaction waits: ${outcome.detail}`);
        return this.later(hotelId, claimed, Math.min(MAX_WAIT_MS, Math.max(FIRST_RETRY_MS, waited)), false);
      }
      default:
        return assertNever(outcome);
    }
  }

  private async later(hotelId: string, claimed: ClaimedReaction, delayMs: number, costsTry: boolean): Promise<void> {
    await deferReaction(this.sql, hotelId, claimed, delayMs, costsTry);
    const jobId = `${claimed.ref}:${claimed.try}`;
    this.queue.enqueue('reaction.send', { hotelId, reactionId: claimed.id }, { jobId, delayMs });
  }

  private async sweep(): Promise<void> {
    for (const { hotelId, reactionId } of await openReactions(this.sql))
      this.queue.enqueue('reaction.send', { hotelId, reactionId }, { jobId: `${reactionId}:sweep` });
  }
}

function unreachable(detail: string): SendFailure {
  return {
    code: 'provider_unreachable',
    reason: 'WhatsApp could not be reached.',
    passes: true,
    retryAfterMs: null,
    scope: 'message',
    providerCode: null,
    providerDetail: detail,
  };
}
