import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Clock } from '../common/clock.js';
import type { Sql } from '../common/sql.js';
import { Config } from '../config/config.js';
import { ChangeSignal } from '../database/change-signal.js';
import { againOnConflict } from '../database/conflicts.js';
import { addRowChanges, rowChangesOf, wouldChange, type RowChange } from '../database/row-changes.js';
import { inTransaction, statements, type Tx } from '../database/transaction.js';
import { JobQueue } from '../queue/index.js';
import { byIdentity } from './ingestion.lane.js';
import { planIngestion, type Arrival } from './ingestion.plan.js';
import { storeNames } from './ingestion.notes.js';
import { lookAgain, NOTHING, storeBatch, together, type StoreResult } from './ingestion.store.js';
import { StoreBusyError } from './ingestion.service.js';
import type { TryFailure } from './processing-tries.js';
import { lackingOf } from './replay.known.js';
import { untilOthersAreOver } from './second-look.js';

export interface ReplayOptions {
  /** only look: everything is taken back */
  dryRun: boolean;
  /** runs in the transaction that brought something back, before its end */
  note?: (tx: Tx, replayed: Replayed) => Promise<void>;
}

export interface Replayed {
  /** what the record lacked, or might have */
  told: Arrival[];
  /** made and changed, by table; nothing: nothing was missing */
  rows: RowChange[];
  /** what today's code cannot store either */
  refused: Map<Arrival, TryFailure>;
}

/** Nothing automatic follows from these, however fresh (DECISIONS: "Replay"). */
const SILENCE = `
  INSERT INTO replayed_message AS r (hotel_id, channel_id, provider_id, at, silent)
  SELECT hotel_id, channel_id, provider_id, $2, true
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, provider_id text) ORDER BY 1, 2, 3
  ON CONFLICT (hotel_id, channel_id, provider_id) DO UPDATE SET silent = true, at = excluded.at`;

/**
 * Tells the record once more what receipts hold. What is there is not touched, and locks nothing; what is missing comes
 * back through the same statements as ever. No receipt is written: these have theirs.
 *
 * It may run while the same guests write, on a connection beside the lane: unique keys and the chats' locks keep the two
 * apart as they do two lanes, and what neither could see of the other is looked at again when both are in the record.
 */
@Injectable()
export class ReplayStore {
  private readonly expiryMs: number;

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly signal: ChangeSignal,
    private readonly queue: JobQueue,
    config: Config,
  ) {
    this.expiryMs = config.conversations.expiryHours * 3_600_000;
  }

  async replay(arrivals: Arrival[], options: ReplayOptions): Promise<Replayed> {
    const missing = await this.lacking(arrivals);
    if (missing.length === 0) return { told: [], rows: [], refused: new Map() };
    try {
      return await this.bringBack(missing, options);
    } catch (error) {
      if (!isOfTheData(error)) throw error;
      return this.oneByOne(missing, options);
    }
  }

  /** What cannot even be looked for is told: then its own failure says why. */
  private async lacking(arrivals: Arrival[]): Promise<Arrival[]> {
    try {
      return await lackingOf(statements(this.db), arrivals);
    } catch (error) {
      if (!isOfTheData(error)) throw error;
      return arrivals;
    }
  }

  private async oneByOne(arrivals: Arrival[], options: ReplayOptions): Promise<Replayed> {
    const all: Replayed = { told: arrivals, rows: [], refused: new Map() };
    for (const arrival of arrivals) {
      try {
        const [missing] = await lackingOf(statements(this.db), [arrival]);
        if (!missing) continue;
        const { rows, refused } = await this.bringBack([missing], options);
        all.rows = addRowChanges(all.rows, rows);
        for (const [one, why] of refused) all.refused.set(one, why);
      } catch (error) {
        if (!isOfTheData(error)) throw error;
        const [reason, stack] = error instanceof Error ? [error.message, error.stack ?? null] : [String(error), null];
        all.refused.set(arrival, { code: 'not_storable', reason, stack });
      }
    }
    return all;
  }

  private async bringBack(arrivals: Arrival[], { dryRun, note }: ReplayOptions): Promise<Replayed> {
    const now = this.clock.now();
    const replayed: Replayed = { told: arrivals, rows: [], refused: new Map() };
    let stored = NOTHING;
    const tell = async (tx: Tx): Promise<void> => {
      stored = await this.store(tx, arrivals, replayed.refused, now);
    };
    // Names in a transaction of their own: guests are locked before chats.
    const rename = (tx: Tx): Promise<void> => storeNames(tx, stored.names, now);
    const also = (rows: RowChange[]): void => void (replayed.rows = addRowChanges(replayed.rows, rows));
    if (dryRun) {
      for (const work of [tell, rename]) also(await again(() => wouldChange(this.db, work)));
      return replayed;
    }
    await this.transaction(async (tx) => {
      replayed.rows = await rowChangesOf(tx, () => tell(tx));
      if (replayed.rows.length > 0) await note?.(tx, replayed);
    });
    const toldAnything = replayed.rows.length > 0;
    also(await this.transaction((tx) => rowChangesOf(tx, () => rename(tx))));
    if (toldAnything) also(await this.lookAgain(stored, now));
    if (replayed.rows.length > 0) this.announce(stored);
    return replayed;
  }

  /** What was under way in a lane meanwhile has not seen what came back here, nor was it seen. */
  private async lookAgain({ toldOf }: StoreResult, now: Date): Promise<RowChange[]> {
    if (toldOf.length === 0) return [];
    await untilOthersAreOver(statements(this.db));
    return this.transaction((tx) => rowChangesOf(tx, () => lookAgain(tx, toldOf, now)));
  }

  private transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return again(() => inTransaction(this.db, work));
  }

  private async store(tx: Sql, arrivals: Arrival[], refused: Replayed['refused'], now: Date): Promise<StoreResult> {
    let stored = NOTHING;
    for (const part of byIdentity(arrivals)) {
      const plan = planIngestion(part);
      for (const [n, { state, code, error }] of plan.receipts.entries()) {
        const arrival = part[n];
        if (arrival && state === 'failed')
          refused.set(arrival, { code: code ?? 'unknown', reason: error ?? '', stack: null });
      }
      const keys = plan.messages
        .filter(({ counted: counts }) => counts)
        .map(({ hotelId, channelId, providerId }) => ({
          hotel_id: hotelId,
          channel_id: channelId,
          provider_id: providerId,
        }));
      if (keys.length > 0) await tx.query(SILENCE, [JSON.stringify(keys), now]);
      stored = together(stored, await storeBatch(tx, { ...plan, receipts: [] }, { now, expiryMs: this.expiryMs }));
      stored = { ...stored, toldOf: [...stored.toldOf, ...plan.messages] };
    }
    return stored;
  }

  private announce({ toRoute, toFetch }: StoreResult): void {
    this.signal.signal();
    for (const { hotelId, chatId, inboundSeq } of toRoute)
      this.queue.enqueue('chat.route', { hotelId, chatId }, { jobId: `${chatId}:${inboundSeq}` });
    for (const file of toFetch) this.queue.enqueue('media.fetch', file, { jobId: file.mediaId });
  }
}

function again<T>(work: () => Promise<T>): Promise<T> {
  return againOnConflict(work, () => new StoreBusyError());
}

/** SQLSTATE classes that speak of the data: cardinality, data, integrity, limits. */
const DATA_TROUBLE = /^(21|22|23|54)/;

/** The database refused the data, or our code cannot make anything of it; else the store is in trouble. */
function isOfTheData(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null;
  return code === null ? false : DATA_TROUBLE.test(code);
}
