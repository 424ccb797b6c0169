import 'reflect-metadata';

import { once } from 'node:events';
import { createServer, isIPv6 } from 'node:net';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { backupBeforeUpdate } from './backup/index.js';
import { DomainError } from './common/errors.js';
import { ConfigError, readConfig, type Config } from './config/index.js';
import { startDatabase } from './database/start-database.js';
import { StartError } from './database/start-error.js';
import { createDesk } from './desk.js';
import { SetupService } from './hotels/index.js';

const STOP_MS = 30_000;
/** npm hands on a Ctrl-C that the terminal has given this process already: within this time it is one wish. */
const ONE_WISH_MS = 1_000;

async function main(): Promise<void> {
  goOnUnheard();
  const config = readConfig(process.env);
  const database = await startDatabase(config, { beforeUpdate: backupBeforeUpdate(config) });
  let desk: NestFastifyApplication | undefined;
  const close = async (): Promise<void> => {
    await desk?.close();
    await database.stop();
  };
  try {
    await assertCanListen(config.http);
    desk = await createDesk(config, database);
    stopOnSignal(close);
    const demo = config.demo ? await (await import('./demo/index.js')).prepareDemo(desk, config) : null;
    const link = config.role === 'worker' ? null : await desk.get(SetupService).ensureLink();
    await desk.listen(config.http.port, config.http.host);
    say(config, link);
    await demo?.begin();
  } catch (error) {
    await close();
    throw error;
  }
}

/** Guests are served also when nobody reads what this prints: its reader has gone, or the disk of its file is full. */
function goOnUnheard(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
}

function stopOnSignal(close: () => Promise<void>): void {
  let askedAt: number | null = null;
  const stop = (): void => {
    if (askedAt !== null) {
      if (performance.now() - askedAt > ONE_WISH_MS) process.exit(1); // asked twice: at once
      return;
    }
    askedAt = performance.now();
    setTimeout(() => process.exit(1), STOP_MS).unref();
    void close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('SIGHUP', stop); // its terminal was closed
}

/** Asked before the desk is put together: a taken port is told in one line, and nothing has begun. */
async function assertCanListen({ host, port }: Config['http']): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StartError(
      code === 'EADDRINUSE'
        ? `${host}:${port} is taken by another program. Set PORT to a free one.`
        : `${host}:${port} cannot be listened on (${code}). Set HOST and PORT to an address of this machine and a port that is allowed.`,
    );
  } finally {
    server.close();
  }
}

function say(config: Config, link: string | null): void {
  const { host, port, publicUrl } = config.http;
  if (config.role === 'worker') {
    const address = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
    process.stdout.write(`\nBellhop's worker is ready; its probes are at http://${address}/health/ready\n`);
    return;
  }
  process.stdout.write(`\nBellhop is ready: ${publicUrl}\n`);
  if (link) process.stdout.write(`Set up your hotel (this link works once, for a day): ${link}\n`);
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) process.stderr.write(`${error.lines.join('\n')}\n`);
  else if (error instanceof StartError || error instanceof DomainError) process.stderr.write(`${error.message}\n`);
  else
    process.stderr.write(
      `Bellhop could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
  process.exit(1);
});
