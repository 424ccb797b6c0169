import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { query, type Tx } from '../database/transaction.js';

export interface Receipt {
  id: string;
  channelId: string;
  payload: Buffer;
  failed: boolean;
}

/** From when to when (ids, the first not included), and of which channel. */
export interface ReceiptRange {
  after: string;
  before: string;
  /** null: all of them */
  channelId: string | null;
}

/** Receipts one page holds at most, and their bytes: past these it ends with the receipt that exceeds them. */
const PAGE = { receipts: 500, bytes: 8 * 1024 * 1024 };

@Injectable()
export class ReceiptsRepository {
  constructor(private readonly db: DataSource) {}

  /** In the order they came; empty: there are no more. Served by the primary key. */
  page(hotelId: string, { after, before, channelId }: ReceiptRange): Promise<Receipt[]> {
    return query<Receipt>(
      this.db,
      `SELECT id, channel_id AS "channelId", payload, state = 'failed' AS failed
       FROM (
         SELECT *, sum(octet_length(payload)) OVER (ORDER BY id) - octet_length(payload) AS bytes_before
         FROM (
           SELECT id, channel_id, payload, state FROM webhook_attempt
           WHERE hotel_id = $1 AND id > $2 AND id < $3 AND ($4::uuid IS NULL OR channel_id = $4) ORDER BY id LIMIT $5
         ) page
       ) sized
       WHERE bytes_before < $6 ORDER BY id`,
      [hotelId, after, before, channelId, PAGE.receipts, PAGE.bytes],
    );
  }

  async hotels(): Promise<string[]> {
    return (await query<{ id: string }>(this.db, `SELECT id FROM hotel ORDER BY id`)).map(({ id }) => id);
  }

  async hotelOfChannel(channelId: string): Promise<string | null> {
    const [row] = await query<{ hotelId: string }>(this.db, `SELECT hotel_id AS "hotelId" FROM channel WHERE id = $1`, [
      channelId,
    ]);
    return row?.hotelId ?? null;
  }

  /** By its own id, or that of the review item that waits for it. */
  async find(id: string): Promise<(Receipt & { hotelId: string }) | null> {
    const [row] = await query<Receipt & { hotelId: string }>(
      this.db,
      `SELECT w.hotel_id AS "hotelId", w.id, w.channel_id AS "channelId", w.payload, w.state = 'failed' AS failed
       FROM hotel h JOIN webhook_attempt w ON w.hotel_id = h.id AND w.id = $1
       UNION ALL
       SELECT w.hotel_id, w.id, w.channel_id, w.payload, w.state = 'failed'
       FROM hotel h JOIN review_item r ON r.hotel_id = h.id AND r.id = $1
       JOIN webhook_attempt w ON w.hotel_id = r.hotel_id AND w.id = r.receipt_id LIMIT 1`,
      [id],
    );
    return row ?? null;
  }

  /** What waited for these receipts waits no more. Served by review_item_open. */
  async resolve(tx: Tx, hotelId: string, receiptIds: string[], at: Date): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `UPDATE review_item SET resolved_at = $3, resolution = 'retried'
       WHERE hotel_id = $1 AND resolved_at IS NULL AND kind = 'receipt' AND receipt_id = ANY ($2::uuid[]) RETURNING id`,
      [hotelId, receiptIds, at],
    );
    return rows.map(({ id }) => id);
  }
}
