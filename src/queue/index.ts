export { JobQueue, type EnqueueOptions, type JobContext, type JobHandler } from './job-queue.js';
export type { JobName, Jobs, JobSettings } from './jobs.js';
export { QueueModule } from './queue.module.js';
export { Sweeper, type Sweep } from './sweeper.js';
