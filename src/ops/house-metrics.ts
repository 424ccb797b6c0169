import { statfs } from 'node:fs/promises';

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Metrics } from '../common/metrics.js';
import { Config } from '../config/index.js';
import { HotQueries, LiveQueries, RebuildableQueries } from '../database/hot-queries.js';
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
      const disk = await statfs(this.config.dataDir).catch(() => null); // made with the first file
      if (disk) gauge.set(disk.bavail * disk.bsize);
    });
  }
}
