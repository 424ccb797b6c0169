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
  /** stable: `wrong_channel`, `bad_timestamp`, `not_storable`, `routing_failed`, a failure code of a send … */
  code: string;
  /** in words */
  reason: string;
  tries: number;
  at: Date;
}

export class ReviewDetailView extends ReviewItemView {
  /** what came, as text: a receipt's bytes or a job's data; null where there is none */
  payload: string | null;
  stack: string | null;
}

export class ReviewPageView {
  items: ReviewItemView[];
  nextCursor: string | null;
}

/** What came of a retry. */
export class ReviewRetryView {
  id: string;
  /** false: it still waits, for the reason that stands in the item now */
  resolved: boolean;
}

export class ReviewRetriesView {
  /** How many were tried by this request, oldest first */
  tried: number;
  resolved: number;
  /** true: more wait that fit the filter and were not tried; ask again */
  more: boolean;
}
