import type { EnvReader } from './env-reader.js';
import type { ProcessRole } from './process-config.js';

/** Where jobs wait, as QUEUES names them. `maintenance` is what the sweeper does: it finds what was left open. */
export const QUEUE_NAMES = ['whatsapp-messages', 'outbound', 'media', 'maintenance'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

export interface QueueConfig {
  /** of one job, before its rows wait for the sweeper or a person */
  readonly tries: number;
  /** milliseconds one try may take */
  readonly timeoutMs: number;
  /** what this process works on; nothing where it is an `api` */
  readonly worked: readonly QueueName[];
  /** each try of a job is told in the log, at `debug` */
  readonly told: boolean;
  /** null: jobs wait in this process */
  readonly redis: RedisQueues | null;
}

export interface RedisQueues {
  /** carries the server's password, as does the other one */
  readonly url: string;
  /** of the queue of guests' messages, which may lie on a Redis of its own */
  readonly whatsapp: { readonly url: string; readonly name: string };
  /** milliseconds after which a job is another worker's, also while the first one still says that it works */
  readonly retryAfterMs: number;
}

const REDIS = ['redis:', 'rediss:'];

export function queueConfig(read: EnvReader, role: ProcessRole): QueueConfig {
  const timeout = read.integer('QUEUE_TIMEOUT', 120, 1, 3_600);
  const retryAfter = read.integer('REDIS_WHATSAPP_QUEUE_RETRY_AFTER', 150, 2, 7_200);
  if (retryAfter <= timeout)
    read.wrong(
      `REDIS_WHATSAPP_QUEUE_RETRY_AFTER (${retryAfter}) must be larger than QUEUE_TIMEOUT (${timeout}): a job's lease must outlive its time limit.`,
    );
  const url = read.url('REDIS_URL', null, REDIS);
  const whatsapp = { url: connection(read, url), name: listName(read) };
  return {
    tries: read.integer('QUEUE_TRIES', 3, 1, 100),
    timeoutMs: timeout * 1_000,
    worked: role === 'api' ? [] : workedQueues(read, whatsapp.name, url !== null),
    told: ['debug', 'trace'].includes(read.text('LOG_LEVEL', '')),
    redis:
      url === null
        ? null
        : { url, whatsapp: { ...whatsapp, url: whatsapp.url ?? url }, retryAfterMs: retryAfter * 1_000 },
  };
}

/** The address of the Redis with the guests' messages; null: the one of everything else. */
function connection(read: EnvReader, common: string | null): string | null {
  const name = 'REDIS_WHATSAPP_QUEUE_CONNECTION';
  const text = read.text(name, 'default');
  if (text === 'default') return null;
  if (!URL.canParse(text) || !REDIS.includes(new URL(text).protocol)) {
    // The value is not repeated: it may carry a password.
    read.wrong(`${name} must be "default" or an address that starts with redis:// or rediss://.`);
  } else if (common === null) read.wrong(`${name} needs REDIS_URL, where the other queues are.`);
  return text;
}

function listName(read: EnvReader): string {
  const name = read.text('REDIS_WHATSAPP_QUEUE', 'whatsapp-messages');
  if (!/^[\w.-]{1,100}$/.test(name))
    read.wrong('REDIS_WHATSAPP_QUEUE must be a name of letters, digits, ".", "_" and "-".');
  else if (name !== 'whatsapp-messages' && /^(outbound|media|maintenance)\b/.test(name))
    read.wrong(`REDIS_WHATSAPP_QUEUE must not be named as another queue is: "${name}".`);
  return name;
}

function workedQueues(read: EnvReader, whatsapp: string, shared: boolean): readonly QueueName[] {
  const given = read.list('QUEUES');
  if (given.length === 0 || (given.length === 1 && given[0] === 'all')) return QUEUE_NAMES;
  const named = (queue: QueueName): string => (queue === 'whatsapp-messages' ? whatsapp : queue);
  const worked = QUEUE_NAMES.filter((queue) => given.includes(named(queue)));
  if (worked.length < new Set(given).size)
    read.wrong(`QUEUES must list some of ${QUEUE_NAMES.map(named).join(', ')}, separated by commas.`);
  else if (!shared && worked.length < QUEUE_NAMES.length)
    read.wrong('QUEUES needs REDIS_URL: without it nobody else does what this process leaves.');
  return worked;
}
