import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { statusName } from '../common/delivery-status.js';
import { query } from '../database/transaction.js';
import { failureView, type StoredFailure } from './message-views.js';
import type { AttemptView, HistoryView, StatusChangeView } from './timeline.view.js';

interface AttemptRow {
  number: number;
  status: number;
  failure: StoredFailure | null;
  providerId: string | null;
  createdAt: Date;
  finishedAt: Date | null;
  nextTryAt: Date | null;
}

interface StatusRow {
  status: number;
  failure: StoredFailure | null;
  at: Date;
  number: number | null;
}

const ATTEMPTS = `
  SELECT number, status, failure, provider_id AS "providerId", created_at AS "createdAt", finished_at AS "finishedAt", next_try_at AS "nextTryAt"
  FROM send_attempt WHERE hotel_id = $1 AND message_id = $2 ORDER BY number`;

/** By the provider's id of a try, or by our own that came back; a message typed elsewhere has only its own id. */
const TOLD = `
  WITH message_ids AS (
    SELECT m.channel_id, m.provider_id, NULL::text AS ref, NULL::int AS number FROM message m
    WHERE m.hotel_id = $1 AND m.id = $2 AND NOT EXISTS (SELECT 1 FROM send_attempt a WHERE a.hotel_id = m.hotel_id AND a.message_id = m.id)
    UNION ALL
    SELECT a.channel_id, a.provider_id, a.id::text, a.number FROM send_attempt a WHERE a.hotel_id = $1 AND a.message_id = $2
  )
  SELECT DISTINCT ON (s.id) s.id, s.status, s.failure, s.at, i.number
  FROM message_ids i
  CROSS JOIN LATERAL (
    SELECT s.id, s.status, s.failure, s.at FROM message_status s
    WHERE s.hotel_id = $1 AND s.channel_id = i.channel_id AND s.provider_id = i.provider_id
    UNION
    SELECT s.id, s.status, s.failure, s.at FROM message_status s
    WHERE s.hotel_id = $1 AND s.channel_id = i.channel_id AND s.attempt_ref = i.ref
  ) s
  ORDER BY s.id, i.number DESC NULLS LAST`;

const MESSAGE = `SELECT created_at AS "createdAt", status, direction FROM message WHERE hotel_id = $1 AND id = $2`;

/** What became of a message: its tries, and every status the provider told, with times and reasons (C3). */
@Injectable()
export class HistoryRepository {
  constructor(private readonly dataSource: DataSource) {}

  async of(hotelId: string, messageId: string): Promise<HistoryView> {
    const params = [hotelId, messageId];
    const [[message], attempts, told] = await Promise.all([
      query<{ createdAt: Date; status: number | null; direction: string }>(this.dataSource, MESSAGE, params),
      query<AttemptRow>(this.dataSource, ATTEMPTS, params),
      query<StatusRow>(this.dataSource, TOLD, params),
    ]);
    const stored: StatusChangeView[] =
      message === undefined || (attempts.length === 0 && message.direction === 'outbound')
        ? []
        : [
            {
              status: message.direction === 'outbound' ? 'queued' : 'received',
              at: message.createdAt,
              reason: null,
              attempt: attempts[0]?.number ?? null,
            },
          ];
    const ours = attempts.flatMap((attempt) => oursOf(attempt, told));
    const theirs = told.map(({ status, failure, at, number }) => ({
      status: statusName(status),
      at,
      reason: failureView(failure),
      attempt: number,
    }));
    return {
      messageId,
      statuses: [...stored, ...[...ours, ...theirs].sort((a, b) => a.at.getTime() - b.at.getTime())],
      attempts: attempts.map(attemptView),
    };
  }
}

/** What we know of a try ourselves, where the provider did not tell it: taken, refused, no answer. */
function oursOf(attempt: AttemptRow, told: StatusRow[]): StatusChangeView[] {
  const changes: StatusChangeView[] = [];
  if (attempt.number > 1)
    changes.push({ status: 'queued', at: attempt.createdAt, reason: null, attempt: attempt.number });
  if (attempt.finishedAt === null) return changes;
  const toldOf = told.filter((row) => row.number === attempt.number);
  const status = attempt.providerId === null ? statusName(attempt.status) : 'sent';
  if (!toldOf.some((row) => statusName(row.status) === status)) {
    changes.push({
      status,
      at: attempt.finishedAt,
      reason: status === 'failed' ? failureView(attempt.failure) : null,
      attempt: attempt.number,
    });
  }
  return changes;
}

function attemptView(attempt: AttemptRow): AttemptView {
  return {
    number: attempt.number,
    status: statusName(attempt.status),
    startedAt: attempt.createdAt,
    finishedAt: attempt.finishedAt,
    nextTryAt: attempt.nextTryAt,
    reason: failureView(attempt.failure),
  };
}
