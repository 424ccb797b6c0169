import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { FarSide } from './far-side.js';

/** The built child, also where this file itself runs from source (tests). */
const MAIN = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/chaos/far-side-main.js' : 'far-side-main.js', import.meta.url),
);

type Name = keyof FarSide;

export interface FarSideCall {
  id: number;
  name: Name;
  args: unknown[];
}

interface Answer {
  id: number;
  result?: unknown;
  error?: string;
}

/** The far side in a process of its own: its methods, called from here. */
export class FarSideProcess {
  private readonly child: ChildProcess;
  private readonly open = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>();
  private calls = 0;

  constructor() {
    this.child = fork(MAIN, { serialization: 'advanced', execArgv: ['--enable-source-maps'] });
    this.child.on('message', ({ id, result, error }: Answer) => {
      const call = this.open.get(id);
      this.open.delete(id);
      if (error === undefined) call?.resolve(result as never);
      else call?.reject(new Error(error));
    });
    this.child.once('exit', (code) => {
      for (const { reject } of this.open.values()) reject(new Error(`The far side ended with ${code}.`));
      this.open.clear();
    });
  }

  call<N extends Name>(name: N, ...args: Parameters<FarSide[N]>): Promise<Awaited<ReturnType<FarSide[N]>>> {
    const id = ++this.calls;
    return new Promise((resolve, reject) => {
      if (!this.child.connected) return reject(new Error('The far side has ended.'));
      this.open.set(id, { resolve, reject });
      this.child.send({ id, name, args } satisfies FarSideCall);
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
