import { Logger } from '@nestjs/common';

import type { Pressure } from '../common/pressure.js';
import type { JobContext, JobHandler } from './job-queue.js';
import { JOB_NAMES, JOB_SETTINGS, type JobName, type Jobs } from './jobs.js';

export interface QueueLimits {
  /** tries of one job before it is left to the sweeper */
  tries: number;
  /** milliseconds one try may take */
  timeoutMs: number;
  /** each try is told in the log, at `debug`: a line of JSON costs too much where nobody reads it */
  told?: boolean;
  /** milliseconds a stop waits for what runs; then it is given back */
  graceMs?: number;
  /** of guests' messages that wait to be stored; none where nothing is stored */
  pressure?: Pressure;
}

/** One try of a job. */
export interface JobTry {
  name: JobName;
  data: Jobs[JobName];
  jobId: string;
  /** 1 for the first try */
  attempt: number;
}

/** What the log says of a try, at `debug`. */
export interface JobTold {
  job: JobName;
  jobId: string;
  /** 1 for the first try */
  attempt: number;
  outcome: 'begins' | 'done' | 'failed';
  ms: number;
  /** ids, never what was said */
  data: Jobs[JobName];
}

type AnyHandler = (job: JobTry, context: JobContext) => Promise<void>;

/** Longer than a provider may take to answer, shorter than a process may take to stop. */
const GRACE_MS = 25_000;

/** A handler at work. */
class Running implements JobContext {
  readonly over: Promise<void>;
  private controller: AbortController | null = null;
  private ended: Error | null = null;
  private reject!: (reason: Error) => void;

  constructor(
    readonly attempt: number,
    work: (context: JobContext) => Promise<void>,
  ) {
    this.over = new Promise((resolve, reject) => {
      this.reject = reject;
      work(this).then(resolve, reject);
    });
  }

  /** Made when it is asked for: few jobs do, and one for each message is a good part of what the queue costs. */
  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.ended) this.controller.abort(this.ended);
    return this.controller.signal;
  }

  end(reason: Error): void {
    this.ended ??= reason;
    this.reject(reason); // before the handler hears of it: what it says then does not count
    this.controller?.abort(reason);
  }
}

/** What every driver does with a job whose turn has come: its handler, its time limit, the end of the process. */
export class JobRunner {
  private readonly logger = new Logger('Jobs');
  private readonly handlers = new Map<JobName, AnyHandler>();
  private readonly running = new Set<Running>();
  private stopping = false;

  constructor(private readonly limits: QueueLimits) {}

  handle<N extends JobName>(name: N, handler: JobHandler<N>): void {
    if (this.handlers.has(name)) throw new Error(`Job ${name} has two handlers`);
    this.handlers.set(name, ({ data }, context) => handler(data as Jobs[N], context));
  }

  assertComplete(): void {
    for (const name of JOB_NAMES) if (!this.handlers.has(name)) throw new Error(`Job ${name} has no handler`);
  }

  /** Rejects when the handler fails, takes too long or is given back at a stop; its signal is aborted then. */
  async run(job: JobTry): Promise<void> {
    const { tries, pressure } = this.limits;
    if (pressure?.high) await pressure.relief(JOB_SETTINGS[job.name].standsBackMs);
    const handler = this.handlers.get(job.name);
    if (!handler || this.stopping) throw new Error(`Job ${job.name} is not run here`);
    const began = performance.now();
    const tell = (outcome: JobTold['outcome']): void => {
      if (!this.limits.told) return;
      const { name, jobId, attempt, data } = job;
      const ms = Math.round(performance.now() - began);
      this.logger.debug({ job: name, jobId, attempt, outcome, ms, data } satisfies JobTold);
    };
    tell('begins');
    try {
      await this.within(job, handler);
      tell('done');
    } catch (error) {
      tell('failed');
      const told = `${job.name} ${job.jobId} failed on try ${job.attempt} of ${tries}`;
      if (job.attempt < tries) this.logger.warn(`${told}: ${String(error)}`);
      else this.logger.error(`${told}: ${error instanceof Error ? error.stack : String(error)}`);
      throw error;
    }
  }

  /** Until nothing runs. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.allSettled([...this.running].map(({ over }) => over));
  }

  /** Begins nothing more; what still runs after the grace time is given back, unfinished. */
  async stop(): Promise<void> {
    this.stopping = true;
    const timer = setTimeout(() => {
      for (const running of this.running) running.end(new Error('the process stops'));
    }, this.limits.graceMs ?? GRACE_MS);
    await this.idle();
    clearTimeout(timer);
  }

  private async within(job: JobTry, handler: AnyHandler): Promise<void> {
    const { timeoutMs } = this.limits;
    const running = new Running(job.attempt, (context) => handler(job, context));
    const timer = setTimeout(() => running.end(new Error(`job took longer than ${timeoutMs} ms`)), timeoutMs);
    this.running.add(running);
    try {
      await running.over;
    } finally {
      clearTimeout(timer);
      this.running.delete(running);
    }
  }
}
