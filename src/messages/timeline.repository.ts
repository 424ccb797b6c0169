import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { decodeCursor, encodeCursor, InvalidCursorError, uuidOf } from '../common/cursor.js';
import { Readers, visibleSql, type Reader, type Sight } from '../conversations/index.js';
import { query } from '../database/transaction.js';

export interface TimelinePage {
  /** oldest first */
  entries: TimelineEntry[];
  olderCursor: string | null;
  newerCursor: string | null;
}

export type TimelineEntry =
  | { kind: 'message'; id: string }
  | { kind: 'hidden'; department: string | null; from: string; to: string | null };

/** Where in the thread: time as PostgreSQL writes it (to the microsecond), sequence in its chat, and its id between chats. */
interface Place {
  at: string;
  seq: number;
  id: string;
}

interface HiddenEpisode {
  department: string | null;
  from: string;
  to: string | null;
  openedAt: string;
}

export type TimelineQuery = { before?: string | undefined; after?: string | undefined; limit: number };

/**
 * Episodes the reader may not see: name and days alone, built here so that nothing else ever leaves.
 * A discreet department's are not told at all, nor one in which nothing was said. Served by conversation_chat and
 * message_unread; asked for messages of any kind, PostgreSQL would read a large hotel's all.
 */
const HIDDEN = (condition: string): string => `
  SELECT d.name AS department, to_char(c.opened_at AT TIME ZONE h.time_zone, 'YYYY-MM-DD') AS "from",
         CASE WHEN c.status <> 'active'
              THEN to_char(coalesce(c.closed_at, c.last_message_at) AT TIME ZONE h.time_zone, 'YYYY-MM-DD') END AS "to",
         c.opened_at::text AS "openedAt"
  FROM conversation c
  JOIN hotel h ON h.id = c.hotel_id
  LEFT JOIN department d ON d.hotel_id = c.hotel_id AND d.id = c.department_id
  WHERE c.hotel_id = $1 AND c.chat_id = ANY($2::uuid[]) AND NOT ${condition} AND NOT coalesce(d.discreet, false)
    AND (c.last_message_id IS NOT NULL
         OR EXISTS (SELECT 1 FROM message m WHERE m.hotel_id = c.hotel_id AND m.conversation_id = c.id AND m.inbound_seq IS NOT NULL))
  ORDER BY c.opened_at, c.id`;

/**
 * The whole thread of a chat, or of all chats of a guest, ordered by (provider time, sequence), for one reader.
 * Served by message_timeline, a page of each chat.
 */
@Injectable()
export class TimelineRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly readers: Readers,
  ) {}

  async page(
    reader: Reader,
    list: string,
    chatIds: readonly string[],
    { before, after, limit }: TimelineQuery,
  ): Promise<TimelinePage> {
    const sight = await this.readers.sightOf(reader);
    const forward = after !== undefined;
    const from = forward ? placeOf(list, after) : before === undefined ? null : placeOf(list, before);
    const [found, hidden] = await Promise.all([
      this.messages(reader.hotelId, chatIds, sight, from, forward, limit + 1),
      this.hidden(reader.hotelId, chatIds, sight),
    ]);
    const more = found.length > limit;
    const messages = found.slice(0, limit);
    if (!forward) messages.reverse();
    const [first, last] = [messages[0], messages.at(-1)];

    // A page tells the hidden episodes from its first message up to the one that follows its last; where there
    // is no further page its end is open. So each is told once, whichever way one walks.
    const older = forward || more ? (first ?? null) : null;
    const newer = forward ? (found[limit] ?? null) : from;
    const told = forward && first === undefined ? [] : hidden.filter((episode) => within(episode, older, newer));
    return {
      entries: merge(messages, told),
      olderCursor: (forward || more) && first !== undefined ? cursorOf(list, first) : null,
      newerCursor: (forward ? more : from !== null) && last !== undefined ? cursorOf(list, last) : null,
    };
  }

  /** The page around a message: what was said before it, itself, and what came after. Null: it is not there for this reader. */
  async around(
    reader: Reader,
    list: string,
    chatIds: readonly string[],
    messageId: string,
    limit: number,
  ): Promise<TimelinePage | null> {
    const sight = await this.readers.sightOf(reader);
    const place = await this.place(reader.hotelId, chatIds, sight, messageId);
    if (place === null) return null;
    const before = Math.floor((limit - 1) / 2);
    const after = limit - 1 - before;
    const [earlier, later, hidden] = await Promise.all([
      this.messages(reader.hotelId, chatIds, sight, place, false, before + 1),
      this.messages(reader.hotelId, chatIds, sight, place, true, after + 1),
      this.hidden(reader.hotelId, chatIds, sight),
    ]);
    const messages = [...earlier.slice(0, before).toReversed(), place, ...later.slice(0, after)];
    const [first, last] = [messages[0] ?? place, messages.at(-1) ?? place];
    const older = earlier.length > before ? first : null;
    return {
      entries: merge(
        messages,
        hidden.filter((episode) => within(episode, older, later[after] ?? null)),
      ),
      olderCursor: older && cursorOf(list, older),
      newerCursor: later.length > after ? cursorOf(list, last) : null,
    };
  }

  private async place(
    hotelId: string,
    chatIds: readonly string[],
    sight: Sight,
    messageId: string,
  ): Promise<Place | null> {
    const params: unknown[] = [hotelId, chatIds, messageId];
    const [place] = await query<Place>(
      this.dataSource,
      `SELECT m.id, m.sent_at::text AS at, m.seq FROM message m
       JOIN conversation c ON c.hotel_id = m.hotel_id AND c.id = m.conversation_id
       WHERE m.hotel_id = $1 AND m.id = $3 AND m.chat_id = ANY($2::uuid[]) AND ${visibleSql(sight, 'c', params)}`,
      params,
    );
    return place ?? null;
  }

  private messages(
    hotelId: string,
    chatIds: readonly string[],
    sight: Sight,
    from: Place | null,
    forward: boolean,
    limit: number,
  ): Promise<Place[]> {
    const params: unknown[] = [hotelId, chatIds];
    const where = [visibleSql(sight, 'c', params)];
    if (from !== null) {
      where.push(
        `(m.sent_at, m.seq, m.id) ${forward ? '>' : '<'} ($${params.push(from.at)}::timestamptz, $${params.push(from.seq)}::bigint, $${params.push(from.id)}::uuid)`,
      );
    }
    const way = forward ? 'ASC' : 'DESC';
    const most = `$${params.push(limit)}`;
    return query(
      this.dataSource,
      `SELECT p.id, p.sent_at::text AS at, p.seq FROM unnest($2::uuid[]) AS chat (id)
       CROSS JOIN LATERAL (
         SELECT m.id, m.sent_at, m.seq FROM message m
         JOIN conversation c ON c.hotel_id = m.hotel_id AND c.id = m.conversation_id
         WHERE m.hotel_id = $1 AND m.chat_id = chat.id AND ${where.join(' AND ')}
         ORDER BY m.sent_at ${way}, m.seq ${way} LIMIT ${most}
       ) p
       ORDER BY p.sent_at ${way}, p.seq ${way}, p.id ${way} LIMIT ${most}`,
      params,
    );
  }

  private async hidden(hotelId: string, chatIds: readonly string[], sight: Sight): Promise<HiddenEpisode[]> {
    if (sight.everything) return [];
    const params: unknown[] = [hotelId, chatIds];
    return query<HiddenEpisode>(this.dataSource, HIDDEN(visibleSql(sight, 'c', params)), params);
  }
}

/** An episode stands where it began: after everything earlier, before what came later. */
function within(episode: HiddenEpisode, older: Place | null, newer: Place | null): boolean {
  const at = timeOf(episode.openedAt);
  return (older === null || at >= timeOf(older.at)) && (newer === null || at < timeOf(newer.at));
}

function merge(messages: Place[], hidden: HiddenEpisode[]): TimelineEntry[] {
  const entries = [
    ...hidden.map(({ department, from, to, openedAt }) => ({
      at: timeOf(openedAt),
      entry: { kind: 'hidden' as const, department, from, to },
    })),
    ...messages.map(({ at, id }) => ({ at: timeOf(at), entry: { kind: 'message' as const, id } })),
  ];
  return entries.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
}

/** Milliseconds, with the microseconds behind the point; the order of messages among themselves is SQL's. */
function timeOf(text: string): number {
  const [, micros = ''] = /\.\d{3}(\d{1,3})/.exec(text) ?? [];
  return Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')) + Number(`0.${micros || 0}`);
}

function cursorOf(list: string, { at, seq, id }: Place): string {
  return encodeCursor(list, [at, seq, id]);
}

function placeOf(list: string, cursor: string): Place {
  const [at = '', seq = '', id] = decodeCursor(list, cursor, 3);
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d(:\d\d)?$/.test(at) || !/^\d{1,15}$/.test(seq))
    throw new InvalidCursorError();
  return { at, seq: Number(seq), id: uuidOf(id) };
}
