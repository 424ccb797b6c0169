import { ApiProperty } from '@nestjs/swagger';

import type { OpeningHours } from './opening-hours.js';
import type { OutsideHours } from './outside-hours.js';
import { HOURS_SCHEMA, OUTSIDE_HOURS_SCHEMA, TEXTS_SCHEMA } from './schemas.js';

export class DepartmentMemberView {
  id: string;
  name: string;
}

export class DepartmentView {
  id: string;
  name: string;
  /** Names by language, for the guest's menu */
  @ApiProperty(TEXTS_SCHEMA)
  names: Record<string, string>;
  menuOrder: number;
  inMenu: boolean;
  /** null: always open */
  @ApiProperty(HOURS_SCHEMA)
  hours: OpeningHours | null;
  @ApiProperty(OUTSIDE_HOURS_SCHEMA)
  outsideHours: OutsideHours;
  /** What guests are told outside the hours, by language */
  @ApiProperty(TEXTS_SCHEMA)
  autoReply: Record<string, string>;
  /** Words of guests that open it, in any case and accents */
  keywords: string[];
  discreet: boolean;
  /** Rung for danger, and takes what nobody claims */
  isFrontDesk: boolean;
  members: DepartmentMemberView[];
  createdAt: Date;
  updatedAt: Date;
  version: number;
}

export class DepartmentPageView {
  items: DepartmentView[];
  nextCursor: string | null;
}
