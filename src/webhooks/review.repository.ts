import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { displayName } from '../attendees/index.js';
import { lastId, pageOf } from '../common/cursor.js';
import { statusRank } from '../common/delivery-status.js';
import { NotFoundError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { query, type Tx } from '../database/transaction.js';
import type { TryFailure } from '../messages/index.js';
import type { ReviewFilterDto, ReviewListDto } from './dto/review.dto.js';
import type { ReviewAttemptView, ReviewDetailView, ReviewItemView, ReviewPageView } from './review.view.js';

const COLUMNS = `r.id, r.kind, r.channel_id AS "channelId", r.conversation_id AS "conversationId", r.message_id AS "messageId",
  r.code, r.reason, r.tries, r.at`;
const PERSON = `h.subject, g.id AS "guestId", g.name AS "guestName", g.phone AS "guestPhone"`;
const WITH_PERSON = `LEFT JOIN conversation c ON c.hotel_id = r.hotel_id AND c.id = r.conversation_id
  LEFT JOIN chat h ON h.hotel_id = c.hotel_id AND h.id = c.chat_id
  LEFT JOIN guest g ON g.hotel_id = h.hotel_id AND g.id = h.guest_id`;
const WITH_RECEIPT = `LEFT JOIN webhook_attempt w ON w.hotel_id = r.hotel_id AND w.id = r.receipt_id`;
const ONE = `WHERE r.hotel_id = $1 AND r.id = $2`;

/** Whose conversation it is about; all null where it has none. */
interface Person {
  subject: string | null;
  guestId: string | null;
  guestName: string | null;
  guestPhone: string | null;
}
type Nameless = Omit<ReviewItemView, 'name'>;

/** An item as acts need it. */
export interface ReviewRow extends Nameless {
  /** the receipt's bytes; null: it has none, or they were dropped with their day */
  receipt: Buffer | null;
  resolvedAt: Date | null;
}

@Injectable()
export class ReviewRepository {
  constructor(private readonly db: DataSource) {}

  /** Open ones. Ids grow with time, so they are the order. Served by review_item_open. */
  async list(hotelId: string, { limit, cursor, ...filter }: ReviewListDto): Promise<ReviewPageView> {
    const before = lastId('review', cursor);
    const rows = await query<Nameless & Person>(
      this.db,
      `SELECT ${COLUMNS}, ${PERSON} FROM review_item r ${WITH_PERSON}
       WHERE ${OPEN} AND ($5::uuid IS NULL OR r.id < $5) ORDER BY r.id DESC LIMIT $6`,
      [...open(hotelId, filter), before, limit + 1],
    );
    return pageOf('review', rows, limit, named, (row) => [row.id]);
  }

  /** The oldest open ones: what a guest wrote first is stored first. */
  async oldest(hotelId: string, filter: ReviewFilterDto, limit: number): Promise<string[]> {
    const rows = await query<{ id: string }>(
      this.db,
      `SELECT r.id FROM review_item r WHERE ${OPEN} ORDER BY r.id LIMIT $5`,
      [...open(hotelId, filter), limit],
    );
    return rows.map((row) => row.id);
  }

  async get(hotelId: string, id: string): Promise<ReviewDetailView> {
    const [row] = await query<Nameless & Person & { job: unknown; receipt: Buffer | null; stack: string | null }>(
      this.db,
      `SELECT ${COLUMNS}, ${PERSON}, r.payload AS job, r.stack, w.payload AS receipt
       FROM review_item r ${WITH_RECEIPT} ${WITH_PERSON} ${ONE}`,
      [hotelId, id],
    );
    if (!row) throw new NotFoundError('review item');
    const { job, receipt, ...item } = row;
    const payload = receipt ? receipt.toString('utf8') : job === null ? null : JSON.stringify(job);
    return { ...named(item), payload, attempts: await this.attempts(hotelId, item) };
  }

  /** Each try with when and how long, the first one first (E25). Served by processing_try_subject and send_attempt_number. */
  private attempts(hotelId: string, { id, kind, messageId }: Nameless): Promise<ReviewAttemptView[]> {
    if (kind === 'send')
      return query<ReviewAttemptView>(
        this.db,
        `SELECT created_at AS at, extract(epoch FROM finished_at - created_at)::float8 * 1000 AS "tookMs",
           CASE WHEN status = $3 THEN 'failed' WHEN status >= $4 THEN 'done' ELSE 'open' END AS outcome,
           failure ->> 'code' AS code, failure ->> 'reason' AS reason
         FROM send_attempt WHERE hotel_id = $1 AND message_id = $2 ORDER BY number`,
        [hotelId, messageId, statusRank('failed'), statusRank('sent')],
      );
    return query<ReviewAttemptView>(
      this.db,
      `SELECT began_at AS at, took_ms::float8 AS "tookMs", CASE WHEN code IS NULL THEN 'done' ELSE 'failed' END AS outcome, code, reason
       FROM processing_try WHERE hotel_id = $1 AND subject_id = $2 ORDER BY began_at, id`,
      [hotelId, kind === 'job' ? messageId : id],
    );
  }

  async row(hotelId: string, id: string): Promise<ReviewRow> {
    const [row] = await query<ReviewRow>(
      this.db,
      `SELECT ${COLUMNS}, r.resolved_at AS "resolvedAt", w.payload AS receipt FROM review_item r ${WITH_RECEIPT} ${ONE}`,
      [hotelId, id],
    );
    if (!row) throw new NotFoundError('review item');
    return row;
  }

  /** False: somebody was faster. */
  async resolve(tx: Tx, hotelId: string, id: string, resolution: 'retried' | 'discarded', at: Date): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE review_item SET resolved_at = $4, resolution = $3 WHERE hotel_id = $1 AND id = $2 AND resolved_at IS NULL RETURNING 1`,
      [hotelId, id, resolution, at],
    );
    return rows.length > 0;
  }

  /** It was tried and waits on, with today's reason. */
  async failedAgain(hotelId: string, id: string, { code, reason, stack }: TryFailure): Promise<void> {
    await query(
      this.db,
      `UPDATE review_item SET tries = tries + 1, code = $3, reason = $4, stack = $5
       WHERE hotel_id = $1 AND id = $2 AND resolved_at IS NULL`,
      [hotelId, id, code, reason, stack],
    );
  }

  /** Marks what a replay is about to store: unless it is fresh and its chat's newest, nothing automatic follows. */
  async markReplayed(messages: { hotelId: string; channelId: string; providerId: string }[], at: Date): Promise<void> {
    await query(
      this.db,
      `INSERT INTO replayed_message (hotel_id, channel_id, provider_id, at)
       SELECT k.hotel_id, k.channel_id, k.provider_id, $2
       FROM json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, provider_id text) ON CONFLICT DO NOTHING`,
      [
        JSON.stringify(
          messages.map(({ hotelId, channelId, providerId }) => ({
            hotel_id: hotelId,
            channel_id: channelId,
            provider_id: providerId,
          })),
        ),
        at,
      ],
    );
  }

  /**
   * The item that storing these very bytes once more has made since `mark` (an id): the same thing, so the older one
   * takes it over with its receipt and goes on waiting. Null: they were stored.
   */
  async takeOver(hotelId: string, item: ReviewRow, mark: string): Promise<TryFailure | null> {
    const [again] = await query<TryFailure>(
      this.db,
      `WITH again AS (
         SELECT r.id, r.receipt_id, r.code, r.reason, r.stack FROM review_item r
         JOIN webhook_attempt w ON w.hotel_id = r.hotel_id AND w.id = r.receipt_id
         WHERE r.hotel_id = $1 AND r.id > $3 AND r.resolved_at IS NULL AND r.kind = 'receipt' AND w.payload = $4
         ORDER BY r.id LIMIT 1
       ), taken AS (
         UPDATE review_item r SET resolved_at = r.at, resolution = 'superseded' FROM again a WHERE r.hotel_id = $1 AND r.id = a.id
       ), older AS (
         UPDATE review_item r SET receipt_id = a.receipt_id FROM again a WHERE r.hotel_id = $1 AND r.id = $2
       )
       SELECT code, reason, stack FROM again`,
      [hotelId, item.id, mark, item.receipt],
    );
    return again ?? null;
  }

  /** Later items' ids are greater. */
  mark(): string {
    return newId();
  }
}

const OPEN = `r.hotel_id = $1 AND r.resolved_at IS NULL AND ($2::text IS NULL OR r.kind = $2) AND ($3::text IS NULL OR r.code = $3)
  AND ($4::uuid IS NULL OR r.channel_id = $4)`;

function open(hotelId: string, { kind, code, channelId }: ReviewFilterDto): unknown[] {
  return [hotelId, kind ?? null, code ?? null, channelId ?? null];
}

function named<Item extends Nameless>({ subject, guestId, guestName, guestPhone, ...item }: Item & Person) {
  const name = guestId === null ? subject : displayName({ name: guestName, phone: guestPhone });
  return { ...item, name };
}
