import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { containsAll } from '../common/folded-search.js';
import { visibleSql, type Sight } from '../conversations/index.js';
import { query } from '../database/transaction.js';

export interface MessageHit {
  id: string;
  conversationId: string;
}

/** How many of the newest messages are read through before the index is asked. */
const NEAR = 1_000;

/**
 * Messages that have all the words, the latest stored first (UUIDv7). Words that everybody writes are found by
 * reading the newest messages through, served by the primary key: through the index each of their matches in
 * years would be fetched and sorted for one page. What is rarer than that is asked of message_search, and its
 * matches are few. The second part runs only where the first has not filled the page.
 */
@Injectable()
export class MessageSearchRepository {
  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** One more than `limit`, where there is more. */
  find(
    hotelId: string,
    sight: Sight,
    words: readonly string[],
    { after, limit }: { after: string | null; limit: number },
  ): Promise<MessageHit[]> {
    const params: unknown[] = [hotelId];
    const value = (of: unknown): string => `$${params.push(of)}`;
    const before = after === null ? 'true' : `m.id < ${value(after)}::uuid`;
    const most = value(limit + 1);
    const seen = `c.hotel_id = $1 AND ${visibleSql(sight, 'c', params)}`;
    const has = (alias: string): string => containsAll(`${alias}.text_folded`, words, value);
    return query(
      this.db,
      `WITH newest AS MATERIALIZED (
         SELECT m.id, m.conversation_id, m.text_folded, m.deleted_at FROM message m
         WHERE m.hotel_id = $1 AND ${before} ORDER BY m.id DESC LIMIT ${NEAR}
       ), near AS MATERIALIZED (
         SELECT n.id, n.conversation_id FROM newest n JOIN conversation c ON c.id = n.conversation_id
         WHERE n.text_folded <> '' AND n.deleted_at IS NULL AND ${has('n')} AND ${seen}
         ORDER BY n.id DESC LIMIT ${most}
       ), matches AS MATERIALIZED (
         SELECT m.id, m.conversation_id FROM message m
         WHERE m.hotel_id = $1 AND m.text_folded <> '' AND m.deleted_at IS NULL AND ${has('m')}
           AND m.id < (SELECT id FROM newest ORDER BY id LIMIT 1)
           AND (SELECT count(*) FROM near) < ${most} AND (SELECT count(*) FROM newest) = ${NEAR}
       ), far AS (
         SELECT r.id, r.conversation_id FROM matches r JOIN conversation c ON c.id = r.conversation_id
         WHERE ${seen} ORDER BY r.id DESC LIMIT ${most}
       )
       SELECT id, conversation_id AS "conversationId" FROM (SELECT * FROM near UNION ALL SELECT * FROM far) found
       ORDER BY id DESC LIMIT ${most}`,
      params,
    );
  }
}
