import { Injectable, Logger } from '@nestjs/common';
import PQueue from 'p-queue';

import { JobQueue, type EnqueueOptions, type JobHandler } from './job-queue.js';
import { JOB_SETTINGS, type JobName, type Jobs } from './jobs.js';

interface Job {
  name: JobName;
  data: Jobs[JobName];
  jobId: string;
  priority: number;
  attempt: number;
}

type AnyHandler = (job: Job, signal: AbortSignal) => Promise<void>;

export interface QueueLimits {
  /** tries of one job before it is left to the sweeper */
  tries: number;
  /** milliseconds one try may take */
  timeoutMs: number;
}

/** The queue's in-process driver: lives and dies with the process, rebuilt from rows by the sweeper. */
@Injectable()
export class EmbeddedQueue extends JobQueue {
  private readonly logger = new Logger(EmbeddedQueue.name);
  private readonly handlers = new Map<JobName, AnyHandler>();
  private readonly lanes = new Map<JobName, PQueue>();
  private readonly known = new Set<string>();
  private readonly delayed = new Map<NodeJS.Timeout, Job>();
  private stopping = false;

  constructor(private readonly limits: QueueLimits) {
    super();
    for (const name of Object.keys(JOB_SETTINGS) as JobName[]) {
      this.lanes.set(name, new PQueue({ concurrency: JOB_SETTINGS[name].concurrency, autoStart: false }));
    }
  }

  enqueue<N extends JobName>(name: N, data: Jobs[N], options: EnqueueOptions): void {
    const key = `${name}:${options.jobId}`;
    if (this.stopping || this.known.has(key)) return;
    this.known.add(key);
    const job: Job = { name, data, jobId: options.jobId, priority: options.priority ?? 0, attempt: 1 };
    if (options.delayMs) this.later(job, options.delayMs);
    else this.add(job);
  }

  handle<N extends JobName>(name: N, handler: JobHandler<N>): void {
    if (this.handlers.has(name)) throw new Error(`Job ${name} has two handlers`);
    this.handlers.set(name, (job, signal) => handler(job.data as Jobs[N], { signal, attempt: job.attempt }));
  }

  start(): void {
    for (const name of this.lanes.keys()) {
      if (!this.handlers.has(name)) throw new Error(`Job ${name} has no handler`);
    }
    for (const lane of this.lanes.values()) lane.start();
  }

  async processAll({ delayed = false } = {}): Promise<void> {
    for (;;) {
      if (delayed) this.hurry();
      await Promise.all([...this.lanes.values()].map((lane) => lane.onIdle()));
      const idle = [...this.lanes.values()].every((lane) => lane.size === 0 && lane.pending === 0);
      if (idle && (!delayed || this.delayed.size === 0)) return;
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    for (const timer of this.delayed.keys()) clearTimeout(timer);
    this.delayed.clear();
    for (const lane of this.lanes.values()) lane.clear();
    await Promise.all([...this.lanes.values()].map((lane) => lane.onIdle()));
  }

  private add(job: Job): void {
    void this.lanes.get(job.name)?.add(() => this.run(job), { priority: job.priority });
  }

  private later(job: Job, delayMs: number): void {
    const timer = setTimeout(() => {
      this.delayed.delete(timer);
      this.add(job);
    }, delayMs);
    timer.unref();
    this.delayed.set(timer, job);
  }

  private hurry(): void {
    for (const [timer, job] of this.delayed) {
      clearTimeout(timer);
      this.delayed.delete(timer);
      this.add(job);
    }
  }

  private async run(job: Job): Promise<void> {
    const handler = this.handlers.get(job.name);
    const key = `${job.name}:${job.jobId}`;
    if (!handler) return;
    try {
      await withTimeLimit(this.limits.timeoutMs, (signal) => handler(job, signal));
      this.known.delete(key);
    } catch (error) {
      if (job.attempt < this.limits.tries && !this.stopping) {
        const delay = JOB_SETTINGS[job.name].backoffMs * 2 ** (job.attempt - 1);
        this.logger.warn(`${key} failed on try ${job.attempt}, again in ${delay} ms: ${String(error)}`);
        this.later({ ...job, attempt: job.attempt + 1 }, delay);
      } else {
        this.known.delete(key); // its rows are still open: the sweeper brings it back
        this.logger.error(
          `${key} failed ${job.attempt} times: ${error instanceof Error ? error.stack : String(error)}`,
        );
      }
    }
  }
}

async function withTimeLimit(ms: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(`job took longer than ${ms} ms`);
      controller.abort(error);
      reject(error);
    }, ms);
  });
  try {
    await Promise.race([work(controller.signal), limit]);
  } finally {
    clearTimeout(timer);
  }
}
