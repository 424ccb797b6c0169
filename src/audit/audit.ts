import { Injectable } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import type { Tx } from '../database/transaction.js';

/** `automation`: an API key. */
export type Actor = { kind: 'user' | 'automation' | 'guest'; id: string } | { kind: 'system' | 'operator' };

export interface AuditEntry {
  hotelId: string;
  actor: Actor;
  /** past tense with its subject: `department.renamed` */
  action: string;
  subject: { type: string; id: string | null };
  conversationId?: string;
  /** what it was and what it became; never a password, token or credential */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Who did what, written in the same transaction as what it tells of. Append-only: the database refuses changes. */
@Injectable()
export class Audit {
  constructor(private readonly clock: Clock) {}

  async record(tx: Tx, entry: AuditEntry): Promise<void> {
    await tx.query(
      `INSERT INTO audit_entry (hotel_id, id, actor_kind, actor_id, action, subject_type, subject_id, conversation_id, before, after, at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        entry.hotelId,
        newId(),
        entry.actor.kind,
        'id' in entry.actor ? entry.actor.id : null,
        entry.action,
        entry.subject.type,
        entry.subject.id,
        entry.conversationId ?? null,
        json(entry.before),
        json(entry.after),
        this.clock.now(),
      ],
    );
  }
}

function json(value: Record<string, unknown> | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
