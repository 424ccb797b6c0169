import type { Command } from 'commander';

import { InvalidInputError } from '../common/validation.pipe.js';
import type { ReplayReport } from '../webhooks/index.js';
import type { Answer } from './answer.js';
import { changesInWords } from './row-words.js';

interface ReplayOptions {
  day?: string;
  channel?: string;
  dryRun?: true;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Receipts a replay reads at a time, at most. */
const PAGE = 500;
/** How often a long replay says how far it is. */
const TELL_EVERY_MS = 2_000;

/** `bellhop replay …`: what receipts hold and the record lacks. Sends nothing; twice is the same as once. */
export function addReplayCommand(bellhop: Command, answer: Answer): void {
  bellhop
    .command('replay')
    .description('Reads stored provider events again and brings back what is missing; sends nothing')
    .argument('[receipt]', 'one of them: its id, or that of what `bellhop queue failed` shows')
    .option('--day <YYYY-MM-DD>', 'all that came on this day, by the clock of UTC')
    .option('--channel <id>', 'of a day, those of one channel')
    .option('--dry-run', 'tells what would come back, and changes nothing')
    .option('--json', 'answer in JSON')
    .action(async (receipt: string | undefined, options: ReplayOptions, command: Command) => {
      const startMs = checked(receipt, options);
      const { replayDay, replayReceipt } = await import('./replay.js');
      const dryRun = options.dryRun === true;
      const report =
        receipt === undefined
          ? await replayDay(startMs, options.channel ?? null, { dryRun, onPage: howFar() })
          : await replayReceipt(receipt, { dryRun });
      answer(command, report, reportText);
    });
}

/** When the day begins, in Unix milliseconds; of one receipt it is not asked. */
function checked(receipt: string | undefined, { day, channel }: ReplayOptions): number {
  const wrong = (field: string, message: string): never => {
    throw new InvalidInputError([{ field, code: 'invalid', message }]);
  };
  if ((receipt === undefined) === (day === undefined)) wrong('receipt', 'give a receipt or --day, one of them');
  if (channel !== undefined && day === undefined) wrong('channel', '--channel goes with --day');
  const startMs = day === undefined ? 0 : DAY.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(startMs)) wrong('day', '--day must be a day as 2026-11-21');
  return startMs;
}

/** Lines on stderr, so that stdout is the result alone. */
function howFar(): (soFar: ReplayReport) => void {
  let told = performance.now();
  return ({ receipts, rows }) => {
    if (performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    process.stderr.write(`${receipts} receipts read${rows.length === 0 ? '' : `: ${changesInWords(rows)}`}\n`);
  };
}

function reportText(report: ReplayReport): string {
  const { dryRun, receipts, unreadable, resolved, rows } = report;
  const lines = [foundText(report)];
  if (dryRun && receipts > PAGE && rows.length > 0)
    lines.push(`What several messages of one guest need is counted in each ${PAGE} receipts: there may be less of it.`);
  if (unreadable > 0) lines.push(`${unreadable} cannot be read by this version either.`);
  if (resolved > 0) lines.push(`${resolved} no longer wait in review.`);
  return lines.join('\n');
}

function foundText({ dryRun, receipts, unreadable, rows }: ReplayReport): string {
  if (receipts === 0) return 'No receipts of that day are kept.';
  const what = unreadable > 0 ? 'nothing of what can be read' : 'nothing';
  if (rows.length === 0) return `Read ${receipts} receipts: ${what} is missing.`;
  return `Read ${receipts} receipts: ${dryRun ? 'would make' : 'made'} ${changesInWords(rows)}.`;
}
