import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { actorOf, type Principal } from '../auth/index.js';
import { assertNever } from '../common/assert-never.js';
import { Clock } from '../common/clock.js';
import { DomainError } from '../common/errors.js';
import { wouldChange } from '../database/row-changes.js';
import { inTransaction, statements } from '../database/transaction.js';
import { IngestionService, Messages, recordTry, ReplayStore, type TryFailure } from '../messages/index.js';
import { JobQueue } from '../queue/index.js';
import { routeAgain } from '../routing/index.js';
import type { ReviewFilterDto } from './dto/review.dto.js';
import { ReceiptReader, type ReadReceipt } from './receipt-reader.js';
import { ReviewRepository, type ReviewRow } from './review.repository.js';
import type { ReviewRetriesView, ReviewRetryView } from './review.view.js';

/** Items one request tries; the next request goes on. */
const MOST = 100;

/**
 * What a person does about what waits in review. A retry is the same way in again, with today's code; unique keys make
 * twice the same as once, so it may be pressed any number of times.
 */
@Injectable()
export class ReviewActs {
  constructor(
    private readonly db: DataSource,
    private readonly review: ReviewRepository,
    private readonly reader: ReceiptReader,
    private readonly ingestion: IngestionService,
    private readonly replays: ReplayStore,
    private readonly messages: Messages,
    private readonly queue: JobQueue,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Throws what keeps a send from being tried again (`window_closed`, `not_retryable`). */
  async retry(me: Principal, id: string): Promise<ReviewRetryView> {
    const item = await this.open(me, id);
    switch (item.kind) {
      case 'receipt':
        return { id, resolved: await this.retryReceipt(me, item), rows: null };
      case 'job': // what staff have in front of them stays; the router looks again while something can still follow
        await this.close(me, id, 'retried', {}, item.messageId);
        return { id, resolved: true, rows: null };
      case 'send':
        await this.messages.retry(me, messageOf(item), undefined); // resolves the item, and says so in the audit log
        return { id, resolved: true, rows: null };
      default:
        return assertNever(item.kind);
    }
  }

  /** What a retry would make and change, and whether it would end the wait. Throws as a retry does; changes nothing. */
  async look(me: Principal, id: string): Promise<ReviewRetryView> {
    const item = await this.open(me, id);
    switch (item.kind) {
      case 'receipt': {
        const read = await this.reader.read(me.hotelId, receiptOf(item));
        if ('failure' in read) return { id, resolved: false, rows: [] };
        const { rows, refused } = await this.replays.replay(read.arrivals, { dryRun: true });
        return { id, resolved: refused.size === 0, rows };
      }
      case 'job': {
        const { hotelId } = me;
        const rows = await wouldChange(
          this.db,
          async (tx) => item.messageId && routeAgain(tx, hotelId, item.messageId, this.clock.now()),
        );
        return { id, resolved: true, rows };
      }
      case 'send':
        return {
          id,
          resolved: true,
          rows: await wouldChange(this.db, (tx) => this.messages.retryIn(tx, me, messageOf(item))),
        };
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

  private async open(me: Principal, id: string): Promise<ReviewRow> {
    const item = await this.review.row(me.hotelId, id);
    if (item.resolvedAt !== null) throw new ReviewResolvedError();
    return item;
  }

  private async retryReceipt(me: Principal, item: ReviewRow): Promise<boolean> {
    const receipt = receiptOf(item);
    const beganAt = this.clock.now();
    const began = performance.now();
    const failure = await this.storeAgain(me.hotelId, item, receipt);
    const tookMs = performance.now() - began;
    const { hotelId } = me;
    await recordTry(statements(this.db), { hotelId, subjectId: item.id, beganAt, tookMs, failure });
    if (failure) await this.review.failedAgain(hotelId, item.id, failure);
    else await this.close(me, item.id, 'retried');
    return failure === null;
  }

  /** Null: it is in the record now. */
  private async storeAgain(hotelId: string, item: ReviewRow, receipt: ReadReceipt): Promise<TryFailure | null> {
    const read = await this.reader.read(hotelId, receipt);
    if ('failure' in read) return read.failure;
    const told = read.arrivals.flatMap(({ channel, parsed: { event } }) =>
      event.type === 'message_received'
        ? [{ hotelId: channel.hotelId, channelId: channel.id, providerId: event.providerId }]
        : [],
    );
    if (told.length > 0) await this.review.markReplayed(told, this.clock.now());
    const mark = this.review.mark();
    await this.ingestion.ingest(read.arrivals);
    return this.review.takeOver(hotelId, item, mark);
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

function receiptOf({ receipt, channelId }: ReviewRow): ReadReceipt {
  if (receipt === null || channelId === null) throw new ReviewGoneError();
  return { channelId, payload: receipt };
}

function messageOf({ messageId }: ReviewRow): string {
  if (messageId === null) throw new ReviewGoneError();
  return messageId;
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
