import { ApiProperty } from '@nestjs/swagger';

import { LimitsView, QuietHoursView, RetentionView, ThresholdsView } from './hotel-settings.view.js';

export const AUDIENCES = ['staff', 'front-desk'] as const;
export type Audience = (typeof AUDIENCES)[number];

export class AutoReplyView {
  /** false: Bellhop sends guests nothing by itself */
  enabled: boolean;
}

export class HotelView {
  id: string;
  name: string;
  /** `Europe/Lisbon` */
  timeZone: string;
  /** ISO 3166 alpha-2; how a number without + is read */
  country: string;
  /** BCP-47; the first one is the default */
  languages: string[];
  autoReply: AutoReplyView;
  /** Rung for danger, and takes what nobody claims */
  frontDeskDepartmentId: string | null;
  /** Who sees conversations without a department */
  @ApiProperty({ enum: AUDIENCES })
  generalAudience: Audience;
  /** When staff are not to be rung but for danger; null: never. Kept for the alerts, which will go by it. */
  quietHours: QuietHoursView | null;
  /** From where on administrators are told. */
  thresholds: ThresholdsView;
  limits: LimitsView;
  /** Kept for the erasure by age, which will go by it. */
  retention: RetentionView;
  updatedAt: Date;
  version: number;
}
