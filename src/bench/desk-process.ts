import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.js', import.meta.url));
const READY_MS = 60_000;

export interface DeskProcess {
  url: string;
  host: string;
  port: number;
  dataDir: string;
  child: ChildProcess;
  login: { email: string; password: string };
  stop(): Promise<void>;
}

/** The real program in a process and DATA_DIR of its own, with one hotel, ready to take requests. */
export async function startDeskProcess(environment: Record<string, string> = {}): Promise<DeskProcess> {
  const port = await freePort();
  const host = '127.0.0.1';
  const url = `http://${host}:${port}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-bench-'));
  const login = { email: 'admin@bench.example', password: randomBytes(16).toString('hex') };
  const child = spawn(process.execPath, ['--enable-source-maps', MAIN], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      HOST: host,
      PORT: String(port),
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      BOOTSTRAP_HOTEL: 'Hotel Bench',
      BOOTSTRAP_EMAIL: login.email,
      BOOTSTRAP_PASSWORD: login.password,
      ...environment,
    },
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await untilReady(url, child);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, host, port, dataDir, child, login, stop };
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
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
