import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Audit } from '../audit/index.js';
import { operatorOf } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { DomainError, NotFoundError } from '../common/errors.js';
import { isUuid } from '../common/ids.js';
import { inTransaction, query, statements } from '../database/transaction.js';
import { JOBS_OF_ROWS, openJobs, openWork, queueOf, type JobOfRows, type OpenJob } from '../queue/index.js';
import { ReviewActs, ReviewRepository, type ReviewDetailView, type ReviewItemView } from '../webhooks/index.js';
import { asOperator } from './operator.js';

/** Jobs one answer lists, and items one transaction drops. */
const MOST = 500;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/** What of the review is a job's; a receipt is none, it failed before there could be one. */
const FAILED_AS: Partial<Record<JobOfRows, ReviewItemView['kind']>> = { 'chat.route': 'job', 'chat.send': 'send' };

export interface JobStatus {
  queue: string;
  job: JobOfRows;
  waiting: number;
  active: number;
  delayed: number;
  /** what failed for good and waits in review */
  failed: number;
  /** since when the oldest one waits */
  oldestWaitingAt: Date | null;
}

export interface QueueStatus {
  jobs: JobStatus[];
  /** provider events that could not be stored and wait in review */
  failedReceipts: number;
  list?: OpenJob[];
}

export interface FailedItem extends ReviewItemView {
  hotelId: string;
}

export interface FailedList {
  items: FailedItem[];
  /** true: there are more than these */
  more: boolean;
}

export interface FailedDetail extends ReviewDetailView {
  hotelId: string;
}

/** Throws UnknownQueueError. `name`: a queue or a job; none: all. */
export function queueStatus(name: string | undefined, list: boolean): Promise<QueueStatus> {
  const wanted = jobsOf(name);
  return asOperator(async (desk) => {
    const sql = statements(desk.get(DataSource));
    const work = await openWork(sql);
    const failed = await sql.query<{ kind: string; count: number }>(
      `SELECT kind, count(*) AS count FROM review_item WHERE resolved_at IS NULL GROUP BY kind`,
    );
    const failedAs = (kind?: string): number => failed.find((one) => one.kind === kind)?.count ?? 0;
    const jobs = wanted.map((job) => {
      const open = work.filter((one) => one.job === job);
      const sum = (of: 'waiting' | 'active' | 'delayed'): number => open.reduce((total, one) => total + one[of], 0);
      const oldest =
        open.flatMap(({ oldestWaitingAt }) => oldestWaitingAt ?? []).toSorted((a, b) => +a - +b)[0] ?? null;
      return {
        queue: queueOf(job),
        job,
        waiting: sum('waiting'),
        active: sum('active'),
        delayed: sum('delayed'),
        failed: failedAs(FAILED_AS[job]),
        oldestWaitingAt: oldest,
      };
    });
    return {
      jobs,
      failedReceipts: failedAs('receipt'),
      ...(list ? { list: await openJobs(sql, wanted, MOST) } : {}),
    };
  });
}

/** What waits in review, of all hotels, oldest first. */
export function failedItems(): Promise<FailedList> {
  return asOperator(async (desk) => {
    const items = await query<FailedItem>(
      desk.get(DataSource),
      `SELECT hotel_id AS "hotelId", id, kind, channel_id AS "channelId", conversation_id AS "conversationId",
         message_id AS "messageId", code, reason, tries, at
       FROM review_item WHERE resolved_at IS NULL ORDER BY id LIMIT $1`,
      [MOST + 1],
    );
    return { items: items.slice(0, MOST), more: items.length > MOST };
  });
}

/** One with its payload, stack and tries. Throws NotFoundError. */
export function failedItem(id: string): Promise<FailedDetail> {
  return asOperator(async (desk) => {
    const hotelId = await hotelOf(desk, id);
    return { ...(await reviewOf(desk).get(hotelId, id)), hotelId };
  });
}

/** Throws what keeps it from being tried again, and where it was tried and failed once more. */
export function retryItem(id: string): Promise<{ id: string }> {
  return asOperator(async (desk) => {
    const hotelId = await hotelOf(desk, id);
    const { resolved } = await desk.get(ReviewActs, { strict: false }).retry(operatorOf(hotelId), id);
    if (!resolved) throw new StillFailingError((await reviewOf(desk).row(hotelId, id)).reason);
    return { id };
  });
}

/** Each once, oldest first; what cannot be tried stays where it is. */
export function retryAllItems(): Promise<{ tried: number; resolved: number }> {
  return asOperator(async (desk) => {
    const acts = desk.get(ReviewActs, { strict: false });
    let [tried, resolved, last] = [0, 0, NO_ID];
    for (;;) {
      const page = await query<{ hotelId: string; id: string }>(
        desk.get(DataSource),
        `SELECT hotel_id AS "hotelId", id FROM review_item WHERE resolved_at IS NULL AND id > $1 ORDER BY id LIMIT $2`,
        [last, MOST],
      );
      for (const { hotelId, id } of page) {
        tried++;
        last = id;
        try {
          if ((await acts.retry(operatorOf(hotelId), id)).resolved) resolved++;
        } catch (error) {
          if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
        }
      }
      if (page.length < MOST) return { tried, resolved };
    }
  });
}

/** Drops what failed, never what still waits: messages and receipts stay, and the audit log says why. */
export function flushFailed(reason: string): Promise<{ dropped: number }> {
  return asOperator(async (desk) => {
    const [db, audit, clock] = [desk.get(DataSource), desk.get(Audit), desk.get(Clock)];
    let dropped = 0;
    for (;;) {
      const round = await inTransaction(db, async (tx) => {
        const items = await tx.query<FailedItem>(
          `UPDATE review_item SET resolved_at = $1, resolution = 'discarded' WHERE (hotel_id, id) IN (
             SELECT hotel_id, id FROM review_item WHERE resolved_at IS NULL ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED)
           RETURNING hotel_id AS "hotelId", id, kind, code, conversation_id AS "conversationId"`,
          [clock.now(), MOST],
        );
        for (const { hotelId, id, kind, code, conversationId } of items)
          await audit.record(tx, {
            hotelId,
            actor: { kind: 'operator' },
            action: 'review.discarded',
            subject: { type: 'review_item', id },
            ...(conversationId === null ? {} : { conversationId }),
            before: { kind, code },
            after: { reason },
          });
        return items.length;
      });
      dropped += round;
      if (round < MOST) return { dropped };
    }
  });
}

function jobsOf(name: string | undefined): readonly JobOfRows[] {
  if (name === undefined) return JOBS_OF_ROWS;
  const jobs = JOBS_OF_ROWS.filter((job) => job === name || queueOf(job) === name);
  if (jobs.length === 0) throw new UnknownQueueError(name);
  return jobs;
}

async function hotelOf(desk: INestApplicationContext, id: string): Promise<string> {
  const [item] = isUuid(id)
    ? await query<{ hotelId: string }>(
        desk.get(DataSource),
        `SELECT r.hotel_id AS "hotelId" FROM hotel h JOIN review_item r ON r.hotel_id = h.id AND r.id = $1`,
        [id],
      )
    : [];
  if (!item) throw new NotFoundError('review item');
  return item.hotelId;
}

function reviewOf(desk: INestApplicationContext): ReviewRepository {
  return desk.get(ReviewRepository, { strict: false });
}

class UnknownQueueError extends DomainError {
  override readonly name = 'UnknownQueueError';

  constructor(name: string) {
    const known = [...new Set([...JOBS_OF_ROWS.map(queueOf), ...JOBS_OF_ROWS])].join(', ');
    super('invalid', 'invalid_input', `There is no queue ${name}; there are ${known}.`);
  }
}

class StillFailingError extends DomainError {
  override readonly name = 'StillFailingError';

  constructor(reason: string) {
    super('conflict', 'not_retryable', `It was tried and waits on: ${reason}`);
  }
}
