import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';

/** Why a try failed. */
export interface TryFailure {
  /** stable, as the review item's */
  code: string;
  /** in words */
  reason: string;
  /** for administrators; null where the cause is in the data */
  stack: string | null;
}

/** One try of what a provider told (E25). */
export interface ProcessingTry {
  hotelId: string;
  /** the review item of a receipt; of a job, the message it is about */
  subjectId: string;
  beganAt: Date;
  /** null: not measured by itself */
  tookMs: number | null;
  /** null: it went through */
  failure: TryFailure | null;
}

const ADD_TRY = `
  INSERT INTO processing_try (hotel_id, id, subject_id, began_at, took_ms, code, reason, stack)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;

export async function recordTry(
  sql: Sql,
  { hotelId, subjectId, beganAt, tookMs, failure }: ProcessingTry,
): Promise<void> {
  await sql.query(ADD_TRY, [
    hotelId,
    newId(),
    subjectId,
    beganAt,
    tookMs,
    failure?.code ?? null,
    failure?.reason ?? null,
    failure?.stack ?? null,
  ]);
}
