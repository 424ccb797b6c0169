import type { Command } from 'commander';

import type { MadeBackup, Restored } from '../backup/index.js';
import type { Answer } from './answer.js';

interface RestoreOptions {
  check?: true;
  replace?: true;
  sendQueued?: true;
  otherKey?: true;
}

/** `bellhop backup` works while the desk runs and when it does not, `bellhop restore` when it does not. */
export function addBackupCommands(bellhop: Command, answer: Answer): void {
  bellhop
    .command('backup')
    .description('Writes everything the desk knows into a folder: rows, files, keys. It holds secrets')
    .option('--to <folder>', 'where the backup’s folder is made (BACKUP_DIR where it is left out)')
    .option('--json', 'answer in JSON')
    .action(async ({ to }: { to?: string }, command: Command) => {
      const { backUp } = await import('./backup.js');
      answer(command, await backUp(to), madeText);
    });

  bellhop
    .command('restore')
    .description('Reads a backup into the database and DATA_DIR of the settings; all of it, or nothing')
    .argument('<backup>', 'the backup’s folder, or the manifest.json in it')
    .option('--check', 'only look whether it is whole and could be restored here')
    .option('--replace', 'also where there are hotels: they go')
    .option('--send-queued', 'send what waited to be sent; only where the desk has not run since the backup')
    .option('--other-key', 'also where the channels’ credentials cannot be read afterwards')
    .option('--json', 'answer in JSON')
    .action(async (from: string, { check, ...options }: RestoreOptions, command: Command) => {
      const { restore } = await import('./backup.js');
      answer(command, await restore(from, { checkOnly: check === true, ...options }), restoredText);
    });
}

function madeText({ path, tables, rows, bytes, files, missingFiles, secrets }: MadeBackup): string {
  return [
    `Made ${path}: ${rows} rows of ${tables} tables, ${files} files, ${inMib(bytes)} MiB on the disk.`,
    missingFiles > 0 ? `${missingFiles} files that rows name were not on the disk.` : '',
    secrets.length > 0
      ? 'It holds the desk’s keys: keep it where only you can read it.'
      : 'JWT_SECRET and ENCRYPTION_KEY come with your environment and are not in it: keep them too.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function restoredText({
  folder,
  madeAt,
  rows,
  files,
  secrets,
  doubtedSends,
  migrated,
  leftOut,
  checkedOnly,
}: Restored): string {
  const what = `${folder}, of ${madeAt.toISOString()}: ${rows} rows, ${files} files`;
  if (checkedOnly) return `Whole and fit to be restored here: ${what}.`;
  return [
    `Restored ${what}.`,
    migrated.length > 0 ? `Brought up to this version: ${migrated.join(', ')}.` : '',
    secrets.length > 0 ? `Keys put into DATA_DIR: ${secrets.join(', ')}; those before lie beside as ….replaced.` : '',
    doubtedSends > 0 ? `${doubtedSends} messages waited to be sent and may have been since: staff are asked.` : '',
    leftOut.length > 0 ? `Not Bellhop’s, left out: ${leftOut.join(', ')}.` : '',
    'Start the desk.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function inMib(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
