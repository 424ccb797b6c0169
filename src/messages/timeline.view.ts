import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';

import { FailureView, HiddenEpisodeItemView, MessageView } from './message.view.js';
import type { DeliveryStatus } from '../common/delivery-status.js';

@ApiExtraModels(MessageView, HiddenEpisodeItemView)
export class TimelineView {
  /** Oldest first */
  @ApiProperty({
    type: 'array',
    items: { oneOf: [{ $ref: getSchemaPath(MessageView) }, { $ref: getSchemaPath(HiddenEpisodeItemView) }] },
  })
  items: (MessageView | HiddenEpisodeItemView)[];
  /** Given back as `before`; null: this is the beginning */
  olderCursor: string | null;
  /** Given back as `after`; null: this is the end */
  newerCursor: string | null;
}

export class StatusChangeView {
  status: DeliveryStatus | 'received';
  at: Date;
  reason: FailureView | null;
  /** Which try it tells of; null: it cannot be told */
  attempt: number | null;
}

export class AttemptView {
  number: number;
  status: DeliveryStatus | 'received';
  startedAt: Date;
  finishedAt: Date | null;
  /** When it will be tried, where that was put off */
  nextTryAt: Date | null;
  reason: FailureView | null;
}

/** What became of a message, in the order it happened. */
export class HistoryView {
  messageId: string;
  statuses: StatusChangeView[];
  attempts: AttemptView[];
}
