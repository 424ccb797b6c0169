import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from './config.js';
import { ConfigError, type Env } from './env-reader.js';

const dataDir = mkdtempSync(join(tmpdir(), 'bellhop-config-'));
const HEX = 'ab'.repeat(32);
const DATABASE = { DATABASE_URL: 'postgresql://desk@db/desk', JWT_SECRET: HEX, ENCRYPTION_KEY: HEX };
const REDIS = { REDIS_URL: 'redis://:word@redis/1' };

afterAll(() => rmSync(dataDir, { recursive: true }));

describe('the settings', () => {
  it('all have defaults that work', () => {
    const config = readConfig({ DATA_DIR: dataDir });
    expect(config).toMatchObject({
      demo: false,
      http: { host: '127.0.0.1', port: 3000, publicUrl: 'http://127.0.0.1:3000', trustProxy: false },
      database: { url: null },
      bootstrap: null,
      mail: null,
      meta: { graphUrl: 'https://graph.facebook.com' },
      queue: {
        tries: 3,
        timeoutMs: 120_000,
        worked: ['whatsapp-messages', 'outbound', 'media', 'maintenance'],
        redis: null,
      },
      messages: { maxLength: 4000 },
      conversations: { expiryHours: 24, providerWindowHours: 24 },
      backup: { dir: join(dataDir, 'backups'), hour: 3, days: 7, beforeUpdate: true },
      disk: { low: 5_120 * 1024 ** 2, full: 2_048 * 1024 ** 2 },
      receiptDays: 30,
      metrics: { token: null },
      log: { level: 'info' },
    });
  });

  it('are read with their types; an empty one counts as not given', () => {
    const config = readConfig({
      ...DATABASE,
      HOST: '::',
      PORT: '8080',
      DEMO: '1',
      TRUST_PROXY: '10.0.0.0/8, ::1',
      QUEUE_TIMEOUT: '5',
      LOG_LEVEL: '',
      META_GRAPH_URL: 'http://127.0.0.1:9/',
      BOOTSTRAP_HOTEL: 'Hotel Aurora',
      BOOTSTRAP_EMAIL: 'rita@aurora.example',
      BOOTSTRAP_PASSWORD: 'long enough',
    });
    expect(config).toMatchObject({
      demo: true,
      http: { port: 8080, publicUrl: 'http://localhost:8080', trustProxy: ['10.0.0.0/8', '::1'] },
      database: { url: DATABASE.DATABASE_URL },
      queue: { timeoutMs: 5_000 },
      meta: { graphUrl: 'http://127.0.0.1:9' },
      bootstrap: { hotel: 'Hotel Aurora', email: 'rita@aurora.example' },
      log: { level: 'info' },
    });
  });

  it.each<[string, Env]>([
    ['PORT must be a whole number from 0 to 65535, not "http".', { PORT: 'http' }],
    ['PORT must be a whole number from 0 to 65535, not "70000".', { PORT: '70000' }],
    ['PUBLIC_URL must be an address that starts with http:// or https://.', { PUBLIC_URL: 'desk.example' }],
    ['DATABASE_URL must be an address that starts with postgresql:// or postgres://.', { DATABASE_URL: 'mysql://x' }],
    ['ROLE must be "all", "api", "worker", not "sweeper".', { ROLE: 'sweeper' }],
    [
      'ROLE=worker needs DATABASE_URL and REDIS_URL: its other half is another process, and they meet there.',
      { ROLE: 'worker' },
    ],
    ['ROLE=api needs REDIS_URL: its other half is another process, and they meet there.', { ...DATABASE, ROLE: 'api' }],
    ['ROLE=api needs DATABASE_URL: its other half is another process, and they meet there.', { ...REDIS, ROLE: 'api' }],
    [
      'QUEUES is not for ROLE=api, which works on none: give it to the workers.',
      { ...DATABASE, ...REDIS, ROLE: 'api', QUEUES: 'media' },
    ],
    ['DEMO needs ROLE=all.', { ...DATABASE, ...REDIS, ROLE: 'worker', DEMO: '1' }],
    ['JWT_SECRET must have 32 bytes or more, as hex or text.', { JWT_SECRET: 'short' }],
    ['ENCRYPTION_KEY must have 32 bytes or more, as hex or text.', { ENCRYPTION_KEY: 'short' }],
    ['JWT_SECRET is required when DATABASE_URL is given.', { ...DATABASE, JWT_SECRET: '' }],
    ['ENCRYPTION_KEY is required when DATABASE_URL is given.', { ...DATABASE, ENCRYPTION_KEY: '' }],
    [
      'BOOTSTRAP_HOTEL, BOOTSTRAP_EMAIL, BOOTSTRAP_PASSWORD belong together: give all three or none.',
      { BOOTSTRAP_EMAIL: 'rita@aurora.example' },
    ],
    [
      'BOOTSTRAP_EMAIL must be an e-mail address.',
      { BOOTSTRAP_HOTEL: 'Aurora', BOOTSTRAP_EMAIL: 'rita', BOOTSTRAP_PASSWORD: 'long enough' },
    ],
    [
      'BOOTSTRAP_PASSWORD must have 10 characters or more.',
      { BOOTSTRAP_HOTEL: 'Aurora', BOOTSTRAP_EMAIL: 'rita@aurora.example', BOOTSTRAP_PASSWORD: 'short' },
    ],
    [
      'BOOTSTRAP_PASSWORD must have 10 characters or more.',
      { BOOTSTRAP_HOTEL: 'Aurora', BOOTSTRAP_EMAIL: 'rita@aurora.example', BOOTSTRAP_PASSWORD: '🔑🛎🧳🚪🛏🪟🧺🧴🧼' },
    ],
    ['SMTP_URL must be an address that starts with smtp:// or smtps://.', { SMTP_URL: 'mail.example:25' }],
    ['MAIL_FROM is required when SMTP_URL is given.', { SMTP_URL: 'smtp://mail.example' }],
    [
      'MAIL_FROM must be an e-mail address, or a name and one as "Hotel Aurora <desk@aurora.example>".',
      { MAIL_FROM: 'the desk' },
    ],
    ['DEMO is refused together with NODE_ENV=production.', { DEMO: '1', NODE_ENV: 'production' }],
    ['DEMO must be 1 or 0, not "maybe".', { DEMO: 'maybe' }],
    ['META_GRAPH_URL must be an address that starts with http:// or https://.', { META_GRAPH_URL: 'ftp://x' }],
    ['QUEUE_TRIES must be a whole number from 1 to 100, not "0".', { QUEUE_TRIES: '0' }],
    ['QUEUE_TIMEOUT must be a whole number from 1 to 3600, not "2m".', { QUEUE_TIMEOUT: '2m' }],
    [
      "REDIS_WHATSAPP_QUEUE_RETRY_AFTER (120) must be larger than QUEUE_TIMEOUT (120): a job's lease must outlive its time limit.",
      { REDIS_WHATSAPP_QUEUE_RETRY_AFTER: '120' },
    ],
    [
      "REDIS_WHATSAPP_QUEUE_RETRY_AFTER (150) must be larger than QUEUE_TIMEOUT (200): a job's lease must outlive its time limit.",
      { QUEUE_TIMEOUT: '200' },
    ],
    ['REDIS_URL must be an address that starts with redis:// or rediss://.', { REDIS_URL: 'http://:word@redis' }],
    [
      'REDIS_WHATSAPP_QUEUE_CONNECTION must be "default" or an address that starts with redis:// or rediss://.',
      { ...REDIS, REDIS_WHATSAPP_QUEUE_CONNECTION: 'second' },
    ],
    [
      'REDIS_WHATSAPP_QUEUE_CONNECTION needs REDIS_URL, where the other queues are.',
      { REDIS_WHATSAPP_QUEUE_CONNECTION: 'redis://other' },
    ],
    [
      'REDIS_WHATSAPP_QUEUE must be a name of letters, digits, ".", "_" and "-".',
      { REDIS_WHATSAPP_QUEUE: 'guests:all' },
    ],
    ['REDIS_WHATSAPP_QUEUE must not be named as another queue is: "outbound".', { REDIS_WHATSAPP_QUEUE: 'outbound' }],
    [
      'QUEUES must list some of guests, outbound, media, maintenance, separated by commas.',
      { ...REDIS, REDIS_WHATSAPP_QUEUE: 'guests', QUEUES: 'guests,whatsapp-messages' },
    ],
    ['QUEUES needs REDIS_URL: without it nobody else does what this process leaves.', { QUEUES: 'outbound' }],
    ['MAX_MESSAGE_LENGTH must be a whole number from 1 to 65536, not "-1".', { MAX_MESSAGE_LENGTH: '-1' }],
    [
      'CONVERSATION_EXPIRY_HOURS must be a whole number from 1 to 8760, not "1.5".',
      { CONVERSATION_EXPIRY_HOURS: '1.5' },
    ],
    ['PROVIDER_WINDOW_HOURS must be a whole number from 1 to 8760, not "0".', { PROVIDER_WINDOW_HOURS: '0' }],
    [
      'TRUST_PROXY must list IP addresses or CIDR ranges, separated by commas; "proxy" is none.',
      { TRUST_PROXY: 'proxy' },
    ],
    ['BACKUP_HOUR must be a whole number from 0 to 23 or "off", not "24".', { BACKUP_HOUR: '24' }],
    ['BACKUP_DAYS must be a whole number from 1 to 3650, not "0".', { BACKUP_DAYS: '0' }],
    ['BACKUP_BEFORE_UPDATE must be 1 or 0, not "yes".', { BACKUP_BEFORE_UPDATE: 'yes' }],
    ['RECEIPT_DAYS must be a whole number from 1 to 366, not "0".', { RECEIPT_DAYS: '0' }],
    ['DISK_FULL (5121) must not be larger than DISK_LOW (5120): the alarm comes first.', { DISK_FULL: '5121' }],
    ['METRICS_TOKEN must have 32 bytes or more, as hex or text.', { METRICS_TOKEN: 'short' }],
    ['LOG_FORMAT must be "pretty", "json", not "xml".', { LOG_FORMAT: 'xml' }],
  ])('say what is wrong: %s', (line, env) => {
    expect(mistakes({ DATA_DIR: dataDir, ...env })).toEqual([line]);
  });

  it('D3, D12: name the Redis of the queues, the lease, and what this process works on', () => {
    const own = { REDIS_WHATSAPP_QUEUE_CONNECTION: 'rediss://other:7000', REDIS_WHATSAPP_QUEUE: 'guests' };
    const config = readConfig({
      DATA_DIR: dataDir,
      ...REDIS,
      ...own,
      QUEUE_TIMEOUT: '200',
      REDIS_WHATSAPP_QUEUE_RETRY_AFTER: '201',
      QUEUES: 'guests, media',
    });
    expect(config.queue).toEqual({
      tries: 3,
      timeoutMs: 200_000,
      worked: ['whatsapp-messages', 'media'],
      told: false,
      redis: { url: REDIS.REDIS_URL, whatsapp: { url: 'rediss://other:7000', name: 'guests' }, retryAfterMs: 201_000 },
    });
    const usual = readConfig({
      DATA_DIR: dataDir,
      ...REDIS,
      REDIS_WHATSAPP_QUEUE_CONNECTION: 'default',
      QUEUES: 'all',
    });
    expect(usual.queue.redis?.whatsapp).toEqual({ url: REDIS.REDIS_URL, name: 'whatsapp-messages' });
    expect(usual.queue.worked).toHaveLength(4);
  });

  it('F1: say which half of the desk a process is: an api works on no queue, a worker on all or some', () => {
    const of = (env: Env): ReturnType<typeof readConfig> =>
      readConfig({ DATA_DIR: dataDir, ...DATABASE, ...REDIS, ...env });
    expect(of({})).toMatchObject({ role: 'all', queue: { worked: { length: 4 } } });
    expect(of({ ROLE: 'api' })).toMatchObject({ role: 'api', queue: { worked: [] } });
    expect(of({ ROLE: 'worker' })).toMatchObject({ role: 'worker', queue: { worked: { length: 4 } } });
    expect(of({ ROLE: 'worker', QUEUES: 'media' })).toMatchObject({ role: 'worker', queue: { worked: ['media'] } });
  });

  it('of backups: none by night where it is off or there is a demo, and another place', () => {
    const off = readConfig({
      DATA_DIR: dataDir,
      BACKUP_HOUR: 'off',
      BACKUP_BEFORE_UPDATE: '0',
      BACKUP_DIR: '/mnt/safe',
    });
    expect(off.backup).toEqual({ dir: '/mnt/safe', hour: null, days: 7, beforeUpdate: false });
    const demo = readConfig({ DATA_DIR: dataDir, DEMO: '1' });
    expect(demo).toMatchObject({ backup: { hour: null, beforeUpdate: false }, disk: { low: 0, full: 0 } });
  });

  it('say everything that is wrong at once', () => {
    expect(mistakes({ PORT: 'x', LOG_LEVEL: 'loud', ROLE: 'api' })).toHaveLength(3);
  });

  it('never repeat a secret or a database’s password', () => {
    const lines = mistakes({ JWT_SECRET: 'hush-hush', DATABASE_URL: 'pg://desk:hush-hush@db' }).join('\n');
    expect(lines).not.toContain('hush');
  });

  it('are all listed in .env.example, and nothing else is', () => {
    const asked = new Set<string>();
    const env = new Proxy<Env>(
      { DATA_DIR: dataDir },
      { get: (target, name) => (asked.add(String(name)), target[String(name)]) },
    );
    readConfig(env);
    asked.delete('NODE_ENV');
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    expect(new Set(Array.from(example.matchAll(/^([A-Z_]+)=/gm), ([, name]) => name))).toEqual(asked);
  });

  it('of .env.example are the defaults', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const env = Object.fromEntries(
      Array.from(example.matchAll(/^([A-Z_]+)=(.*)$/gm), ([, name, value]) => [name, value]),
    );
    expect(readConfig({ ...env, DATA_DIR: dataDir })).toEqual(readConfig({ DATA_DIR: dataDir }));
  });

  it('do not make a folder when one of them is wrong', () => {
    const folder = join(dataDir, 'never');
    mistakes({ DATA_DIR: folder, PORT: 'x' });
    expect(() => statSync(folder)).toThrow(/ENOENT/);
  });
});

describe('the secrets', () => {
  it('are made once in DATA_DIR, readable by the owner only', () => {
    const folder = join(dataDir, 'fresh');
    const first = readConfig({ DATA_DIR: folder });
    const second = readConfig({ DATA_DIR: folder });
    expect(second.jwtSecret).toEqual(first.jwtSecret);
    expect(second.encryptionKey).toEqual(first.encryptionKey);
    expect(first.encryptionKey).toHaveLength(32);
    expect(first.encryptionKey).not.toEqual(first.jwtSecret);
    expect(first.keptSecrets).toEqual(['jwt-secret', 'encryption-key']);
    expect(statSync(join(folder, 'jwt-secret')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'encryption-key')).mode & 0o777).toBe(0o600);
  });

  it('are taken as hex or as text', () => {
    const config = readConfig({ ...DATABASE, ENCRYPTION_KEY: 'correct horse battery staple, twice over' });
    expect(config.keptSecrets).toEqual([]);
    expect(config.jwtSecret).toEqual(Buffer.from(HEX, 'hex'));
    expect(config.encryptionKey).toHaveLength(32);
  });

  it('are not made anew when their file is damaged', () => {
    const folder = mkdtempSync(join(dataDir, 'damaged-'));
    writeFileSync(join(folder, 'jwt-secret'), 'x');
    expect(mistakes({ DATA_DIR: folder })[0]).toMatch(/jwt-secret is damaged/);
    expect(readFileSync(join(folder, 'jwt-secret'), 'utf8')).toBe('x');
  });

  it('need a DATA_DIR that is a folder one may write to', () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    expect(mistakes({ DATA_DIR: file })).toEqual([`DATA_DIR ${file} is not a folder.`]);
    // Root may write to every folder; what not even root may make a folder in is the kernel's own tree.
    const closed = process.getuid?.() === 0 ? '/sys/bellhop' : mkdtempSync(join(dataDir, 'closed-'));
    if (closed.startsWith(dataDir)) chmodSync(closed, 0o500);
    expect(mistakes({ DATA_DIR: closed })).toEqual([
      expect.stringContaining(`DATA_DIR ${closed} cannot be written to`),
    ]);
  });
});

function mistakes(env: Env): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}
