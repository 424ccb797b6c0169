import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';

import { isTooShort, SHORTEST_PASSWORD } from '../common/password-length.js';
import { doorConfig, type DoorConfig } from './door-config.js';
import { ConfigError, EnvReader, type Env } from './env-reader.js';
import { processRole, type ProcessRole } from './process-config.js';
import { queueConfig, type QueueConfig } from './queue-config.js';
import { sendConfig, type SendConfig } from './send-config.js';
import { loadSecrets, type SecretName } from './secrets.js';
import { backupConfig, diskConfig, type BackupConfig, type DiskConfig } from './upkeep-config.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
const MEDIA_KINDS = ['image', 'document', 'video', 'audio', 'sticker'] as const;
const LOG_FORMATS = ['pretty', 'json'] as const;

/** The person who signs in first, on an empty database. */
export interface Bootstrap {
  hotel: string;
  email: string;
  password: string;
}

/** Every setting of the desk, checked. Injected by this class; nothing else reads the environment. */
export class Config {
  readonly production: boolean;
  readonly demo: boolean;
  readonly role: ProcessRole;
  readonly http: {
    readonly host: string;
    readonly port: number;
    /** Without a slash at its end. */
    readonly publicUrl: string;
    /** Addresses (or CIDR ranges) of the proxies in front; false: the peer is the client. */
    readonly trustProxy: false | string[];
  };
  /** Absolute. */
  readonly dataDir: string;
  /** `url` null: the embedded server in `dataDir`. */
  readonly database: { readonly url: string | null };
  readonly jwtSecret: Buffer;
  /** 32 bytes. */
  readonly encryptionKey: Buffer;
  /** Which of the two were made by the desk and lie in `dataDir`; the others come with the environment. */
  readonly keptSecrets: readonly SecretName[];
  readonly bootstrap: Bootstrap | null;
  /** Null: no e-mail is sent, links are shown to be copied. `smtpUrl` carries the server's password. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  readonly meta: { readonly graphUrl: string };
  readonly door: DoorConfig;
  readonly queue: QueueConfig;
  readonly sends: SendConfig;
  /** more messages of one number than this are a flood: stored, automation pauses, staff are told */
  readonly flood: { readonly messages: number; readonly windowMs: number };
  readonly messages: { readonly maxLength: number };
  readonly media: {
    /** bytes of one file that staff send; a channel's own limit may be smaller */
    readonly maxFileSize: number;
    /** what kinds of files staff may send */
    readonly kinds: readonly (typeof MEDIA_KINDS)[number][];
    /** bytes one hotel's files may take, where the hotel has no limit of its own */
    readonly quota: number;
  };
  readonly conversations: { readonly expiryHours: number; readonly providerWindowHours: number };
  readonly backup: BackupConfig;
  readonly disk: DiskConfig;
  /** days the bytes of providers' events are kept; the messages made of them stay */
  readonly receiptDays: number;
  readonly metrics: {
    /** whoever shows it reads the figures from elsewhere; null: on this machine only */
    readonly token: string | null;
  };
  readonly log: { readonly level: (typeof LOG_LEVELS)[number]; readonly format: (typeof LOG_FORMATS)[number] };

  constructor(values: Config) {
    Object.assign(this, values);
  }
}

/** Who reads the settings: a desk, made where there is none; one who only looks; an operator of a desk that is there. */
export type Purpose = 'start' | 'look' | 'operate';

/**
 * Reads and checks all settings. Throws a ConfigError with one line per mistake, all of them at once.
 * With the embedded database the two secrets are made in DATA_DIR at the first start; who only looks makes none.
 */
export function readConfig(env: Env, purpose: Purpose = 'start'): Config {
  const read = new EnvReader(env);
  const production = env['NODE_ENV'] === 'production';
  const demo = read.flag('DEMO');
  if (demo && production) read.wrong('DEMO is refused together with NODE_ENV=production.');
  const role = processRole(read, demo);

  const host = read.text('HOST', '127.0.0.1');
  const port = read.integer('PORT', 3000, 0, 65_535);
  const dataDir = resolve(read.text('DATA_DIR', './data'));
  const databaseUrl = read.url('DATABASE_URL', null, ['postgresql:', 'postgres:']);
  const values: Config = {
    production,
    demo,
    role,
    http: {
      host,
      port,
      publicUrl: read.url('PUBLIC_URL', defaultPublicUrl(host, port), ['http:', 'https:']).replace(/\/+$/, ''),
      trustProxy: trustedProxies(read),
    },
    dataDir,
    database: { url: databaseUrl },
    jwtSecret: Buffer.alloc(0),
    encryptionKey: Buffer.alloc(0),
    keptSecrets: [],
    bootstrap: bootstrap(read),
    mail: mail(read),
    meta: {
      graphUrl: read.url('META_GRAPH_URL', 'https://graph.facebook.com', ['http:', 'https:']).replace(/\/+$/, ''),
    },
    door: doorConfig(read),
    queue: queueConfig(read, role),
    sends: sendConfig(read),
    flood: {
      messages: read.integer('RATE_LIMIT_REQUESTS', 100, 1, 1_000_000),
      windowMs: read.integer('RATE_LIMIT_WINDOW', 3_600, 1, 86_400) * 1_000,
    },
    messages: { maxLength: read.integer('MAX_MESSAGE_LENGTH', 4_000, 1, 65_536) },
    media: {
      maxFileSize: read.integer('MAX_FILE_SIZE', 10_485_760, 1, 104_857_600),
      kinds: mediaKinds(read),
      quota: read.integer('MEDIA_QUOTA', 20_480, 1, 10_000_000) * 1024 * 1024,
    },
    conversations: {
      expiryHours: read.integer('CONVERSATION_EXPIRY_HOURS', 24, 1, 8_760),
      providerWindowHours: read.integer('PROVIDER_WINDOW_HOURS', 24, 1, 8_760),
    },
    backup: backupConfig(read, dataDir, demo),
    disk: diskConfig(read, demo),
    receiptDays: read.integer('RECEIPT_DAYS', 30, 1, 366),
    metrics: { token: read.secret('METRICS_TOKEN') },
    log: {
      level: read.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
      format: read.oneOf('LOG_FORMAT', LOG_FORMATS, process.stdout.isTTY ? 'pretty' : 'json'),
    },
  };
  const given = { jwtSecret: read.secret('JWT_SECRET'), encryptionKey: read.secret('ENCRYPTION_KEY') };
  if (databaseUrl !== null) {
    if (!env['JWT_SECRET']) read.wrong('JWT_SECRET is required when DATABASE_URL is given.');
    if (!env['ENCRYPTION_KEY']) read.wrong('ENCRYPTION_KEY is required when DATABASE_URL is given.');
  }
  // A mistyped DATA_DIR would else be a new desk, of which all is well.
  if (purpose === 'operate' && databaseUrl === null && !existsSync(databaseIn(dataDir)))
    read.wrong(`There is no desk in DATA_DIR ${dataDir}: give the folder of the one that is meant.`);
  if (read.mistakes.length > 0) throw new ConfigError(read.mistakes);
  return new Config({ ...values, ...loadSecrets(dataDir, given, purpose !== 'look') });
}

/** Where the embedded database lies. */
export function databaseIn(dataDir: string): string {
  return join(dataDir, 'postgres');
}

/** Where a browser on this machine reaches the desk; a wildcard host is not an address to link to. */
function defaultPublicUrl(host: string, port: number): string {
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : isIP(host) === 6 ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function trustedProxies(read: EnvReader): false | string[] {
  const list = read.list('TRUST_PROXY');
  for (const entry of list) {
    const [address = '', bits, more] = entry.split('/');
    const version = isIP(address);
    const most = version === 6 ? 128 : 32;
    if (
      version === 0 ||
      more !== undefined ||
      (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))
    ) {
      read.wrong(`TRUST_PROXY must list IP addresses or CIDR ranges, separated by commas; "${entry}" is none.`);
    }
  }
  return list.length > 0 ? list : false;
}

function mediaKinds(read: EnvReader): Config['media']['kinds'] {
  const named = read.list('SUPPORTED_MEDIA_TYPES');
  const kinds = MEDIA_KINDS.filter((kind) => named.includes(kind));
  if (kinds.length < new Set(named).size)
    read.wrong(`SUPPORTED_MEDIA_TYPES must list some of ${MEDIA_KINDS.join(', ')}, separated by commas.`);
  return named.length > 0 ? kinds : ['image', 'document', 'video', 'audio'];
}

function bootstrap(read: EnvReader): Bootstrap | null {
  const names = ['BOOTSTRAP_HOTEL', 'BOOTSTRAP_EMAIL', 'BOOTSTRAP_PASSWORD'] as const;
  const [hotel, email, password] = names.map((name) => read.text(name, ''));
  if (!hotel && !email && !password) return null;
  if (!hotel || !email || !password) {
    read.wrong(`${names.join(', ')} belong together: give all three or none.`);
    return null;
  }
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) read.wrong('BOOTSTRAP_EMAIL must be an e-mail address.');
  if (isTooShort(password)) read.wrong(`BOOTSTRAP_PASSWORD must have ${SHORTEST_PASSWORD} characters or more.`);
  return { hotel, email, password };
}

function mail(read: EnvReader): Config['mail'] {
  const smtpUrl = read.url('SMTP_URL', null, ['smtp:', 'smtps:']);
  const from = read.text('MAIL_FROM', '');
  if (from !== '' && !/^([^<>\r\n]*<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/.test(from))
    read.wrong('MAIL_FROM must be an e-mail address, or a name and one as "Hotel Aurora <desk@aurora.example>".');
  if (smtpUrl !== null && from === '') read.wrong('MAIL_FROM is required when SMTP_URL is given.');
  return smtpUrl === null ? null : { smtpUrl, from };
}
