import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

interface Tally {
  queries: number;
}

const current = new AsyncLocalStorage<Tally>();
// oxlint-disable-next-line typescript/unbound-method -- it is given its client again below
const query = pg.Client.prototype.query as (...args: unknown[]) => unknown;

/** From here on every statement of this process counts for the work it belongs to; what runs by itself counts for nothing. */
export function countQueries(): void {
  pg.Client.prototype.query = function counted(this: pg.Client, ...args: unknown[]): unknown {
    const tally = current.getStore();
    if (tally) tally.queries++;
    return query.apply(this, args);
  } as typeof pg.Client.prototype.query;
}

/** How many statements this work ran. */
export async function queriesOf<T>(work: () => Promise<T>): Promise<{ queries: number; result: T }> {
  const tally: Tally = { queries: 0 };
  const result = await current.run(tally, work);
  return { queries: tally.queries, result };
}
