import { ApiProperty } from '@nestjs/swagger';

export const REVIEW_KINDS = ['receipt', 'job', 'send'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

/** Something that waits for a person: it could not be stored, routed or sent. */
export class ReviewItemView {
  id: string;

  @ApiProperty({ enum: REVIEW_KINDS, enumName: 'ReviewKind' })
  kind: ReviewKind;

  channelId: string | null;
  conversationId: string | null;
  messageId: string | null;
  /** Whom its conversation is with: the guest's name or phone, the group's name; null where none is known */
  name: string | null;
  /** stable: `wrong_channel`, `bad_timestamp`, `not_storable`, `routing_failed`, a failure code of a send … */
  code: string;
  /** in words */
  reason: string;
  tries: number;
  at: Date;
}

export const ATTEMPT_OUTCOMES = ['failed', 'done', 'open'] as const;

/** One try: of reading a receipt, routing a message, sending one. */
export class ReviewAttemptView {
  /** when it began; of a send, when it was queued */
  at: Date;

  /** milliseconds it took; null: not measured by itself, or not over */
  tookMs: number | null;

  @ApiProperty({ enum: ATTEMPT_OUTCOMES, enumName: 'AttemptOutcome' })
  outcome: (typeof ATTEMPT_OUTCOMES)[number];

  /** why it failed */
  code: string | null;
  reason: string | null;
}

export class ReviewDetailView extends ReviewItemView {
  /** what came, as text: a receipt's bytes or a job's data; null where there is none */
  payload: string | null;
  stack: string | null;
  /** the first one first */
  attempts: ReviewAttemptView[];
}

export class ReviewPageView {
  items: ReviewItemView[];
  nextCursor: string | null;
}

/** Rows of one table that were, or would be, written. */
export class RowChangeView {
  /** @example 'message' */
  table: string;
  made: number;
  changed: number;
}

/** What came of a retry, or would come. */
export class ReviewRetryView {
  id: string;
  /** false: it still waits, for the reason that stands in the item now */
  resolved: boolean;

  /** Dry run: what a retry would write, by table; nothing was written. Null: it was no dry run. */
  @ApiProperty({ type: () => RowChangeView, isArray: true, nullable: true })
  rows: RowChangeView[] | null;
}

export class ReviewRetriesView {
  /** How many were tried by this request, oldest first */
  tried: number;
  resolved: number;
  /** true: more wait that fit the filter and were not tried; ask again */
  more: boolean;
}
