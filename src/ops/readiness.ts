import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { query } from '../database/transaction.js';

const PATIENCE_MS = 1_200;

export type Readiness = { ready: true } | { ready: false; reason: 'starting' | 'stopping' | 'database_away' };

/** Whether work may be sent here. A probe is answered in time also while the database hangs. */
@Injectable()
export class ReadinessService implements OnApplicationBootstrap, OnModuleDestroy {
  private phase: 'starting' | 'ready' | 'stopping' = 'starting';
  private asking: Promise<boolean> | null = null;

  constructor(@InjectDataSource() private readonly db: DataSource) {}

  /** Migrations are done before the program is put together; now its parts have started too. */
  onApplicationBootstrap(): void {
    this.phase = 'ready';
  }

  /** The first thing that happens when the program closes: balancers turn away. */
  onModuleDestroy(): void {
    this.phase = 'stopping';
  }

  async state(): Promise<Readiness> {
    if (this.phase !== 'ready') return { ready: false, reason: this.phase };
    return (await this.databaseAnswers()) ? { ready: true } : { ready: false, reason: 'database_away' };
  }

  private async databaseAnswers(): Promise<boolean> {
    // One question at a time: probes of a hanging database must not use up the pool.
    this.asking ??= query(this.db, 'SELECT 1')
      .then(
        () => true,
        () => false,
      )
      .finally(() => (this.asking = null));
    const answer = this.asking;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), PATIENCE_MS);
      void answer.then((answered) => {
        clearTimeout(timer);
        resolve(answered);
      });
    });
  }
}
