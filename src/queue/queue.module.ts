import {
  Global,
  Module,
  type DynamicModule,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';

import { Pressure } from '../common/pressure.js';
import { Config } from '../config/config.js';
import { BullDriver, BullQueue } from './bull-queue.js';
import { EmbeddedQueue } from './embedded-queue.js';
import { JobQueue } from './job-queue.js';
import { Sweeper } from './sweeper.js';

/** Jobs wait in this process, or in Redis where the settings name one. */
@Global()
@Module({
  providers: [
    {
      provide: JobQueue,
      inject: [Config, Pressure],
      useFactory: ({ queue }: Config, pressure: Pressure) => new EmbeddedQueue({ ...queue, pressure }, queue.worked),
    },
    Sweeper,
  ],
  exports: [JobQueue, Sweeper],
})
export class QueueModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  static on({ queue: { redis, ...queue } }: Config): DynamicModule {
    if (redis === null) return { module: QueueModule };
    return {
      module: QueueModule,
      imports: [BullDriver.on({ ...queue, redis })],
      providers: [{ provide: JobQueue, useExisting: BullQueue }],
    };
  }

  constructor(
    private readonly queue: JobQueue,
    private readonly sweeper: Sweeper,
    private readonly config: Config,
  ) {}

  /** All modules have registered their handlers and sweeps by now. */
  onApplicationBootstrap(): void {
    this.queue.start();
    if (this.config.queue.worked.includes('maintenance')) this.sweeper.start();
  }

  /** While the connections to database and Redis are still open: what is under way would fail without them. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.sweeper.stop(), this.queue.stop()]);
  }
}
