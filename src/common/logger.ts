import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { build as pretty } from 'pino-pretty';

import { standardOutput, Steady } from './standard-output.js';
import { traceId } from './trace.js';

/** Never in a log, wherever an object that carries them is logged. */
const SECRET = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'currentPassword',
  'newPassword',
  'passwordHash',
  'credentials',
  'accessToken',
  'appSecret',
  'verifyToken',
  'refreshToken',
  'token',
];
const REDACTED = SECRET.flatMap((name) =>
  ['', '*.', '*.*.'].map((depth) =>
    name.includes('-') ? `${depth.replace(/\.$/, '')}["${name}"]` : `${depth}${name}`,
  ),
);

/** What Nest tells of putting itself together, two hundred lines of it: for those who ask (LOG_LEVEL=debug). */
const ASSEMBLY = [
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'WebSocketsController',
  'NestApplication',
];

/** Nest's logger and ours in one: lines for people on a terminal, JSON elsewhere, each with its trace id. */
export class Log implements LoggerService {
  readonly pino: Pino;

  constructor(options: { level: string; format: 'pretty' | 'json' }, to?: DestinationStream) {
    this.pino = pino(
      {
        level: options.level,
        redact: { paths: REDACTED, censor: '[not logged]' },
        serializers: { err: toldError },
        // Fields are JSON by now: what it leaves as it is. The terminal's printer reads the JSON back.
        hooks: { streamWrite: (line) => line.replace(UNSEEN_IN_JSON, options.format === 'pretty' ? visibly : escaped) },
        mixin: () => (traceId() === null ? {} : { traceId: traceId() }),
      },
      options.format === 'pretty'
        ? pretty({
            colorize: to === undefined && process.stdout.isTTY,
            ignore: 'pid,hostname',
            translateTime: 'SYS:HH:MM:ss',
            destination: to ?? new Steady(standardOutput({ sync: true })),
          })
        : (to ?? standardOutput({ sync: false })),
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    const assembly = ASSEMBLY.some((context) => rest.at(-1) === context);
    this.write(assembly ? 'debug' : 'info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest puts the logger's name last; a stack or a further text may stand between. */
  private write(
    level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: unknown[],
  ): void {
    const context = rest.at(-1);
    const more = rest.slice(0, -1);
    const about: Record<string, unknown> = typeof context === 'string' ? { context: inOneLine(context) } : {};
    if (message instanceof Error) {
      const words = more.find((part) => typeof part === 'string');
      this.pino[level]({ ...about, err: message }, inOneLine(words ?? message.message));
      return;
    }
    if (typeof message === 'object' && message !== null) {
      this.pino[level]({ ...about, ...message });
      return;
    }
    const stack = more.find((part) => typeof part === 'string');
    const error = more.find((part) => part instanceof Error);
    const cause = { ...(error ? { err: error } : {}), ...(stack ? { stack: inLines(stack) } : {}) };
    this.pino[level]({ ...about, ...cause }, inOneLine(String(message)));
  }
}

/** Not pino's own: that one prints every property, and a failed query carries its parameters (guests' words among them). */
function toldError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const { name, message, stack = '' } = error;
  const told = inOneLine(message);
  return { type: name, message: told, ...code, stack: inLines(stack.replace(message, () => told)) };
}

/** Line ends, escape sequences, and what turns the direction of writing. */
const UNSEEN = /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;

/** E5: a guest's name may be in a message; it must not look like a line of its own, nor move the terminal's cursor. */
export function inOneLine(text: string): string {
  return text.replace(UNSEEN, escaped);
}

const UNSEEN_IN_JSON = /[\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function visibly(character: string): string {
  return `\\${escaped(character)}`;
}

/** The same of text whose own lines stay. */
export function inLines(text: string): string {
  return text.split('\n').map(inOneLine).join('\n');
}
