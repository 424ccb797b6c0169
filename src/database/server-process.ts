import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { RunAs } from './postgres-user.js';

/** One PostgreSQL: a child of this process, or one that an earlier process left running. */
export interface ServerProcess {
  readonly pid: number;
  /** Asked, not told: an adopted server sends no events. */
  ended(): boolean;
}

/** What stands in postmaster.pid: who runs on this data, and where it listens. */
export function runningOn(data: string): { process: ServerProcess; sockets: string } | null {
  try {
    const [pid, , , , sockets] = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    if (!pid || !sockets || !isAlive(Number(pid))) return null;
    return { process: { pid: Number(pid), ended: () => !isAlive(Number(pid)) }, sockets };
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

const LARGEST_LOG = 20 * 1024 * 1024;

/** A child of its own session: Ctrl-C in a terminal reaches the desk alone, which ends the server when it is done. */
export class ChildServer implements ServerProcess {
  private readonly logStart: number;
  private readonly child: ChildProcess;
  private failure: Error | null = null;

  constructor(
    binary: string,
    args: readonly string[],
    user: RunAs,
    private readonly log: string,
  ) {
    if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_LOG) renameSync(log, `${log}.1`);
    const output = openSync(log, 'a', 0o600);
    this.logStart = statSync(log).size;
    this.child = spawn(binary, args, {
      ...user,
      cwd: '/',
      detached: true,
      stdio: ['ignore', output, output],
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    });
    closeSync(output);
    this.child.once('error', (error) => (this.failure = error));
    this.child.unref();
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  ended(): boolean {
    return this.failure !== null || this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** What it said since it was started. */
  output(): string {
    return this.failure?.message ?? readFileSync(this.log).subarray(this.logStart).toString('utf8');
  }
}
