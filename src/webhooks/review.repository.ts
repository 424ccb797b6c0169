import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { decodeCursor, pageOf, uuidOf } from '../common/cursor.js';
import { NotFoundError } from '../common/errors.js';
import { query } from '../database/transaction.js';
import type { ReviewDetailView, ReviewItemView, ReviewPageView } from './review.view.js';

const COLUMNS = `r.id, r.kind, r.channel_id AS "channelId", r.conversation_id AS "conversationId", r.message_id AS "messageId",
  r.code, r.reason, r.tries, r.at`;

@Injectable()
export class ReviewRepository {
  constructor(private readonly db: DataSource) {}

  /** Open ones. Ids grow with time, so they are the order. Served by review_item_open. */
  async list(hotelId: string, limit: number, cursor: string | undefined): Promise<ReviewPageView> {
    const before = cursor === undefined ? null : uuidOf(decodeCursor(cursor, 1)[0]);
    const rows = await query<ReviewItemView>(
      this.db,
      `SELECT ${COLUMNS} FROM review_item r
       WHERE r.hotel_id = $1 AND r.resolved_at IS NULL AND ($2::uuid IS NULL OR r.id < $2)
       ORDER BY r.id DESC LIMIT $3`,
      [hotelId, before, limit + 1],
    );
    return pageOf(
      rows,
      limit,
      (row) => row,
      (row) => [row.id],
    );
  }

  async get(hotelId: string, id: string): Promise<ReviewDetailView> {
    const [row] = await query<ReviewItemView & { job: unknown; receipt: Buffer | null; stack: string | null }>(
      this.db,
      `SELECT ${COLUMNS}, r.payload AS job, r.stack, w.payload AS receipt
       FROM review_item r LEFT JOIN webhook_attempt w ON w.hotel_id = r.hotel_id AND w.id = r.receipt_id
       WHERE r.hotel_id = $1 AND r.id = $2`,
      [hotelId, id],
    );
    if (!row) throw new NotFoundError('review item');
    const { job, receipt, ...item } = row;
    return { ...item, payload: receipt ? receipt.toString('utf8') : job === null ? null : JSON.stringify(job) };
  }
}
