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
  renewReaction,
  type ClaimedReaction,
} from './reactions.repository.js';
import { PATIENCE_MS, sendFailure } from './send-policy.js';
import { endOutage, pauseChannel } from './send.repository.js';

const CALL_MS = 20_000;
/** A worker that died is noticed within this time; one that lives renews. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;
const FIRST_RETRY_MS = 2_000;
const MAX_WAIT_MS = 60_000;

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
    this.sweeper.add({ name: 'open reactions', queue: 'outbound', everyMs: 5_000, run: () => this.sweep() });
  }

  private async run({ hotelId, reactionId }: Jobs['reaction.send'], { signal }: JobContext): Promise<void> {
    while (!signal.aborted) {
      const claimed = await claimReaction(this.sql, hotelId, reactionId, LEASE_MS);
      if (claimed === null) return;
      const renewing = setInterval(() => this.renew(hotelId, claimed), RENEW_MS);
      try {
        await this.conclude(hotelId, claimed, await this.call(hotelId, claimed));
      } finally {
        clearInterval(renewing);
      }
      this.signal.signal();
    }
  }

  private renew(hotelId: string, claimed: ClaimedReaction): void {
    renewReaction(this.sql, hotelId, claimed, LEASE_MS).catch((error: unknown) =>
      this.logger.warn(`The claim to send a reaction could not be renewed: ${String(error)}`),
    );
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
    const backoff = Math.min(MAX_WAIT_MS, FIRST_RETRY_MS * 4 ** (claimed.try - 1)) * (1 + Math.random() / 4);
    const mayTry = claimed.try < this.config.queue.tries;
    if (claimed.outage && (outcome.kind === 'accepted' || outcome.kind === 'refused'))
      await endOutage(this.sql, hotelId, claimed.channelId);
    switch (outcome.kind) {
      case 'accepted':
        return finishReaction(this.sql, hotelId, claimed, outcome, now);
      case 'refused': {
        const { failure } = outcome;
        const askedMs = failure.retryAfterMs ?? 0;
        if (failure.passes && failure.scope === 'channel') return this.pause(hotelId, claimed, failure, askedMs);
        if (failure.passes && mayTry) return this.later(hotelId, claimed, Math.max(backoff, askedMs), true);
        return finishReaction(this.sql, hotelId, claimed, outcome, now);
      }
      case 'unknown':
        if (mayTry) return this.later(hotelId, claimed, backoff, true);
        return finishReaction(this.sql, hotelId, claimed, { failure: unreachable(outcome.detail) }, now);
      case 'unreachable':
        return this.pause(hotelId, claimed, unreachable(outcome.detail), 0);
      default:
        return assertNever(outcome);
    }
  }

  /** The whole number waits, as it does for messages; a reaction that comes hours later would puzzle the guest. */
  private async pause(hotelId: string, claimed: ClaimedReaction, failure: SendFailure, askedMs: number): Promise<void> {
    const now = this.clock.now();
    await pauseChannel(this.sql, hotelId, claimed.channelId, askedMs);
    if (+now - +claimed.wishedAt > PATIENCE_MS) return finishReaction(this.sql, hotelId, claimed, { failure }, now);
    this.logger.warn(`The provider cannot be reached, a reaction waits: ${failure.providerDetail ?? failure.reason}`);
    return this.later(hotelId, claimed, Math.max(FIRST_RETRY_MS, askedMs), false);
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
  return { ...sendFailure('provider_unreachable', 'WhatsApp could not be reached.', true), providerDetail: detail };
}
