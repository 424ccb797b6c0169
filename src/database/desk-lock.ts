import { randomBytes } from 'node:crypto';
import { linkSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { StartError } from './start-error.js';

/**
 * One desk per DATA_DIR. The lock is a socket that listens: a process that was killed no longer answers, so a
 * stale lock cannot keep anyone out, and a process id that was given out again cannot either.
 */
export class DeskLock {
  private constructor(private readonly server: Server) {}

  /** Throws a StartError when another desk holds it. `folder` must leave room for a socket's path. */
  static async take(folder: string, dataDir: string): Promise<DeskLock> {
    const path = join(folder, 'desk.sock');
    for (;;) {
      const server = await listen(path);
      if (server) return new DeskLock(server);
      if (await answers(path)) throw inUse(dataDir);
      // Taken aside before it is removed: of two desks that find the same stale lock only one moves it, and who
      // moved the other's fresh one instead puts it back.
      const aside = `${path}.${randomBytes(4).toString('hex')}`;
      try {
        renameSync(path, aside);
      } catch {
        continue; // the other one was quicker
      }
      const fresh = await answers(aside);
      if (fresh) linkSync(aside, path);
      rmSync(aside, { force: true });
      if (fresh) throw inUse(dataDir);
    }
  }

  async release(): Promise<void> {
    await new Promise<void>((done) => this.server.close(() => done()));
  }
}

function inUse(dataDir: string): StartError {
  return new StartError(`Another Bellhop is running on DATA_DIR ${dataDir}: stop it, or give this one its own folder.`);
}

function listen(path: string): Promise<Server | null> {
  return new Promise((done, fail) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(null) : fail(error)));
    server.listen(path, () => {
      server.unref();
      done(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(path);
    socket.once('connect', () => done(true));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      done(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
    socket.once('connect', () => socket.destroy());
  });
}
