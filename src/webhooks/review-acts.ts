import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { actorOf, type Principal } from '../auth/index.js';
import { Channels, UnreadablePayloadError, type ChannelConnection, type ParsedEvent } from '../channels/index.js';
import { assertNever } from '../common/assert-never.js';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/errors.js';
import { inTransaction } from '../database/transaction.js';
import { IngestionService, Messages, type Arrival } from '../messages/index.js';
import { JobQueue } from '../queue/index.js';
import { routeAgain } from '../routing/index.js';
import { addressEvents } from './addressing.js';
import type { ReviewFilterDto } from './dto/review.dto.js';
import { ReviewRepository, type ReviewRow } from './review.repository.js';
import type { ReviewRetriesView, ReviewRetryView } from './review.view.js';

/** Items one request tries; the next request goes on. */
const MOST = 100;

interface Failure {
  code: string;
  reason: string;
}

/**
 * What a person does about what waits in review. A retry is the same way in again, with today's code; unique keys make
 * twice the same as once, so it may be pressed any number of times.
 */
@Injectable()
export class ReviewActs {
  constructor(
    private readonly db: DataSource,
    private readonly review: ReviewRepository,
    private readonly channels: Channels,
    private readonly ingestion: IngestionService,
    private readonly messages: Messages,
    private readonly queue: JobQueue,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws what keeps a send from being tried again (`window_closed`, `not_retryable`). */
  async retry(me: Principal, id: string): Promise<ReviewRetryView> {
    const item = await this.review.row(me.hotelId, id);
    if (item.resolvedAt !== null) throw new ReviewResolvedError();
    switch (item.kind) {
      case 'receipt':
        return { id, resolved: await this.retryReceipt(me, item) };
      case 'job': // what staff have in front of them stays; the router looks again while something can still follow
        await this.close(me, id, 'retried', {}, item.messageId);
        return { id, resolved: true };
      case 'send':
        if (item.messageId === null) throw new ReviewGoneError();
        await this.messages.retry(me, item.messageId, undefined); // resolves the item, and says so in the audit log
        return { id, resolved: true };
      default:
        return assertNever(item.kind);
    }
  }

  /** The oldest that fit, one after another: what a guest wrote first is stored first. */
  async retryAll(me: Principal, filter: ReviewFilterDto): Promise<ReviewRetriesView> {
    const ids = await this.review.oldest(me.hotelId, filter, MOST + 1);
    const now = ids.slice(0, MOST);
    let resolved = 0;
    for (const id of now) {
      try {
        if ((await this.retry(me, id)).resolved) resolved++;
      } catch (error) {
        // One that cannot be tried stays where it is; a store that is away ends the round.
        if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      }
    }
    return { tried: now.length, resolved, more: ids.length > MOST };
  }

  discard(me: Principal, id: string, reason: string): Promise<void> {
    return this.close(me, id, 'discarded', { reason });
  }

  private async retryReceipt(me: Principal, item: ReviewRow): Promise<boolean> {
    const read = await this.read(me.hotelId, item);
    if ('failure' in read) {
      await this.review.failedAgain(me.hotelId, item.id, read.failure);
      return false;
    }
    const now = this.clock.now();
    const told = read.arrivals.flatMap(({ channel, parsed: { event } }) =>
      event.type === 'message_received'
        ? [{ hotelId: channel.hotelId, channelId: channel.id, providerId: event.providerId }]
        : [],
    );
    if (told.length > 0) await this.review.markReplayed(told, now);
    const mark = this.review.mark();
    await this.ingestion.ingest(read.arrivals);
    const again = await this.review.takeOver(me.hotelId, item, mark);
    if (again !== null) {
      await this.review.failedAgain(me.hotelId, item.id, again);
      return false;
    }
    await this.close(me, item.id, 'retried');
    return true;
  }

  /** The stored bytes as the adapter and the door read them today. */
  private async read(hotelId: string, item: ReviewRow): Promise<{ arrivals: Arrival[] } | { failure: Failure }> {
    if (item.receipt === null || item.channelId === null) throw new ReviewGoneError();
    const channel: ChannelConnection = await this.channels.connection(hotelId, item.channelId);
    let events: ParsedEvent[];
    try {
      events = this.channels.adapter(channel.provider).parse(item.receipt);
    } catch (error) {
      if (!(error instanceof UnreadablePayloadError)) throw error;
      return { failure: { code: 'invalid_json', reason: error.message } };
    }
    const arrivals = await addressEvents(events, channel, () => this.channels.siblings(channel));
    for (const { parsed } of arrivals) {
      const { event } = parsed;
      if (event.type === 'unparsed') return { failure: { code: event.code, reason: event.reason } };
    }
    return { arrivals };
  }

  private close(
    me: Principal,
    id: string,
    resolution: 'retried' | 'discarded',
    after: Record<string, unknown> = {},
    messageToRoute: string | null = null,
  ): Promise<void> {
    const { hotelId } = me;
    return inTransaction(this.db, async (tx) => {
      const now = this.clock.now();
      const item = await this.review.row(hotelId, id);
      if (!(await this.review.resolve(tx, hotelId, id, resolution, now))) throw new ReviewResolvedError();
      await this.audit.record(tx, {
        hotelId,
        actor: actorOf(me),
        action: `review.${resolution}`,
        subject: { type: 'review_item', id },
        ...(item.conversationId === null ? {} : { conversationId: item.conversationId }),
        before: { kind: item.kind, code: item.code },
        after,
      });
      const chat = messageToRoute === null ? null : await routeAgain(tx, hotelId, messageToRoute, now);
      if (chat === null) return;
      const { chatId, inboundSeq } = chat;
      tx.afterCommit(() =>
        this.queue.enqueue('chat.route', { hotelId, chatId }, { jobId: `${chatId}:${inboundSeq}:again` }),
      );
    });
  }
}

export class ReviewResolvedError extends DomainError {
  override readonly name = 'ReviewResolvedError';

  constructor() {
    super('conflict', 'review_resolved', 'This was retried or discarded already.');
  }
}

export class ReviewGoneError extends DomainError {
  override readonly name = 'ReviewGoneError';

  constructor() {
    super('conflict', 'review_gone', 'What this was about is no longer kept: it can only be discarded.');
  }
}
