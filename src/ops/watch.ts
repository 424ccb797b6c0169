import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Clock } from '../common/clock.js';
import { DiskSpace } from '../common/disk-space.js';
import { Config } from '../config/index.js';
import { tellAdministrators } from '../conversations/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { inTransaction } from '../database/transaction.js';
import { Sweeper } from '../queue/index.js';
import { measured, measuredHouse, type Alert } from './thresholds.js';
import { WatchRepository, type RaisedAlert } from './watch.repository.js';

const EVERY_MS = 30_000;
/** Silence is counted in minutes. */
const LISTEN_EVERY_MS = 5 * 60_000;

/**
 * Holds each hotel's figures against its thresholds (D6), and those of the house. One that is crossed is told once to every administrator, in
 * the bell and at once, and lasts as a row until it is over, which is told too.
 */
@Injectable()
export class Watch implements OnModuleInit {
  private readonly logger = new Logger(Watch.name);

  constructor(
    private readonly db: DataSource,
    private readonly repository: WatchRepository,
    private readonly sweeper: Sweeper,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly disk: DiskSpace,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.sweeper.add({ name: 'thresholds', everyMs: EVERY_MS, run: () => this.lookAtFigures() });
    this.sweeper.add({ name: 'silent channels', everyMs: LISTEN_EVERY_MS, run: () => this.listen() });
  }

  private async lookAtFigures(): Promise<void> {
    const now = this.clock.now();
    const raised = await this.repository.raised();
    const [failedBackups, diskFree] = await Promise.all([this.repository.failedBackups(), this.disk.free()]);
    const house = measuredHouse({ failedBackups, diskFree }, this.config.disk.low);
    for (const { hotelId, thresholds, figures } of await this.repository.hotels(now)) {
      for (const { verdict, ...alert } of [...measured(figures, thresholds), ...house]) {
        const one = raised.find((open) => open.hotelId === hotelId && open.kind === alert.kind);
        if (verdict === 'crossed' && !one) await this.raise(hotelId, alert, now);
        if (verdict === 'clear' && one) await this.clear(one, now);
      }
    }
    // Whether a channel is heard of again is known at once, whatever its habit.
    for (const one of raised) if (one.heard) await this.clear(one, now);
  }

  private async listen(): Promise<void> {
    const now = this.clock.now();
    for (const { hotelId, ...alert } of await this.repository.silent(now)) await this.raise(hotelId, alert, now);
  }

  private async raise(hotelId: string, alert: Alert, now: Date): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      if (!(await this.repository.raise(tx, hotelId, alert, now))) return;
      const { kind, channelId, value, threshold } = alert;
      this.logger.warn(`Alert ${kind} of hotel ${hotelId}: ${value} (threshold ${threshold})`);
      await tellAdministrators(tx, {
        hotelId,
        kind: 'alert',
        data: { alert: kind, channelId, value, threshold },
        at: now,
      });
      tx.afterCommit(() => this.signal.signal());
    });
  }

  private async clear(alert: RaisedAlert, now: Date): Promise<void> {
    await inTransaction(this.db, async (tx) => {
      if (!(await this.repository.clear(tx, alert, now))) return;
      const { hotelId, kind, channelId } = alert;
      this.logger.log(`Alert ${kind} of hotel ${hotelId} is over`);
      await tellAdministrators(tx, { hotelId, kind: 'alert_cleared', data: { alert: kind, channelId }, at: now });
      tx.afterCommit(() => this.signal.signal());
    });
  }
}
