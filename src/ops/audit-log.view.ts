import { ApiProperty } from '@nestjs/swagger';

const WHO = ['user', 'automation', 'guest', 'system', 'operator'] as const;

export class AuditActorView {
  /** `automation`: an API key; `operator`: somebody at the command line */
  @ApiProperty({ enum: WHO, enumName: 'AuditActorKind' })
  kind: (typeof WHO)[number];

  id: string | null;
  /** As they are called today */
  name: string | null;
}

export class AuditSubjectView {
  /** `conversation`, `message`, `user`, `department`, `channel`, `hotel` … */
  type: string;
  id: string | null;
}

/** Who did what to what. */
export class AuditEntryView {
  id: string;
  at: Date;
  actor: AuditActorView;
  /** Past tense with its subject: `department.changed` */
  action: string;
  subject: AuditSubjectView;
  conversationId: string | null;

  /** What it was; never a password, token or credential */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  before: Record<string, unknown> | null;

  /** What it became */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  after: Record<string, unknown> | null;
}

export class AuditPageView {
  items: AuditEntryView[];
  nextCursor: string | null;
}
