import { setTimeout as pause } from 'node:timers/promises';

import type { Sql } from '../common/sql.js';
import type { ProviderMessageKey } from './delivery.repository.js';

/** After most transactions, and after the longest that can be under way (ingestion's statements end after ten seconds). */
const LOOKS_MS = [2_000, 15_000];
/** Between two looks whether others are over. */
const LOOK_MS = 10;

/**
 * An edit at one process and its message at another, both not yet committed, do not see each other; neither do a tick and
 * the echo it belongs to. So what was told about messages is looked at again when both are in the record.
 */
export class SecondLook {
  private readonly timers = new Map<NodeJS.Timeout, ProviderMessageKey[]>();
  private due: ProviderMessageKey[] = [];

  constructor(private readonly wake: () => void) {}

  /** Something was told about these messages, which need not be there yet. */
  later(keys: ProviderMessageKey[]): void {
    if (keys.length === 0) return;
    for (const ms of LOOKS_MS) {
      const timer = setTimeout(() => {
        this.timers.delete(timer);
        this.due.push(...keys);
        this.wake();
      }, ms).unref();
      this.timers.set(timer, keys);
    }
  }

  get isDue(): boolean {
    return this.due.length > 0;
  }

  /** Each message once. */
  take(): ProviderMessageKey[] {
    const keys = new Map(this.due.map((key) => [`${key.hotelId}:${key.channelId}:${key.providerId}`, key]));
    this.due = [];
    return [...keys.values()];
  }

  /** At a stop: what was not looked at yet is, now. */
  hurry(): void {
    for (const [timer, keys] of this.timers) {
      clearTimeout(timer);
      this.due.push(...keys);
    }
    this.timers.clear();
    if (this.isDue) this.wake();
  }
}

const OTHERS = `
  SELECT 1 FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND xact_start <= $1::timestamptz AND xact_start > clock_timestamp() - $2 * interval '1 millisecond' LIMIT 1`;

/**
 * For what ends too soon to look again later: waits until no transaction is under way that may not have seen what was
 * committed before. One that is longer under way than any of ingestion's (a backup) is not waited for.
 */
export async function untilOthersAreOver(sql: Sql): Promise<void> {
  const [now] = await sql.query<{ at: string }>(`SELECT clock_timestamp()::text AS at`);
  while ((await sql.query(OTHERS, [now?.at, Math.max(...LOOKS_MS)])).length > 0) await pause(LOOK_MS);
}
