import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Clock } from '../common/clock.js';
import type { Sql } from '../common/sql.js';
import { query, statements } from '../database/transaction.js';
import type { ChangeKind } from './changes.js';

export interface LoggedChange {
  hotelId: string;
  kind: ChangeKind;
  conversationId: string | null;
  messageId: string | null;
  subjectId: string | null;
  at: Date;
}

/** How far the log was read: everything before is known. */
export interface Horizon {
  xid: string;
  position: string;
}

export interface Tail {
  changes: LoggedChange[];
  horizon: Horizon;
  /** transactions below this number may still commit changes; read again until the horizon has passed it */
  pending: string;
}

export type Missed = { reset: true; position: string } | { reset: false; changes: LoggedChange[]; position: string };

/** ops/housekeeping drops what is older. */
const KEPT_MS = 7 * 86_400_000;
const REPLAY_LIMIT = 2_000;

const COLUMNS = `g.hotel_id AS "hotelId", g.kind, g.conversation_id AS "conversationId", g.message_id AS "messageId",
  g.subject_id AS "subjectId", g.at, g.xid::text AS xid, g.position::text AS position`;

/**
 * Only below the oldest transaction still open: what commits late carries an older number and would be
 * skipped for ever otherwise. One statement has one snapshot, so the horizon belongs to the rows beside it.
 */
const SNAPSHOT = `(SELECT pg_snapshot_xmin(s) AS xmin, pg_snapshot_xmax(s) AS xmax FROM (SELECT pg_current_snapshot() AS s OFFSET 0) now)`;

/** Served by change_xid. */
const TAIL = `
  SELECT safe.xmin::text AS xmin, safe.xmax::text AS xmax, log.*
  FROM ${SNAPSHOT} safe
  LEFT JOIN LATERAL (
    SELECT ${COLUMNS} FROM change g
    WHERE (g.xid, g.position) > ($1::xid8, $2::bigint) AND g.xid < safe.xmin AND g.hotel_id = ANY($3::uuid[])
    ORDER BY g.xid, g.position LIMIT $4
  ) log ON true
  ORDER BY log.xid::xid8, log.position::bigint`;

/** Served by change_resume. */
const SINCE = `
  SELECT safe.xmin::text AS xmin, log.*
  FROM ${SNAPSHOT} safe
  LEFT JOIN LATERAL (
    SELECT ${COLUMNS} FROM change g
    WHERE g.hotel_id = $2 AND g.xid >= $1::xid8 AND g.xid < safe.xmin
    ORDER BY g.xid, g.position LIMIT $3
  ) log ON true
  ORDER BY log.xid::xid8, log.position::bigint`;

type LogRow = LoggedChange & { xmin: string; xmax: string; xid: string | null; position: string };

/** Reads what `recordChange` wrote. */
@Injectable()
export class ChangeLog {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Now: everything committed so far lies before it, or is still to come for whoever reads on from it. */
  async present(): Promise<Horizon> {
    const [row] = await query<{ xmin: string }>(
      this.dataSource,
      'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin',
    );
    return { xid: row?.xmin ?? '0', position: '0' };
  }

  /** The changes of these hotels after `from`, at most `limit`, for the one who publishes them. */
  async tail(
    from: Horizon,
    hotelIds: readonly string[],
    limit: number,
    sql: Sql = statements(this.dataSource),
  ): Promise<Tail> {
    const rows = await sql.query<LogRow>(TAIL, [from.xid, from.position, hotelIds, limit]);
    const changes = rows.filter((row) => row.xid !== null);
    const last = changes.at(-1);
    const [first] = rows;
    const horizon =
      changes.length === limit && last !== undefined
        ? { xid: last.xid ?? '0', position: last.position }
        : { xid: first?.xmin ?? from.xid, position: '0' };
    return { changes, horizon, pending: first?.xmax ?? '0' };
  }

  /** What a client missed since a position it was given; `reset` when that cannot be told any more. */
  async since(hotelId: string, since: string | undefined): Promise<Missed> {
    const from = since === undefined ? null : this.read(since);
    if (from === null) return { reset: true, position: this.write(await this.present()) };
    const rows = await query<LogRow>(this.dataSource, SINCE, [from, hotelId, REPLAY_LIMIT + 1]);
    const present = rows[0]?.xmin ?? '0';
    const position = this.write({ xid: present, position: '0' });
    const changes = rows.filter((row) => row.xid !== null);
    // Ahead of us: a position of another database, as after a restored backup.
    if (BigInt(from) > BigInt(present) || changes.length > REPLAY_LIMIT) return { reset: true, position };
    return { reset: false, changes, position };
  }

  /** A horizon as clients get it: opaque, with its date, because the log is kept for days. */
  write(horizon: Horizon): string {
    return `${horizon.xid}-${Math.floor(this.clock.now().getTime() / 1000).toString(36)}`;
  }

  private read(text: string): string | null {
    const [, xid, seconds] = /^(\d{1,18})-([0-9a-z]{1,8})$/.exec(text) ?? [];
    if (xid === undefined || seconds === undefined) return null;
    const age = this.clock.now().getTime() - Number.parseInt(seconds, 36) * 1000;
    return age > KEPT_MS ? null : xid;
  }
}
