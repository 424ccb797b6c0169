import { Injectable } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import type { Tx } from '../database/transaction.js';
import { JobQueue } from '../queue/index.js';
import { startOver, tellMessage } from './media.repository.js';

/** Files of messages that could not be fetched, tried again because a person asked. */
@Injectable()
export class FailedFetches {
  constructor(
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** False: this file is here, or on its way already. The caller has seen to the right to it and signals the change. */
  async again(tx: Tx, hotelId: string, mediaId: string): Promise<boolean> {
    await tellMessage(tx, hotelId, mediaId, { state: 'pending' }, this.clock.now());
    if (!(await startOver(tx, hotelId, mediaId))) return false;
    tx.afterCommit(() =>
      this.queue.enqueue('media.fetch', { hotelId, mediaId }, { jobId: `${mediaId}:asked`, priority: 10 }),
    );
    return true;
  }
}
