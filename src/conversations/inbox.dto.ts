import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';

import { PageDto } from '../common/page.dto.js';

export const LIST_STATUSES = ['active', 'expired', 'closed', 'past'] as const;
export type ListStatus = (typeof LIST_STATUSES)[number];

const ASSIGNEE = /^(me|none|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/;

const truth = ({ value }: { value: unknown }): unknown =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;

/** The inbox's filters, joined by "and". */
export class InboxDto extends PageDto {
  /** `past`: expired or closed. Without it all. */
  @IsOptional()
  @IsIn(LIST_STATUSES)
  status?: ListStatus;

  @IsOptional()
  @IsIn(['general', 'service', 'flow'])
  type?: 'general' | 'service' | 'flow';

  @IsOptional()
  @IsUUID()
  departmentId?: string;

  /** `me`, `none`, or a user's id. */
  @IsOptional()
  @Matches(ASSIGNEE)
  assignee?: string;

  /** `true`: with arrivals I have not read; `false`: without. */
  @IsOptional()
  @Transform(truth)
  @IsBoolean()
  unread?: boolean;

  /** `true`: active ones whose guest waits for an answer; `false`: the others. */
  @IsOptional()
  @Transform(truth)
  @IsBoolean()
  waiting?: boolean;

  /** Guest's name, phone or room. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  /** `recent`: newest message first. `waiting`: only those whose guest waits, the longest first. */
  @IsOptional()
  @IsIn(['recent', 'waiting'])
  sort: 'recent' | 'waiting' = 'recent';
}

export class ChangesDto {
  /** `position` of an earlier answer or event; without it only the present position is given. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  since?: string;
}
