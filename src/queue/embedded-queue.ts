import { Injectable } from '@nestjs/common';
import PQueue from 'p-queue';

import { QUEUE_NAMES, type QueueName } from '../config/index.js';
import { JobQueue, type EnqueueOptions, type JobHandler } from './job-queue.js';
import { JobRunner, type JobTry, type QueueLimits } from './job-runner.js';
import { backoffMs, JOB_NAMES, JOB_SETTINGS, type JobName, type Jobs } from './jobs.js';

interface Job extends JobTry {
  priority: number;
}

/** The queue's in-process driver: lives and dies with the process, rebuilt from rows by the sweeper. */
@Injectable()
export class EmbeddedQueue extends JobQueue {
  private readonly runner: JobRunner;
  private readonly lanes = new Map<JobName, PQueue>();
  private readonly known = new Set<string>();
  private readonly delayed = new Map<NodeJS.Timeout, Job>();
  private stopping = false;

  /** `worked`: what is put into other queues is somebody else's, who finds it in the rows */
  constructor(
    private readonly limits: QueueLimits,
    private readonly worked: readonly QueueName[] = QUEUE_NAMES,
  ) {
    super();
    this.runner = new JobRunner(limits);
    for (const name of JOB_NAMES) {
      this.lanes.set(name, new PQueue({ concurrency: JOB_SETTINGS[name].concurrency, autoStart: false }));
    }
  }

  enqueue<N extends JobName>(name: N, data: Jobs[N], options: EnqueueOptions): void {
    const key = `${name}:${options.jobId}`;
    if (this.stopping || this.known.has(key) || !this.worked.includes(JOB_SETTINGS[name].queue)) return;
    this.known.add(key);
    const job: Job = { name, data, jobId: options.jobId, priority: options.priority ?? 0, attempt: 1 };
    if (options.delayMs) this.later(job, options.delayMs);
    else this.add(job);
  }

  handle<N extends JobName>(name: N, handler: JobHandler<N>): void {
    this.runner.handle(name, handler);
  }

  start(): void {
    this.runner.assertComplete();
    this.resume();
  }

  async pause(): Promise<void> {
    for (const lane of this.lanes.values()) lane.pause();
    await this.runner.idle();
  }

  resume(): void {
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
    await this.runner.stop();
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
    const key = `${job.name}:${job.jobId}`;
    try {
      await this.runner.run(job);
      this.known.delete(key);
    } catch {
      if (job.attempt < this.limits.tries && !this.stopping)
        this.later({ ...job, attempt: job.attempt + 1 }, backoffMs(job.name, job.attempt));
      else this.known.delete(key); // its rows are still open: the sweeper brings it back
    }
  }
}
