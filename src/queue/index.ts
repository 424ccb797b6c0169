export { JobQueue, type EnqueueOptions, type JobContext, type JobHandler } from './job-queue.js';
export type { JobTold } from './job-runner.js';
export type { JobName, Jobs, JobSettings } from './jobs.js';
export {
  JOBS_OF_ROWS,
  openJobs,
  openWork,
  queueOf,
  WORK_STATES,
  type JobOfRows,
  type OpenJob,
  type OpenWork,
} from './open-work.js';
export { QueueModule } from './queue.module.js';
export { Sweeper, takeLease, type Sweep } from './sweeper.js';
