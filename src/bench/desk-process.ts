import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built program, also where this file itself runs from source (tests). */
const MAIN = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/main.js' : '../main.js', import.meta.url),
);
/** As `npm start` has them. */
const NODE_OPTIONS = ['--enable-source-maps', '--max-semi-space-size=64'];
const READY_MS = 120_000;

export interface DeskProcess {
  url: string;
  host: string;
  port: number;
  dataDir: string;
  /** of the desk and of its PostgreSQL; they change when it is started again */
  pids(): Promise<{ desk: number; postgres: number }>;
  login: { email: string; password: string };
  /** what it has printed since its first start */
  printed(): string;
  /** Starts it again after a kill, on the same data and port; resolves when it is ready. */
  start(): Promise<void>;
  /** kill -9 of the desk, with `database` of PostgreSQL too. */
  kill(options?: { database: boolean }): Promise<void>;
  /** Ends it and removes its data. */
  stop(): Promise<void>;
}

/** The real program in a process and DATA_DIR of its own, with one hotel, ready to take requests. */
export async function startDeskProcess(
  environment: Record<string, string> = {},
  /** for Node itself, as `--cpu-prof` */
  nodeOptions: string[] = [],
): Promise<DeskProcess> {
  const port = environment['PORT'] === undefined ? await freePort() : Number(environment['PORT']);
  const host = '127.0.0.1';
  const url = `http://${host}:${port}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-desk-'));
  const login = { email: 'admin@bench.example', password: randomBytes(16).toString('hex') };
  let child: ChildProcess;
  let ended: Promise<void>;
  let printed = '';

  const start = async (): Promise<void> => {
    child = spawn(process.execPath, [...NODE_OPTIONS, ...nodeOptions, MAIN], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        HOST: host,
        PORT: String(port),
        DATA_DIR: dataDir,
        LOG_LEVEL: 'fatal',
        BOOTSTRAP_HOTEL: 'Hotel Bench',
        BOOTSTRAP_EMAIL: login.email,
        BOOTSTRAP_PASSWORD: login.password,
        ...environment,
      },
    });
    child.stdout?.on('data', (part: Buffer) => (printed += part.toString()));
    ended = new Promise((resolve) => child.once('exit', () => resolve()));
    try {
      await untilReady(url, child);
    } catch (error) {
      // It may get ready all the same, later, and would stand in the way of the next one.
      child.kill('SIGKILL');
      await ended;
      throw error;
    }
  };
  const kill = async ({ database } = { database: false }): Promise<void> => {
    if (database) process.kill(await postmasterOf(dataDir), 'SIGKILL');
    child.kill('SIGKILL');
    await ended;
  };
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  const pids = async (): Promise<{ desk: number; postgres: number }> => ({
    desk: child.pid ?? 0,
    postgres: await postmasterOf(dataDir),
  });
  return { url, host, port, dataDir, login, pids, printed: () => printed, start, kill, stop };
}

async function postmasterOf(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until && child.exitCode === null) {
    const ready = await fetch(`${url}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The desk did not get ready.');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
