import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { dataHome, ownFolder, type DataHome } from './data-home.js';
import { DeskLock } from './desk-lock.js';
import { postgresBinaries, type Binaries } from './postgres-binaries.js';
import { serverUser, type RunAs } from './postgres-user.js';
import { ChildServer, runningOn, type ServerProcess } from './server-process.js';
import { StartError } from './start-error.js';

/** The desk's own server: durable, on a Unix socket only, sized for one hotel group. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  wal_compression: 'on',
  min_wal_size: '256MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // Containers give 64 MB of /dev/shm; parallel plans do not pay on the short queries of a desk.
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;
const WATCH_MS = 250;

export interface EmbeddedOptions {
  dataDir: string;
  log: (line: string) => void;
  /** Over the desk's own; tests trade durability for speed. */
  settings?: Record<string, string>;
  /** Another PostgreSQL than the package's. */
  binaries?: Binaries;
}

/**
 * The PostgreSQL that comes with the npm package, in DATA_DIR. It outlives a killed desk and is adopted by the
 * next; while the desk runs, a server that ends is started again.
 */
export class EmbeddedPostgres {
  private readonly user: RunAs;
  private readonly binaries: Binaries;
  private readonly home: DataHome;
  private lock: DeskLock | null = null;
  private server: ServerProcess | null = null;
  private watching: Promise<void> | null = null;
  private readonly stopping = new AbortController();
  private sockets: string;

  constructor(private readonly options: EmbeddedOptions) {
    this.user = serverUser();
    this.binaries = options.binaries ?? postgresBinaries(this.user);
    this.home = dataHome(options.dataDir, this.user);
    this.sockets = this.home.run;
  }

  /** The address of a database on this server; no port and no password, the folder of its socket is 0700. */
  url(database = 'bellhop'): string {
    return `postgresql://bellhop@localhost/${database}?host=${encodeURIComponent(this.sockets)}`;
  }

  /** Whether a server of this DATA_DIR answers, whoever started it; `url()` is its address then. */
  async isRunning(): Promise<boolean> {
    const running = runningOn(this.home.data);
    if (!running) return false;
    this.sockets = running.sockets;
    return this.answers();
  }

  /** Ready to take connections when it returns; throws a StartError otherwise. */
  async start(): Promise<void> {
    this.lock = await DeskLock.take(this.home.run, this.options.dataDir);
    try {
      if (!existsSync(join(this.home.data, 'PG_VERSION'))) await this.initialise();
      await this.refuseOtherVersions();
      await this.bringUp();
      await this.makeDatabase();
    } catch (error) {
      await this.stop();
      throw error;
    }
    this.watching = this.watch();
  }

  /** Ends the server cleanly. Safe at any moment, also before `start` is through. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.watching;
    await this.end();
    await this.lock?.release();
    this.lock = null;
  }

  private async end(): Promise<void> {
    const server = this.server;
    if (!server) return;
    signal(server, 'SIGINT'); // PostgreSQL's "fast": sessions are ended, everything is written
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while (!server.ended()) {
      if (Date.now() > deadline) return signal(server, 'SIGQUIT'); // the next start recovers from its log
      await wait(20);
    }
    this.server = null;
  }

  /** Made aside and moved into place whole, so that a first start that was killed leaves nothing half made. */
  private async initialise(): Promise<void> {
    const { data } = this.home;
    const draft = `${data}.new`;
    rmSync(draft, { recursive: true, force: true });
    ownFolder(draft, this.user);
    const provider = (await this.version()) >= 17 ? ['--locale-provider=builtin'] : [];
    const locale = [...provider, '--locale=C.UTF-8'];
    const options = ['-U', 'bellhop', '--auth=trust', '--encoding=UTF8', ...locale, '--no-instructions'];
    const hurry = this.options.settings?.['fsync'] === 'off' ? ['--no-sync'] : [];
    try {
      await promisify(execFile)(this.binaries.initdb, ['-D', draft, ...options, ...hurry], { ...this.user, cwd: '/' });
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      throw new StartError(this.explain(error instanceof Error ? error.message : String(error)));
    }
    renameSync(draft, data);
  }

  private async refuseOtherVersions(): Promise<void> {
    const found = readFileSync(join(this.home.data, 'PG_VERSION'), 'utf8').trim();
    const ours = await this.version();
    if (Number(found) !== ours) {
      throw new StartError(`The data in ${this.home.data} is PostgreSQL ${found}'s, this Bellhop brings ${ours}.`);
    }
  }

  private async version(): Promise<number> {
    const { stdout } = await promisify(execFile)(this.binaries.postgres, ['--version'], { ...this.user, cwd: '/' });
    return Number(/(\d+)/.exec(stdout)?.[1]);
  }

  /** Adopts the server that runs already, else starts one; returns when it answers. */
  private async bringUp(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    let child: ChildServer | null = null;
    while (!this.stopping.signal.aborted) {
      const running = runningOn(this.home.data);
      if (running) this.sockets = running.sockets;
      if (running && (await this.answers())) {
        this.server = child?.pid === running.process.pid ? child : running.process;
        return;
      }
      if (child?.ended()) {
        const output = child.output();
        // A server that still ends, or starts for someone else, is waited for.
        if (!/lock file ".*" already exists|still in use/.test(output)) throw new StartError(this.explain(output));
        await wait(100);
        child = null;
      }
      if (Date.now() > deadline)
        throw new StartError(`PostgreSQL did not start within a minute, see ${this.home.log}.`);
      child ??= this.spawn();
      this.server = child;
      await wait(30);
    }
  }

  private spawn(): ChildServer {
    this.sockets = this.home.run;
    const settings = Object.entries({ ...SETTINGS, ...this.options.settings });
    const args = [
      '-D',
      this.home.data,
      '-k',
      this.home.run,
      ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ];
    return new ChildServer(this.binaries.postgres, args, this.user, this.home.log);
  }

  private async watch(): Promise<void> {
    let pause = WATCH_MS;
    while (await this.sleep(pause)) {
      if (this.server && !this.server.ended()) {
        pause = WATCH_MS;
        continue;
      }
      this.options.log('PostgreSQL ended by itself; it is started again.');
      try {
        await this.bringUp();
        if (!this.stopping.signal.aborted) this.options.log('PostgreSQL is back.');
        pause = WATCH_MS;
      } catch (error) {
        this.options.log(error instanceof Error ? error.message : String(error));
        pause = Math.min(pause * 2, 10_000);
      }
    }
  }

  private async sleep(ms: number): Promise<boolean> {
    await wait(ms, undefined, { signal: this.stopping.signal, ref: false }).catch(() => undefined);
    return !this.stopping.signal.aborted;
  }

  private async answers(): Promise<boolean> {
    return this.with('postgres', async (client) => void (await client.query('SELECT 1'))).then(
      () => true,
      () => false,
    );
  }

  private async makeDatabase(): Promise<void> {
    if (this.stopping.signal.aborted) return;
    await this.with('postgres', async (client) => {
      const { rowCount } = await client.query(`SELECT 1 FROM pg_database WHERE datname = 'bellhop'`);
      if (!rowCount) await client.query('CREATE DATABASE bellhop');
    });
  }

  private async with(database: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: this.url(database), connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined); // the query's own promise tells
    try {
      await client.connect();
      await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** The one line of a server's output that a person needs. */
  private explain(output: string): string {
    const { dataDir } = this.options;
    // What it says of a full disk may itself have found no room there.
    if (/No space left on device|Disk quota exceeded/.test(output) || isFull(dataDir))
      return `The disk of DATA_DIR ${dataDir} is full.`;
    if (/Read-only file system/.test(output)) return `DATA_DIR ${dataDir} cannot be written to: its disk is read-only.`;
    const reason = /(?:FATAL|PANIC|error): +(.*)/.exec(output)?.[1] ?? output.trim().split('\n').at(-1) ?? '';
    return `PostgreSQL did not start: ${reason} (see ${this.home.log})`;
  }
}

function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < 1024 * 1024;
}

function signal(server: ServerProcess, name: 'SIGINT' | 'SIGQUIT'): void {
  try {
    process.kill(server.pid, name);
  } catch {
    // ended in the meantime
  }
}
