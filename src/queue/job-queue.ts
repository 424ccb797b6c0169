import type { JobName, Jobs } from './jobs.js';

export interface JobContext {
  /** aborted when the job's time is up or the process stops waiting for it */
  signal: AbortSignal;
  /** 1 for the first try */
  attempt: number;
}

export type JobHandler<N extends JobName> = (data: Jobs[N], context: JobContext) => Promise<void>;

export interface EnqueueOptions {
  /** the same id is not queued twice while it waits or runs */
  jobId: string;
  /** not before so many milliseconds */
  delayMs?: number;
  /** larger runs earlier */
  priority?: number;
}

/**
 * The queue is a hint: rows are the truth, and a sweeper makes jobs anew from rows (promise 6).
 * So `enqueue` neither waits nor fails; whoever calls it has already committed.
 */
export abstract class JobQueue {
  abstract enqueue<N extends JobName>(name: N, data: Jobs[N], options: EnqueueOptions): void;
  /** Each job has exactly one handler; a second one is a mistake and throws. */
  abstract handle<N extends JobName>(name: N, handler: JobHandler<N>): void;
  /** Begins to run jobs. Throws when a job has no handler. */
  abstract start(): void;
  /** Begins nothing more until `resume`, and waits for what runs. In this process alone. */
  abstract pause(): Promise<void>;
  abstract resume(): void;
  /** Runs until nothing waits or runs; with `delayed`, what waits for its time runs now. For tests and the demo. */
  abstract processAll(options?: { delayed?: boolean }): Promise<void>;
  /** Takes nothing more, waits for what runs, gives back what does not end in time. */
  abstract stop(): Promise<void>;
}
