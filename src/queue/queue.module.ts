import {
  Global,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';

import { Config } from '../config/config.js';
import { EmbeddedQueue } from './embedded-queue.js';
import { JobQueue } from './job-queue.js';
import { Sweeper } from './sweeper.js';

@Global()
@Module({
  providers: [
    {
      provide: JobQueue,
      inject: [Config],
      useFactory: (config: Config) =>
        new EmbeddedQueue({ tries: config.queue.tries, timeoutMs: config.queue.timeoutMs }),
    },
    Sweeper,
  ],
  exports: [JobQueue, Sweeper],
})
export class QueueModule implements OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly queue: JobQueue,
    private readonly sweeper: Sweeper,
  ) {}

  /** All modules have registered their handlers and sweeps by now. */
  onApplicationBootstrap(): void {
    this.queue.start();
    this.sweeper.start();
  }

  /** While the database's connections are still open: a round in the middle would fail on them. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.sweeper.stop();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.stop();
  }
}
