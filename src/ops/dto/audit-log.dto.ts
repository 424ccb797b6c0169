import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';

import { IsLike, IsMoment, Optional } from '../../common/fields.js';
import { PageDto } from '../../common/page.dto.js';

const NAME = /^[a-z_]{1,40}$/;
const ACTION = /^[a-z_]{1,40}\.[a-z_]{1,40}$/;

export class AuditLogDto extends PageDto {
  /** @example 'conversation.closed' */
  @Optional()
  @IsLike(ACTION, { message: 'action must be as conversation.closed' })
  action?: string;

  /** The person, API key or guest who did it. */
  @Optional()
  @IsUUID()
  actorId?: string;

  /** @example 'department' */
  @Optional()
  @IsLike(NAME, { message: 'subjectType must be as department' })
  subjectType?: string;

  @Optional()
  @IsUUID()
  subjectId?: string;

  @Optional()
  @IsUUID()
  conversationId?: string;

  /** From this moment on, RFC 3339. */
  @Optional()
  @IsMoment()
  @ApiProperty({ type: String, format: 'date-time', required: false })
  from?: string;

  /** Before this moment, RFC 3339. */
  @Optional()
  @IsMoment()
  @ApiProperty({ type: String, format: 'date-time', required: false })
  to?: string;
}
