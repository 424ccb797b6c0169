import { Global, Module } from '@nestjs/common';

import { JobQueue, Sweeper } from '../queue/index.js';

/** Rows are the truth: what a command leaves to do, the desk finds in them, now or when it starts. */
class NoQueue extends JobQueue {
  enqueue(): void {}
  handle(): void {}
  start(): void {}
  async pause(): Promise<void> {}
  resume(): void {}
  async processAll(): Promise<void> {}
  async stop(): Promise<void> {}
}

/** In the place of the queue: a command runs no jobs and sweeps nothing, a desk may be at it beside. */
@Global()
@Module({ providers: [{ provide: JobQueue, useClass: NoQueue }, Sweeper], exports: [JobQueue, Sweeper] })
export class RowsAlone {}
