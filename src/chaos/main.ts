import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { runChaos } from './run.js';
import { tableOf } from './table.js';

const USAGE = `npm run chaos -- [--seconds 600] [--seed N] [--redis | --no-redis]

A desk at work while everything around it goes wrong. The seed decides what and when (of odd ones the queue is on Redis, and a worker beside the desk);
the last lines are the table, the seed and what was found. Exit code 1: something was.`;

const DESK_LOG = 'test-results/chaos-desk.log';

/** `npm run chaos`; see docs/testing.md. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '600' },
      seed: { type: 'string' },
      redis: { type: 'boolean' },
      help: { type: 'boolean' },
    },
    allowNegative: true,
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const seconds = wholeNumber('seconds', values.seconds);
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : wholeNumber('seed', values.seed);
  const redis = values.redis ?? seed % 2 === 1;
  const began = Date.now();
  const say = (line: string): void =>
    void process.stdout.write(`${((Date.now() - began) / 1_000).toFixed(1).padStart(6)} s  ${line}\n`);
  const again = `npm run chaos -- --seconds ${seconds} --seed ${seed} ${redis ? '--redis' : '--no-redis'}`;
  say(again);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const report = await runChaos({ seed, seconds, redis, say, log: keepLog, signal: stop.signal }).catch(
    (error: unknown) => {
      if (!stop.signal.aborted) throw error;
      return null;
    },
  );
  if (report === null) {
    process.stdout.write(`\nEnded before its time, without a verdict. The desk's log: ${DESK_LOG}\n`);
    process.exit(1); // who was in the middle of something would be waited for
  }
  process.stdout.write(`\n${tableOf(report)}\n\n${again}\nThe desk's log: ${DESK_LOG}\n`);
  process.exitCode = report.rested && report.verdict.findings.length === 0 ? 0 : 1;
}

function keepLog(printed: string): void {
  mkdirSync('test-results', { recursive: true });
  writeFileSync(DESK_LOG, printed);
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number.\n\n${USAGE}`);
  return Number(text);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
