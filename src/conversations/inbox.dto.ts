import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsString, IsUUID, MaxLength } from 'class-validator';

import { IsLike, IsText, Optional } from '../common/fields.js';
import { PageDto } from '../common/page.dto.js';

export const LIST_STATUSES = ['active', 'expired', 'closed', 'past'] as const;
export type ListStatus = (typeof LIST_STATUSES)[number];

const ASSIGNEE = /^(me|none|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;

const truth = ({ value }: { value: unknown }): unknown =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;

/** The inbox's filters, joined by "and". */
export class InboxDto extends PageDto {
  /** `past`: expired or closed. Without it all. */
  @Optional()
  @IsIn(LIST_STATUSES)
  status?: ListStatus;

  @Optional()
  @IsIn(['general', 'service', 'flow'])
  type?: 'general' | 'service' | 'flow';

  @Optional()
  @IsUUID()
  departmentId?: string;

  /** `me`, `none`, or a user's id. */
  @Optional()
  @IsLike(ASSIGNEE)
  assignee?: string;

  /** `true`: with arrivals I have not read; `false`: without. */
  @Optional()
  @Transform(truth)
  @IsBoolean()
  unread?: boolean;

  /** `true`: active ones whose guest waits for an answer; `false`: the others. */
  @Optional()
  @Transform(truth)
  @IsBoolean()
  waiting?: boolean;

  /** Guest's name, phone in any writing, room or booking reference; a group's subject. */
  @Optional()
  @IsText({ max: 200 })
  q?: string;

  /** `recent`: newest message first. `waiting`: only those whose guest waits, the longest first. */
  @Optional()
  @IsIn(['recent', 'waiting'])
  sort: 'recent' | 'waiting' = 'recent';
}

export class ChangesDto {
  /** `position` of an earlier answer or event; without it only the present position is given. */
  @Optional()
  @IsString()
  @MaxLength(100)
  since?: string;
}
