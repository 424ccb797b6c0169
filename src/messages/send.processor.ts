import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';

import { Channels, type ChannelConnection, type SendFailure, type SendOutcome } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { DomainError, NotFoundError } from '../common/errors.js';
import { MessageTrace } from '../common/message-trace.js';
import { withTrace } from '../common/trace.js';
import { Config } from '../config/config.js';
import { ChangeSignal } from '../database/change-signal.js';
import { HotQueries } from '../database/hot-queries.js';
import { ProviderCopies, type Held } from '../media/index.js';
import { JobQueue, Sweeper, type JobContext, type Jobs } from '../queue/index.js';
import { IngestionService } from './ingestion.service.js';
import { NumberPace } from './number-pace.js';
import { mediaIdsOf, outboundContentOf } from './outbound-media.js';
import { claimAttempt, claimChat, nextQueued, releaseChat, renewChat, type QueuedMessage } from './send.claims.js';
import { SendConclusions } from './send.conclusions.js';
import { sendFailure, tooLate } from './send-policy.js';
import { priorityOf } from './send-priority.js';

/** A provider call may take this long; then its outcome is unknown. */
const CALL_MS = 20_000;
/** Longer than a call: a lease that ends while its worker still calls would take a send that went out for one in doubt. */
const CALL_LEASE_MS = 30_000;
/** A worker that died is noticed within this time, and what its chat has queued goes on; one that lives renews. */
const CHAT_LEASE_MS = 15_000;
const RENEW_MS = 5_000;
/** Messages of one chat before it stands in line again: a chat with hundreds does not keep the others waiting. */
const IN_A_ROW = 10;
/** In a rush of guests' messages what is automatic waits so long between looks, and so many looks at most. */
const STAND_BACK_MS = 1_000;
const MOST_LOOKS = 5;
const HOUR = 3_600_000;

interface Claim {
  hotelId: string;
  chatId: string;
  fence: number;
  /** of the guest's allowance, by what was sent under this claim */
  usedMs: number;
}

/** What comes next in the chat, and in how many milliseconds; 0: as soon as others had their turn. */
interface Rest {
  next: QueuedMessage;
  inMs: number;
}

/**
 * Sends what a chat has queued, one after another, in the order it was written. A claim is committed
 * before the provider is called, so a crash leaves `sending`, which becomes `unconfirmed` and is healed
 * by the provider's status, never sent again by itself (promise 8).
 */
@Injectable()
export class SendProcessor implements OnModuleInit {
  private readonly logger = new Logger(SendProcessor.name);

  constructor(
    private readonly sql: HotQueries,
    private readonly queue: JobQueue,
    private readonly sweeper: Sweeper,
    private readonly channels: Channels,
    private readonly copies: ProviderCopies,
    private readonly ingestion: IngestionService,
    private readonly conclusions: SendConclusions,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly trace: MessageTrace,
    private readonly pace: NumberPace,
  ) {}

  onModuleInit(): void {
    this.queue.handle('chat.send', (job, context) => this.run(job, context));
    this.sweeper.add({ name: 'open sends', queue: 'outbound', everyMs: 5_000, run: () => this.sweep() });
  }

  private async run(job: Jobs['chat.send'], { signal }: JobContext): Promise<void> {
    const { hotelId, chatId } = job;
    if (this.standsBack(job)) return;
    for (;;) {
      const fence = await claimChat(this.sql, hotelId, chatId, CHAT_LEASE_MS);
      if (fence === null) return; // whoever has it looks once more after letting go
      const claim: Claim = { hotelId, chatId, fence, usedMs: 0 };
      let rest: Rest | null;
      const renewing = setInterval(() => this.renew(claim), RENEW_MS);
      try {
        rest = await this.drain(claim, signal);
      } finally {
        clearInterval(renewing);
        await releaseChat(this.sql, hotelId, chatId, fence, claim.usedMs);
      }
      if (rest) return this.later(hotelId, rest);
      if (signal.aborted || (await nextQueued(this.sql, hotelId, chatId)) === null) return;
    }
  }

  /** Storing what guests write goes first, and what staff answer; automatic answers wait a little. */
  private standsBack({ hotelId, chatId, by, looks = 0 }: Jobs['chat.send']): boolean {
    if (by === 'staff' || looks >= MOST_LOOKS || !this.ingestion.busy) return false;
    const again = { hotelId, chatId, looks: looks + 1 };
    this.queue.enqueue('chat.send', again, { jobId: `${chatId}:back:${looks}`, delayMs: STAND_BACK_MS });
    return true;
  }

  private renew({ hotelId, chatId, fence }: Claim): void {
    renewChat(this.sql, hotelId, chatId, fence, CHAT_LEASE_MS).catch((error: unknown) =>
      this.logger.warn(`The claim to send in chat ${chatId} could not be renewed: ${String(error)}`),
    );
  }

  /** Sends until nothing is queued, or something must wait for its time. */
  private async drain(claim: Claim, signal: AbortSignal): Promise<Rest | null> {
    const { hotelId, chatId } = claim;
    for (let n = 0; !signal.aborted; n++) {
      const message = await nextQueued(this.sql, hotelId, chatId);
      if (!message) return null;
      if (n === IN_A_ROW) return { next: message, inMs: 0 };
      const channel = await this.channelOf(hotelId, message);
      const windowClosesAt = channel && this.windowClosesAt(channel, message);
      const reason = channel === null ? removed() : tooLate({ ...message, windowClosesAt }, this.clock.now());
      if (channel === null || reason !== null) {
        await this.conclusions.failed(hotelId, message, reason ?? removed());
        continue;
      }
      const inMs = this.waitOf(message, channel, claim);
      if (inMs > 0) return { next: message, inMs };
      const send = () => this.send(claim, message, channel, windowClosesAt);
      if (!(await withTrace(traceOf(message), send))) return null;
    }
    return null;
  }

  /** False: the attempt is another worker's. */
  private async send(
    claim: Claim,
    message: QueuedMessage,
    channel: ChannelConnection,
    windowClosesAt: Date | null,
  ): Promise<boolean> {
    const { hotelId, fence } = claim;
    // Before the claim: an upload reaches nobody, so a crash in it leaves the message queued, not in doubt.
    const held = await this.hold(channel, message);
    if (!(await claimAttempt(this.sql, hotelId, message, CALL_LEASE_MS, fence, this.clock.now()))) return false;
    this.signal.signal();
    if (held.kind === 'held') claim.usedMs += this.config.sends.pairEveryMs;
    const outcome = held.kind === 'held' ? await this.callTold(channel, message, held.ids) : held;
    if (outcome.kind === 'refused' && outcome.failure.code === 'too_fast' && outcome.failure.scope === 'channel')
      this.pace.slowDown(message.channelId);
    await this.conclusions.of(hotelId, message, { outcome, windowClosesAt });
    return true;
  }

  /** Milliseconds until it may go: its own time, its number's pause, the guest's allowance, the number's pace. */
  private waitOf(message: QueuedMessage, channel: ChannelConnection, claim: Claim): number {
    const { pairEveryMs, pairBurst, perSecond } = this.config.sends;
    const used = Math.max(0, message.pairUsedMs) + claim.usedMs;
    const inMs = Math.max(message.waitMs, message.pausedMs, used - (pairBurst - 1) * pairEveryMs);
    if (inMs > 0) return inMs;
    const own = channel.settings['sendsPerSecond'];
    const staff = message.authorKind === 'user';
    return this.pace.turn(message.channelId, message.chatId, staff, typeof own === 'number' ? own : perSecond);
  }

  /** The provider has the files the message names. */
  private async hold(channel: ChannelConnection, message: QueuedMessage): Promise<Held> {
    const mediaIds = mediaIdsOf(message.content);
    if (mediaIds.length === 0) return { kind: 'held', ids: new Map() };
    try {
      return await this.copies.hold(channel, mediaIds);
    } catch (error) {
      // Its own trouble, not the chat's: a file that cannot be read costs this message its tries.
      this.logger.warn(`The files of message ${message.id} cannot be given to the provider: ${String(error)}`);
      return { kind: 'refused', failure: sendFailure('media_refused', 'The file cannot be read here.', true) };
    }
  }

  /** The call, as the log tells it. */
  private async callTold(
    channel: ChannelConnection,
    message: QueuedMessage,
    held: Map<string, string>,
  ): Promise<SendOutcome> {
    const { id: messageId, attemptId, waits } = message;
    const began = performance.now();
    this.trace.tell('send', traceOf(message), { messageId, attemptId, try: message.try, waits, channelId: channel.id });
    const outcome = await this.call(channel, message, held);
    const ms = Math.round(performance.now() - began);
    this.trace.tell('provider answered', traceOf(message), { messageId, attemptId, ms, ...toldOf(outcome) });
    return outcome;
  }

  private async call(
    channel: ChannelConnection,
    { content: stored, address: to, replyToProviderId, attemptId: ref }: QueuedMessage,
    held: Map<string, string>,
  ): Promise<SendOutcome> {
    const adapter = this.channels.adapter(channel.provider);
    try {
      const content = outboundContentOf(stored, held);
      if (content === null)
        return {
          kind: 'refused',
          failure: sendFailure('message_invalid', 'This kind of content is not sent to guests.'),
        };
      // Its own time limit alone: a job that ends must not cut a call whose outcome it then would not know.
      return await adapter.send(channel, { to, content, ref, replyToProviderId }, AbortSignal.timeout(CALL_MS));
    } catch (error) {
      if (error instanceof DomainError)
        return { kind: 'refused', failure: sendFailure('message_invalid', error.message) };
      throw error;
    }
  }

  /** Null: it was removed. */
  private async channelOf(hotelId: string, message: QueuedMessage): Promise<ChannelConnection | null> {
    try {
      return await this.channels.connection(hotelId, message.channelId);
    } catch (error) {
      if (error instanceof NotFoundError) return null;
      throw error;
    }
  }

  private windowClosesAt(channel: ChannelConnection, message: QueuedMessage): Date | null {
    const { replyWindow } = this.channels.adapter(channel.provider).capabilities;
    if (!replyWindow || message.content.type === 'template') return null;
    const hours = this.config.conversations.providerWindowHours;
    return new Date(message.lastInboundAt === null ? 0 : +message.lastInboundAt + hours * HOUR);
  }

  /** A wait that several jobs see is waited for once. */
  private later(hotelId: string, { next, inMs }: Rest): void {
    const { chatId, attemptId } = next;
    const dueAt = Date.now() + Math.ceil(inMs);
    const marked = inMs > 2_000 ? Math.ceil(dueAt / 1_000) * 1_000 : dueAt;
    const { priority, by } = priorityOf(next.authorKind === 'user');
    const options = { jobId: `${chatId}:${attemptId}:${marked}`, priority, delayMs: Math.ceil(inMs) };
    this.queue.enqueue('chat.send', { hotelId, chatId, by }, options);
  }

  private async sweep(): Promise<void> {
    for (const { hotelId, chatId, byStaff } of await this.conclusions.open()) {
      const { priority, by } = priorityOf(byStaff);
      this.queue.enqueue('chat.send', { hotelId, chatId, by }, { jobId: `${chatId}:sweep`, priority });
    }
  }
}

function removed(): SendFailure {
  return sendFailure('connection_expired', 'The channel of this chat was removed.');
}

function traceOf({ traceId, id }: QueuedMessage): string {
  return traceId ?? id;
}

/** Words of closed lists and the provider's id: what a provider writes of a refusal may repeat the guest's number. */
function toldOf(outcome: SendOutcome): Record<string, unknown> {
  const { kind } = outcome;
  if (kind === 'accepted') return { outcome: kind, providerMessageId: outcome.providerId };
  if (kind !== 'refused') return { outcome: kind };
  return { outcome: kind, code: outcome.failure.code, providerCode: outcome.failure.providerCode };
}
