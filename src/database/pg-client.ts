import pg from 'pg';

// Once for every connection of the process, TypeORM's included: bigint as number (ours are counters far below
// 2^53), a date as the text it is (a Date would be midnight in the server's zone). xid8 stays text by default.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** Limits every connection of the desk has, so that a database that went away is noticed. */
export const CONNECTION_LIMITS = {
  connectionTimeoutMillis: 2_500,
  statement_timeout: 30_000,
  idle_in_transaction_session_timeout: 60_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  application_name: 'bellhop',
} as const;

/** Of a pool's: a PostgreSQL that hangs ends no statement itself, so nobody waits longer than this for its answer. */
export const POOL_LIMITS = {
  ...CONNECTION_LIMITS,
  query_timeout: CONNECTION_LIMITS.statement_timeout + 2_000,
} as const;

/** The address of the desk's database, injectable, for code that keeps its own connections. */
export class DatabaseAddress {
  constructor(readonly url: string) {}
}

/**
 * A connection of one's own, not connected yet. When it breaks, its queries reject and 'end' is emitted;
 * making a new one is the caller's business.
 */
export function openClient(address: { url: string }, limits: { query_timeout?: number } = {}): pg.Client {
  const client = new pg.Client({ connectionString: address.url, ...CONNECTION_LIMITS, ...limits });
  client.on('error', () => undefined); // without a listener a lost connection would end the process
  return client;
}
