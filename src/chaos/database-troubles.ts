import { setTimeout as wait } from 'node:timers/promises';

import pg from 'pg';

import type { DeskProcess } from '../bench/index.js';
import type { Trouble } from './troubles.js';

/** More than max_connections of the desk's server. */
const MORE_THAN_ALL = 120;

/** What goes wrong with PostgreSQL. Each comes, lasts, and is over when it returns. */
export class DatabaseTroubles {
  constructor(
    private readonly url: string,
    private readonly desk: DeskProcess,
  ) {}

  async suffer(kind: Trouble<'database'>, ms: number): Promise<void> {
    if (kind === 'killed') return this.kill((await this.desk.pids()).postgres, ms);
    if (kind === 'backend killed') return this.killBackend(ms);
    if (kind === 'slow commits') return this.slowCommits(ms);
    if (kind === 'table locked') return this.lock(ms);
    return this.takeConnections(ms);
  }

  /** The desk starts it again by itself. */
  private async kill(pid: number, ms: number): Promise<void> {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // down already
    }
    await wait(ms);
  }

  /** One session's death makes PostgreSQL end all of them and recover from its log. */
  private async killBackend(ms: number): Promise<void> {
    const pid = await this.with(async (client) => {
      const { rows } = await client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity WHERE application_name = 'bellhop' ORDER BY random() LIMIT 1`,
      );
      return rows[0]?.pid;
    });
    if (pid !== undefined) await this.kill(pid, ms);
  }

  /** A disk that takes a tenth of a second for each commit. */
  private async slowCommits(ms: number): Promise<void> {
    await this.with(async (client) => {
      await client.query(`ALTER SYSTEM SET commit_delay = 100000`);
      await client.query(`ALTER SYSTEM SET commit_siblings = 0`);
      await client.query(`SELECT pg_reload_conf()`);
    });
    await wait(ms);
    await this.with(async (client) => {
      await client.query(`ALTER SYSTEM RESET ALL`);
      await client.query(`SELECT pg_reload_conf()`);
    });
  }

  /** Every query on conversations waits, and with them all connections of the desk's pools. */
  private async lock(ms: number): Promise<void> {
    await this.with(async (client) => {
      await client.query(`BEGIN`);
      await client.query(`SET LOCAL lock_timeout = '10s'`);
      await client.query(`LOCK TABLE conversation IN ACCESS EXCLUSIVE MODE`);
      await wait(ms);
      await client.query(`ROLLBACK`);
    });
  }

  /** Others hold every connection there is, also those the desk had. */
  private async takeConnections(ms: number): Promise<void> {
    const held: pg.Client[] = [];
    try {
      await this.take(held);
      await held[0]?.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bellhop'`);
      await this.take(held);
      await wait(ms);
    } finally {
      await Promise.all(held.map((client) => client.end().catch(() => undefined)));
    }
  }

  private async take(held: pg.Client[]): Promise<void> {
    while (held.length < MORE_THAN_ALL) {
      const client = this.client();
      try {
        await client.connect();
      } catch {
        return;
      }
      held.push(client);
    }
  }

  /** With a connection, waited for: the server may be starting. What breaks meanwhile is another trouble's doing. */
  private async with<T>(work: (client: pg.Client) => Promise<T>): Promise<T | undefined> {
    for (let tries = 0; tries < 100; tries++) {
      const client = this.client();
      try {
        await client.connect();
        return await work(client);
      } catch {
        await wait(100);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
    return undefined;
  }

  private client(): pg.Client {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'chaos',
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined); // it breaks on purpose
    return client;
  }
}
