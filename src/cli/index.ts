import { Command, CommanderError } from 'commander';

import { DomainError } from '../common/errors.js';
import { ConfigError } from '../config/index.js';
import { StartError } from '../database/start-error.js';
import { addBackupCommands } from './backup-commands.js';
import { addQueueCommands } from './queue-commands.js';
import { addReplayCommand } from './replay-command.js';

const FAILED = 1;
const WRONG_USE = 2;

/** `print` is for people, `--json` prints the result itself. */
function answer<T extends object>(command: Command, result: T, print: (result: T) => string): void {
  process.stdout.write(`${command.opts()['json'] ? JSON.stringify(result) : print(result)}\n`);
}

/** Runs one command; returns the exit code: 0, 1 it failed, 2 wrong use. */
export async function run(argv: string[]): Promise<number> {
  try {
    await commands().parseAsync(argv);
    return 0;
  } catch (error) {
    return tell(error);
  }
}

function commands(): Command {
  const bellhop = new Command('bellhop')
    .description('Commands for operators of a Bellhop desk. They work while the desk runs, and when it does not.')
    .showHelpAfterError('(bellhop --help tells more)')
    .exitOverride();

  bellhop
    .command('hotel')
    .description('Hotels of this installation')
    .command('add')
    .description('Adds a hotel with its administrator')
    .requiredOption('--name <name>', 'the hotel’s name')
    .requiredOption('--email <address>', 'the administrator’s e-mail')
    .requiredOption('--password <password>', 'the administrator’s password, ten characters or more')
    .option('--user-name <name>', 'the administrator’s name')
    .option('--time-zone <zone>', 'as Europe/Lisbon (UTC where it is left out)')
    .option('--country <code>', 'as PT: how numbers without + are read (US where it is left out)')
    .option('--languages <list>', 'as pt,en: the first is the default (en where it is left out)')
    .option('--json', 'answer in JSON')
    .action(async (options, command: Command) => {
      const { addHotel } = await import('./hotel-add.js');
      answer(command, await addHotel(options), (added) =>
        added.passwordSet
          ? `Added hotel ${added.hotelId}; ${options.email} can sign in.`
          : `Added hotel ${added.hotelId}; ${options.email} signs in with the password they have already.`,
      );
    });

  bellhop
    .command('user')
    .description('People who sign in')
    .command('reset')
    .description('Makes a link with which somebody chooses a new password; the links before it are void')
    .requiredOption('--email <address>', 'the person’s e-mail')
    .option('--json', 'answer in JSON')
    .action(async ({ email }: { email: string }, command: Command) => {
      const { resetUser } = await import('./user-reset.js');
      answer(command, await resetUser(email), ({ url, expiresAt }) =>
        [`Hand this link to ${email}. It works once, until ${expiresAt.toISOString()}:`, url].join('\n'),
      );
    });

  bellhop
    .command('openapi')
    .description('Writes the API’s OpenAPI document')
    .argument('<file>', 'where to write it')
    .option('--json', 'answer in JSON')
    .action(async (file: string, _options, command: Command) => {
      const { writeOpenApi } = await import('./openapi.js');
      answer(command, await writeOpenApi(file), (written) => `Wrote ${written.routes} addresses to ${written.file}.`);
    });
  addBackupCommands(bellhop, answer);
  addQueueCommands(bellhop, answer);
  addReplayCommand(bellhop, answer);
  return bellhop;
}

/** Says what went wrong, in one line where it is the caller's to mend, and returns the exit code. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USE; // it has printed its own words
  if (error instanceof DomainError) {
    process.stderr.write(`${error.message} (${error.code})\n`);
    return error.kind === 'invalid' ? WRONG_USE : FAILED;
  }
  if (error instanceof ConfigError || error instanceof StartError || isSystemError(error))
    process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return FAILED;
}

/** Of a file or the network: "EACCES: permission denied, open '/openapi.json'" says all there is to say. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && error.message !== '';
}
