export { JobQueue, type EnqueueOptions, type JobContext, type JobHandler } from './job-queue.js';
export { JOB_SETTINGS, type JobName, type Jobs, type JobSettings } from './jobs.js';
export { QueueModule } from './queue.module.js';
export { Sweeper, type Sweep } from './sweeper.js';
