import type { Command } from 'commander';

import { inLines, inOneLine } from '../common/logger.js';
import { InvalidInputError } from '../common/validation.pipe.js';
import type { Answer } from './answer.js';
import type { FailedDetail, FailedItem, FailedList, QueueStatus } from './queue.js';

/** `bellhop queue …` (D11): reads and changes rows, so it works while the desk runs and when it does not. */
export function addQueueCommands(bellhop: Command, answer: Answer): void {
  const queue = bellhop.command('queue').description('What is left to do, and what failed for good');

  queue
    .command('status')
    .description('What waits, runs, waits for its time and failed')
    .argument(
      '[queue]',
      'a queue (whatsapp-messages, outbound, media) or a job (chat.send …); all where it is left out',
    )
    .option('--list', 'the jobs themselves, oldest first')
    .option('--json', 'answer in JSON')
    .action(async (name: string | undefined, { list }: { list?: true }, command: Command) => {
      const { queueStatus } = await import('./queue.js');
      answer(command, await queueStatus(name, list === true), statusText);
    });

  queue
    .command('work')
    .description('Runs jobs here, in the foreground, and prints a line for each; Ctrl-C ends it')
    .argument('[queue]', 'whatsapp-messages, outbound, media or maintenance; all where it is left out')
    .option('--once', 'until nothing waits any more')
    .option('--verbose', 'also what begins and what it is about, and everything the desk says')
    .option('--json', 'a line of JSON for each')
    .action(
      async (name: string | undefined, options: { once?: true; verbose?: true; json?: true }, command: Command) => {
        const { workQueues } = await import('./queue-work.js');
        answer(command, await workQueues(name, options), ({ done, failed }) => `${done} done, ${failed} failed.`);
      },
    );

  queue
    .command('failed')
    .description('What failed for good and waits for somebody, of all hotels, oldest first')
    .argument('[id]', 'one of them whole: payload, stack, each try')
    .option('--json', 'answer in JSON')
    .action(async (id: string | undefined, _options, command: Command) => {
      const { failedItem, failedItems } = await import('./queue.js');
      if (id === undefined) answer(command, await failedItems(), failedListText);
      else answer(command, await failedItem(id), failedDetailText);
    });

  queue
    .command('retry')
    .description('Tries one of them again')
    .argument('<id>', 'as `bellhop queue failed` shows it')
    .option('--json', 'answer in JSON')
    .action(async (id: string, _options, command: Command) => {
      const { retryItem } = await import('./queue.js');
      answer(command, await retryItem(id), () => `Tried ${id} again: it is no longer in review.`);
    });

  queue
    .command('retry-all')
    .description('Tries each of them once, oldest first')
    .option('--json', 'answer in JSON')
    .action(async (_options, command: Command) => {
      const { retryAllItems } = await import('./queue.js');
      answer(command, await retryAllItems(), ({ tried, resolved }) => `Tried ${tried}, ${resolved} are out of review.`);
    });

  queue
    .command('flush')
    .description('Drops what failed from review; messages and receipts stay, and nothing that waits is touched')
    .requiredOption('--reason <text>', 'why it needs nobody; kept in the audit log')
    .option('--json', 'answer in JSON')
    .action(async ({ reason }: { reason: string }, command: Command) => {
      const words = reason.trim();
      if (words.length < 1 || words.length > 500)
        throw new InvalidInputError([
          { field: 'reason', code: 'length', message: 'reason must have 1 to 500 characters' },
        ]);
      const { flushFailed } = await import('./queue.js');
      answer(command, await flushFailed(words), ({ dropped }) => `Dropped ${dropped} from review.`);
    });
}

function statusText({ jobs, failedReceipts, list }: QueueStatus): string {
  const head = ['queue', 'job', 'waiting', 'active', 'delayed', 'failed', 'oldest waiting since'];
  const rows = jobs.map((one) => [
    one.queue,
    one.job,
    String(one.waiting),
    String(one.active),
    String(one.delayed),
    String(one.failed),
    one.oldestWaitingAt?.toISOString() ?? '-',
  ]);
  const receipts =
    failedReceipts === 0 ? [] : [`Events that could not be stored: ${failedReceipts} (bellhop queue failed)`];
  const jobLines = (list ?? []).map((one) =>
    [one.since.toISOString(), one.state.padEnd(7), one.job, one.subjectId, `tries ${one.tries}`].join('  '),
  );
  return [...table([head, ...rows]), ...receipts, ...jobLines].join('\n');
}

function table(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function failedListText({ items, more }: FailedList): string {
  if (items.length === 0) return 'Nothing failed.';
  return [...items.map(failedText), ...(more ? ['… and more'] : [])].join('\n');
}

function failedDetailText(item: FailedDetail): string {
  const attempts = item.attempts.map(({ at, tookMs, outcome, code, reason }) =>
    [at.toISOString(), tookMs === null ? '-' : `${Math.round(tookMs)} ms`, outcome, code, inOneLine(reason ?? '')]
      .filter(Boolean)
      .join('  '),
  );
  return [failedText(item), '', ...attempts, ...block(item.stack), ...block(item.payload)].join('\n');
}

/** What came may hold anything: it must not move the terminal's cursor. */
function block(text: string | null): string[] {
  return text === null ? [] : ['', inLines(text)];
}

function failedText({ id, kind, code, at, tries, reason }: FailedItem): string {
  return [id, kind.padEnd(7), at.toISOString(), code, `tries ${tries}`, inOneLine(reason)].join('  ');
}
