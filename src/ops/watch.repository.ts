import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { lowestIdAt, newId } from '../common/ids.js';
import { query, statements, type Tx } from '../database/transaction.js';
import { SETTINGS_DEFAULTS, type ThresholdsView } from '../hotels/index.js';
import { openWork } from '../queue/index.js';
import type { Alert, AlertKind, Figures } from './thresholds.js';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const ROUTED_WITHIN_MS = 5 * 60_000;
/** A hotel with more than that in five minutes is judged by its newest ones: what a look costs does not grow with the rush. */
const MOST_ROUTED = 1_000;
/** Receipts are kept for thirty days. */
const WEEKS = [1, 2, 3, 4];
/** A habit: so many events in these minutes, in so many of the weeks before. Fewer, and chance alone is silent at times. */
const HABIT = { events: 5, weeks: 3 };

/** Served by review_item_open and, for what was routed lately, by the decisions' primary key. */
const HOTELS = `
  SELECT h.id AS "hotelId", h.thresholds,
    (SELECT count(*) FROM review_item r WHERE r.hotel_id = h.id AND r.resolved_at IS NULL AND r.at > $1) AS "failedJobs",
    (SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM d.at - m.created_at)::float8)
     FROM (SELECT r.message_id, r.at FROM route_decision r WHERE r.hotel_id = h.id AND r.id > $2 ORDER BY r.id DESC LIMIT $3) d
     JOIN message m ON m.hotel_id = h.id AND m.id = d.message_id) AS "slowSeconds"
  FROM hotel h ORDER BY h.id`;

/**
 * Channels that were not heard of for the minutes their hotel chose, though in most of the weeks before they were, in these very
 * minutes. Receipts are found by their ids, which carry the time.
 */
const SILENT = `
  SELECT c.hotel_id AS "hotelId", c.id AS "channelId", extract(epoch FROM $1::timestamptz - c.last_event_at)::float8 / 60 AS value, t.minutes AS threshold
  FROM hotel h
  CROSS JOIN LATERAL (
    SELECT CASE WHEN h.thresholds ? 'silentMinutes' THEN (h.thresholds ->> 'silentMinutes')::int ELSE $2 END AS minutes
  ) t
  JOIN channel c ON c.hotel_id = h.id AND c.archived_at IS NULL AND c.status <> 'paused'
    AND c.last_event_at < $1::timestamptz - t.minutes * interval '1 minute'
  WHERE $4 <= (
    SELECT count(*) FROM json_to_recordset($3::json) AS w(minutes int, low uuid, high uuid)
    WHERE w.minutes = t.minutes AND $5 = (
      SELECT count(*) FROM (
        SELECT 1 FROM webhook_attempt a WHERE a.hotel_id = c.hotel_id AND a.id >= w.low AND a.id < w.high AND a.channel_id = c.id LIMIT $5
      ) heard))`;

export interface WatchedHotel {
  hotelId: string;
  thresholds: ThresholdsView;
  figures: Figures;
}

export interface RaisedAlert {
  hotelId: string;
  id: string;
  kind: AlertKind;
  channelId: string | null;
  /** of a channel: it was heard of again, or is watched no more */
  heard: boolean;
}

@Injectable()
export class WatchRepository {
  constructor(private readonly db: DataSource) {}

  async hotels(now: Date): Promise<WatchedHotel[]> {
    const [rows, work] = await Promise.all([
      query<{ hotelId: string; thresholds: Partial<ThresholdsView>; failedJobs: number; slowSeconds: number | null }>(
        this.db,
        HOTELS,
        [new Date(+now - HOUR_MS), lowestIdAt(Date.now() - ROUTED_WITHIN_MS), MOST_ROUTED],
      ),
      openWork(statements(this.db)),
    ]);
    return rows.map(({ hotelId, thresholds, failedJobs, slowSeconds }) => {
      const open = work.filter((one) => one.hotelId === hotelId);
      const oldest = Math.min(...open.map(({ oldestWaitingAt }) => +(oldestWaitingAt ?? Infinity)));
      return {
        hotelId,
        thresholds: { ...SETTINGS_DEFAULTS.thresholds, ...thresholds },
        figures: {
          failedJobs,
          slowSeconds,
          backlog: open.reduce((sum, { waiting, delayed }) => sum + waiting + delayed, 0),
          oldestSeconds: Number.isFinite(oldest) ? (+now - oldest) / 1_000 : null,
        },
      };
    });
  }

  async silent(now: Date): Promise<(Alert & { hotelId: string })[]> {
    const usual = SETTINGS_DEFAULTS.thresholds.silentMinutes;
    const chosen = await query<{ minutes: number }>(
      this.db,
      `SELECT DISTINCT (thresholds ->> 'silentMinutes')::int AS minutes FROM hotel WHERE thresholds ->> 'silentMinutes' IS NOT NULL`,
    );
    const windows = [...new Set([usual, ...chosen.map(({ minutes }) => minutes)])].flatMap((minutes) =>
      WEEKS.map((week) => ({
        minutes,
        low: lowestIdAt(+now - week * WEEK_MS - (minutes ?? 0) * 60_000),
        high: lowestIdAt(+now - week * WEEK_MS),
      })),
    );
    const rows = await query<{ hotelId: string; channelId: string; value: number; threshold: number }>(
      this.db,
      SILENT,
      [now, usual, JSON.stringify(windows), HABIT.weeks, HABIT.events],
    );
    return rows.map((row) => ({ ...row, kind: 'channel_silent' }));
  }

  /** Of the nights since the last backup that was made; one whose process died counts after half a day. */
  async failedBackups(): Promise<number> {
    const [row] = await query<{ count: number }>(
      this.db,
      `SELECT count(*) AS count FROM backup_run
       WHERE path IS NULL AND (failure IS NOT NULL OR started_at < clock_timestamp() - interval '12 hours')
         AND started_at > coalesce((SELECT max(started_at) FROM backup_run WHERE path IS NOT NULL), '-infinity')`,
    );
    return row?.count ?? 0;
  }

  /** Served by alert_raised. */
  raised(): Promise<RaisedAlert[]> {
    return query(
      this.db,
      `SELECT a.hotel_id AS "hotelId", a.id, a.kind, a.channel_id AS "channelId",
         a.channel_id IS NOT NULL AND (c.last_event_at > a.raised_at OR c.archived_at IS NOT NULL OR c.status = 'paused'
           OR h.thresholds -> 'silentMinutes' = 'null') AS heard
       FROM alert a JOIN hotel h ON h.id = a.hotel_id
       LEFT JOIN channel c ON c.hotel_id = a.hotel_id AND c.id = a.channel_id
       WHERE a.cleared_at IS NULL`,
    );
  }

  /** False: it is raised already. */
  async raise(tx: Tx, hotelId: string, { kind, channelId, value, threshold }: Alert, at: Date): Promise<boolean> {
    const rows = await tx.query(
      `INSERT INTO alert (hotel_id, id, kind, channel_id, value, threshold, raised_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [hotelId, newId(), kind, channelId, value, threshold, at],
    );
    return rows.length > 0;
  }

  /** False: somebody was faster. */
  async clear(tx: Tx, { hotelId, id }: RaisedAlert, at: Date): Promise<boolean> {
    const rows = await tx.query(
      `UPDATE alert SET cleared_at = $3 WHERE hotel_id = $1 AND id = $2 AND cleared_at IS NULL RETURNING 1`,
      [hotelId, id, at],
    );
    return rows.length > 0;
  }
}
