import type pg from 'pg';
import type { DataSource } from 'typeorm';

export interface PoolLoad {
  busy: number;
  idle: number;
  /** who waits for a connection */
  waiting: number;
}

export function loadOf({ totalCount, idleCount, waitingCount }: pg.Pool): PoolLoad {
  return { busy: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/** Of TypeORM's own pool, which it keeps in its PostgreSQL driver under a type of its own. */
export function poolOf({ driver }: DataSource): pg.Pool {
  return (driver as typeof driver & { master: pg.Pool }).master;
}
