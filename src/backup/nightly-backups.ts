import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { newId } from '../common/ids.js';
import { Config } from '../config/index.js';
import { DatabaseAddress } from '../database/pg-client.js';
import { statements } from '../database/transaction.js';
import { Sweeper, takeLease } from '../queue/index.js';
import { beginRun, endRun, failRun, forgetRun, nightlyHistory } from './backup-runs.js';
import { isDue } from './due.js';
import { BackupError } from './errors.js';
import { makeBackup } from './make-backup.js';
import { removeOldBackups } from './old-backups.js';

const EVERY_MS = 60_000;
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;

/**
 * A backup every night, by one desk of those that share a database, beside its other work: sweeps go on meanwhile.
 * What went wrong is a row, which the watch tells administrators of (ops/watch.ts).
 */
@Injectable()
export class NightlyBackups implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Backup');
  private readonly holder = newId();
  private readonly stopping = new AbortController();
  private running: Promise<void> | null = null;

  constructor(
    private readonly db: DataSource,
    private readonly address: DatabaseAddress,
    private readonly sweeper: Sweeper,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    if (this.config.backup.hour === null) return;
    this.sweeper.add({ name: 'nightly backup', everyMs: EVERY_MS, run: () => this.look() });
  }

  /** While the database is still there. A backup under way is given up; the next desk makes another. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** The one that is being made, to its end. */
  async settled(): Promise<void> {
    await this.running;
  }

  async look(now = new Date()): Promise<void> {
    const { hour } = this.config.backup;
    if (hour === null || this.running || this.stopping.signal.aborted) return;
    if (!isDue(hour, await nightlyHistory(statements(this.db)), now)) return;
    if (!(await this.lease())) return;
    // Asked again with the lease in hand: another desk may have made it since.
    if (!isDue(hour, await nightlyHistory(statements(this.db)), now)) return;
    this.running = this.make()
      .catch((error: unknown) => this.logger.error(`The backup’s end could not be noted: ${String(error)}`))
      .finally(() => (this.running = null));
  }

  private async make(): Promise<void> {
    const sql = statements(this.db);
    const run = await beginRun(sql);
    const renewing = setInterval(() => void this.lease().catch(() => undefined), RENEW_MS).unref();
    try {
      const { config, stopping } = this;
      const made = await makeBackup({ url: this.address.url, config, reason: 'nightly', signal: stopping.signal });
      await endRun(sql, run, made);
      this.logger.log(`Made ${made.path}: ${made.rows} rows, ${made.files} files`);
      if (made.missingFiles > 0) this.logger.warn(`${made.missingFiles} files that rows name are not on the disk`);
      await removeOldBackups(config.backup.dir, config.backup.days);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (this.stopping.signal.aborted) return await forgetRun(sql, run);
      await failRun(sql, run, reason);
      this.logger.error(
        `The night’s backup was not made: ${reason}`,
        error instanceof BackupError || !(error instanceof Error) ? undefined : error.stack,
      );
    } finally {
      clearInterval(renewing);
    }
  }

  private async lease(): Promise<boolean> {
    return (await takeLease(this.db, 'backup', this.holder, LEASE_MS)) !== null;
  }
}
