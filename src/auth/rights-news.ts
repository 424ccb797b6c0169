import { Injectable } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { ChangeSignal } from '../database/change-signal.js';
import type { Tx } from '../database/transaction.js';

type SessionsEnded = (hotelId: string, sessionIds: readonly string[]) => void;

/** Tells open sockets, through the change log and with the change itself, that what they may see is another thing now. */
@Injectable()
export class RightsNews {
  private readonly whenEnded = new Set<SessionsEnded>();

  constructor(
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
  ) {}

  /** These users see more or less than before: their sockets must ask again. */
  rightsChanged(tx: Tx, hotelId: string, userIds: string[]): Promise<void> {
    return this.tell(tx, hotelId, 'membership.changed', userIds);
  }

  /**
   * Sockets of these sessions must close: here with the commit, because the log waits for older transactions that are
   * still open; in other processes when they read it.
   */
  async sessionsEnded(tx: Tx, hotelId: string, sessionIds: string[]): Promise<void> {
    if (sessionIds.length === 0) return;
    await this.tell(tx, hotelId, 'session.ended', sessionIds);
    tx.afterCommit(() => {
      for (const listener of this.whenEnded) listener(hotelId, sessionIds);
    });
  }

  /** Hears of sessions that are ended by this process. Returns what ends it. */
  onSessionsEnded(listener: SessionsEnded): () => void {
    this.whenEnded.add(listener);
    return () => this.whenEnded.delete(listener);
  }

  private async tell(tx: Tx, hotelId: string, kind: string, subjectIds: string[]): Promise<void> {
    if (subjectIds.length === 0) return;
    await tx.query(`INSERT INTO change (hotel_id, kind, subject_id, at) SELECT $1, $2, unnest($3::uuid[]), $4`, [
      hotelId,
      kind,
      [...new Set(subjectIds)],
      this.clock.now(),
    ]);
    tx.afterCommit(() => this.signal.signal());
  }
}
