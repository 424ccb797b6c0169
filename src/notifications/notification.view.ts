import { ApiProperty } from '@nestjs/swagger';

/** What one person is told, beside the conversations themselves. */
export class NotificationView {
  id: string;
  /** `urgent`: danger, `flood`: a number writes too much, `alert`: a threshold is crossed (`data.alert` says which), `alert_cleared`; more may come */
  kind: string;
  conversationId: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;

  at: Date;
  readAt: Date | null;
}

export class NotificationPageView {
  items: NotificationView[];
  nextCursor: string | null;
  /** Of all of them, not of this page */
  unreadCount: number;
}

export class NotificationsReadView {
  unreadCount: number;
}
