import { setTimeout as wait } from 'node:timers/promises';

import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { AppModule } from '../app.module.js';
import { backupBeforeUpdate } from '../backup/index.js';
import { DomainError } from '../common/errors.js';
import { Config, QUEUE_NAMES, readConfig, type QueueName } from '../config/index.js';
import { startDatabase } from '../database/start-database.js';
import { JobQueue, Sweeper } from '../queue/index.js';
import { JobLog } from './job-log.js';

const EVERY_MS = 1_000;

export interface Worked {
  /** tries that ended well, and that did not */
  done: number;
  failed: number;
}

/**
 * A worker in the foreground, until it is told to stop; with `once` until nothing waits any more. With REDIS_URL it shares
 * the lists with the other workers. Without, jobs wait in the desk's own process: it makes its own from rows, and claims
 * keep the two apart. Throws UnknownQueueError.
 */
export async function workQueues(
  name: string | undefined,
  { once = false, verbose = false, json = false }: { once?: boolean; verbose?: boolean; json?: boolean },
): Promise<Worked> {
  const config = workerOf(readConfig(process.env, 'operate'), name);
  const { redis, worked } = config.queue;
  const log = new JobLog(
    { verbose, json },
    (line) => process.stdout.write(`${line}\n`),
    (line) => process.stderr.write(`${line}\n`),
  );
  const database = await startDatabase(config, { join: true, beforeUpdate: backupBeforeUpdate(config) });
  try {
    const desk = await NestFactory.createApplicationContext(AppModule.forRoot(config, database), {
      logger: log,
      abortOnError: false,
    });
    try {
      const asked = untilAsked();
      if (once) await Promise.race([untilNothingWaits(desk, worked, log), asked]);
      else if (redis !== null) await asked;
      else await Promise.race([findForEver(desk, worked), asked]);
    } finally {
      await desk.close(); // finishes what it has begun
    }
  } finally {
    await database.stop();
  }
  return log.counts;
}

/** The settings of a process that works on this queue, or on all, and has no door. */
function workerOf(config: Config, name: string | undefined): Config {
  const named = (queue: QueueName): string =>
    queue === 'whatsapp-messages' ? (config.queue.redis?.whatsapp.name ?? queue) : queue;
  const worked = QUEUE_NAMES.filter((queue) => name === undefined || named(queue) === name);
  if (worked.length === 0) throw new UnknownQueueError(name ?? '', QUEUE_NAMES.map(named));
  return new Config({ ...config, role: 'worker', queue: { ...config.queue, worked, told: true } });
}

async function untilNothingWaits(
  desk: INestApplicationContext,
  worked: readonly QueueName[],
  { counts }: JobLog,
): Promise<void> {
  for (let ended = -1; ended !== counts.done + counts.failed;) {
    ended = counts.done + counts.failed;
    await desk.get(Sweeper, { strict: false }).processAll(worked);
    await desk.get(JobQueue, { strict: false }).processAll();
  }
}

async function findForEver(desk: INestApplicationContext, worked: readonly QueueName[]): Promise<never> {
  const sweeper = desk.get(Sweeper, { strict: false });
  for (;;) {
    await sweeper.processAll(worked);
    await wait(EVERY_MS);
  }
}

/** Until Ctrl-C or SIGTERM. */
function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

class UnknownQueueError extends DomainError {
  override readonly name = 'UnknownQueueError';

  constructor(name: string, known: readonly string[]) {
    super('invalid', 'invalid_input', `There is no queue ${name}; there are ${known.join(', ')}.`);
  }
}
