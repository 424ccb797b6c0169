import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { DiskSpace } from '../common/disk-space.js';
import { Metrics } from '../common/metrics.js';
import { Config } from '../config/index.js';
import { HotQueries, LiveQueries, RebuildableQueries } from '../database/hot-queries.js';
import { query } from '../database/transaction.js';
import { loadOf, poolOf, type PoolLoad } from '../database/pool-load.js';

/** What this process leans on: its connections to the database, and the disk its files lie on. */
@Injectable()
export class HouseMetrics implements OnModuleInit {
  constructor(
    private readonly db: DataSource,
    private readonly hot: HotQueries,
    private readonly live: LiveQueries,
    private readonly rebuildable: RebuildableQueries,
    private readonly metrics: Metrics,
    private readonly disk: DiskSpace,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    const pools: Record<string, () => PoolLoad> = {
      desk: () => loadOf(poolOf(this.db)),
      hot: () => this.hot.load,
      live: () => this.live.load,
      rebuildable: () => this.rebuildable.load,
    };
    this.metrics.gauge('bellhop_pool_connections', 'Connections to the database', ['pool', 'state'], (gauge) => {
      for (const [pool, load] of Object.entries(pools)) {
        const { busy, idle } = load();
        gauge.set({ pool, state: 'busy' }, busy);
        gauge.set({ pool, state: 'idle' }, idle);
      }
    });
    this.metrics.gauge('bellhop_pool_waiting', 'Who waits for a connection to the database', ['pool'], (gauge) => {
      for (const [pool, load] of Object.entries(pools)) gauge.set({ pool }, load().waiting);
    });
    this.metrics.gauge('bellhop_disk_free_bytes', 'Free on the disk of DATA_DIR', [], async (gauge) => {
      const free = await this.disk.free();
      if (free !== null) gauge.set(free);
    });
    const paused = '1: the disk is too full to take in files, which wait at the provider';
    this.metrics.gauge('bellhop_files_paused', paused, [], async (gauge) => {
      gauge.set((await this.disk.state()) === 'full' ? 1 : 0);
    });
    if (this.config.backup.hour !== null) this.watchBackups();
  }

  /** Without one it is the database's age: a desk of months without a backup is not well, one of today is. */
  private watchBackups(): void {
    const help = 'When the last night’s backup was begun that is whole; where there is none, when the database began';
    this.metrics.gauge('bellhop_backup_made_timestamp_seconds', help, [], async (gauge) => {
      const [row] = await query<{ at: Date | null }>(
        this.db,
        `SELECT coalesce((SELECT max(started_at) FROM backup_run WHERE path IS NOT NULL), (SELECT min(applied_at) FROM schema_migration)) AS at`,
      ).catch(() => []);
      if (row?.at) gauge.set(+row.at / 1_000);
    });
  }
}
