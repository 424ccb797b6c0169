import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

const START_MS = 10_000;

/** A Redis of its own on this machine that keeps nothing on disk: stopped, it comes back empty at the same address. */
export class RedisProcess {
  private server: ChildProcess | null = null;

  private constructor(private readonly port: number) {}

  static async start(): Promise<RedisProcess> {
    const redis = new RedisProcess(await freePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get pid(): number | null {
    return this.server?.pid ?? null;
  }

  async start(): Promise<void> {
    const program = process.env['REDIS_SERVER'] ?? 'redis-server';
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const server = spawn(program, args, { stdio: 'ignore' });
    this.server = server;
    let failure: Error | null = null;
    server.on('error', (error) => (failure = error));
    for (const until = Date.now() + START_MS; !(await this.answers());) {
      if (failure) throw new Error(`Redis is needed (apt-get install redis-server): ${String(failure)}`);
      if (server.exitCode !== null || Date.now() > until) throw new Error('Redis did not start');
      await setTimeout(10);
    }
  }

  /** All it held is lost. */
  async stop(): Promise<void> {
    const server = this.server;
    this.server = null;
    if (!server || server.exitCode !== null) return;
    server.kill('SIGKILL');
    await once(server, 'exit');
  }

  /** Stands still: connections stay, nothing is answered. */
  freeze(): void {
    this.server?.kill('SIGSTOP');
  }

  thaw(): void {
    this.server?.kill('SIGCONT');
  }

  /** One command, in words without spaces; its answer as Redis writes it. */
  async ask(...words: string[]): Promise<string> {
    const socket = createConnection(this.port, '127.0.0.1');
    try {
      socket.write(`${words.join(' ')}\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      return answer.toString().trim();
    } finally {
      socket.destroy();
    }
  }

  private async answers(): Promise<boolean> {
    try {
      return (await this.ask('PING')) === '+PONG';
    } catch {
      return false;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
