import type { LogLevel, LoggerService } from '@nestjs/common';

import type { JobTold } from '../queue/index.js';

type Say = (line: string) => void;

/**
 * The log of somebody who watches jobs: a line for each try that ended, and what went wrong. `verbose`: also its beginning,
 * with the ids it is about, and everything else the desk says. `json`: a document for each try, for programs.
 */
export class JobLog implements LoggerService {
  readonly counts = { done: 0, failed: 0 };

  constructor(
    private readonly how: { verbose: boolean; json: boolean },
    private readonly out: Say,
    private readonly errors: Say,
  ) {}

  debug(message: unknown, ...rest: unknown[]): void {
    if (isJob(message)) this.job(message);
    else this.rest('debug', message, rest);
  }
  log(message: unknown, ...rest: unknown[]): void {
    this.rest('log', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.rest('verbose', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.errors(lineOf('warn', message, rest));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.errors(lineOf('error', message, rest));
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.errors(lineOf('fatal', message, rest));
  }

  private job(told: JobTold): void {
    const { job, jobId, attempt, outcome, ms, data } = told;
    if (outcome !== 'begins') this.counts[outcome]++;
    else if (!this.how.verbose) return;
    if (this.how.json) return this.out(JSON.stringify({ at: new Date(), ...told }));
    const time = outcome === 'begins' ? [] : [`${ms} ms`];
    const about = this.how.verbose ? [JSON.stringify(data)] : [];
    this.out([new Date().toISOString(), job, jobId, `try ${attempt}`, outcome, ...time, ...about].join('  '));
  }

  private rest(level: LogLevel, message: unknown, rest: unknown[]): void {
    if (this.how.verbose) this.errors(lineOf(level, message, rest));
  }
}

function isJob(message: unknown): message is JobTold {
  return typeof message === 'object' && message !== null && 'jobId' in message && 'outcome' in message;
}

function lineOf(level: LogLevel, message: unknown, rest: unknown[]): string {
  const text = message instanceof Error || typeof message === 'string' ? String(message) : JSON.stringify(message);
  const context = rest.at(-1);
  return [new Date().toISOString(), level, ...(typeof context === 'string' ? [context] : []), text].join('  ');
}
