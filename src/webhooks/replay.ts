import { Injectable } from '@nestjs/common';

import { Audit } from '../audit/index.js';
import { Clock } from '../common/clock.js';
import { NotFoundError } from '../common/errors.js';
import { isUuid, lowestIdAt } from '../common/ids.js';
import { addRowChanges, type RowChange } from '../database/row-changes.js';
import type { Tx } from '../database/transaction.js';
import { ReplayStore, type Arrival, type Replayed } from '../messages/index.js';
import { ReceiptReader } from './receipt-reader.js';
import { ReceiptsRepository, type Receipt } from './receipts.repository.js';

const DAY_MS = 86_400_000;

export interface ReplayReport {
  /** true: nothing was kept of it */
  dryRun: boolean;
  /** provider events that were read again */
  receipts: number;
  /** … that today's code cannot read or store either */
  unreadable: number;
  /** review items that wait no more */
  resolved: number;
  /** what was missing and came back (dry run: would come back), by table; empty: nothing was missing */
  rows: RowChange[];
}

export interface ReplayWish {
  dryRun: boolean;
  /** told after each page */
  onPage?: (soFar: ReplayReport) => void;
}

/**
 * Reads stored receipts once more with today's code (DECISIONS: "Replay"): what the record lacks comes back, nothing is
 * sent and nothing automatic follows. What is there stays as it is, so it may be run again, also after it was cut off, and
 * while the same guests write: ReplayStore says why. What a provider tells live at that very moment, though the record lost
 * it, is silent too, whoever stores it first.
 */
@Injectable()
export class Replay {
  constructor(
    private readonly receipts: ReceiptsRepository,
    private readonly reader: ReceiptReader,
    private readonly store: ReplayStore,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** A day as the clock of UTC has it. Throws NotFoundError where there is no such channel. */
  async day(startMs: number, channelId: string | null, wish: ReplayWish): Promise<ReplayReport> {
    const report = nothingYet(wish);
    const before = lowestIdAt(startMs + DAY_MS);
    for (const hotelId of await this.hotelsOf(channelId)) {
      let after = lowestIdAt(startMs);
      for (;;) {
        const page = await this.receipts.page(hotelId, { after, before, channelId });
        const last = page.at(-1);
        if (!last) break;
        await this.replayPage(hotelId, page, report);
        wish.onPage?.(report);
        after = last.id;
      }
    }
    return report;
  }

  /** By the receipt's id, or that of what waits for it in review. Throws NotFoundError, also when its day was dropped. */
  async receipt(id: string, wish: ReplayWish): Promise<ReplayReport> {
    const receipt = isUuid(id) ? await this.receipts.find(id) : null;
    if (!receipt) throw new NotFoundError('receipt');
    const report = nothingYet(wish);
    await this.replayPage(receipt.hotelId, [receipt], report);
    return report;
  }

  private async hotelsOf(channelId: string | null): Promise<string[]> {
    if (channelId === null) return this.receipts.hotels();
    const hotelId = isUuid(channelId) ? await this.receipts.hotelOfChannel(channelId) : null;
    if (hotelId === null) throw new NotFoundError('channel');
    return [hotelId];
  }

  private async replayPage(hotelId: string, page: Receipt[], report: ReplayReport): Promise<void> {
    const read = new Map<Arrival, Receipt>();
    for (const receipt of page) {
      const result = await this.reader.read(hotelId, receipt);
      if ('failure' in result) report.unreadable++;
      else for (const arrival of result.arrivals) read.set(arrival, receipt);
    }
    const resolved = new Set<string>();
    const { rows, refused } = await this.store.replay([...read.keys()], {
      dryRun: report.dryRun,
      note: async (tx, replayed) => {
        for (const id of await this.note(tx, hotelId, read, replayed)) resolved.add(id);
      },
    });
    report.resolved += resolved.size;
    report.receipts += page.length;
    report.unreadable += refused.size;
    report.rows = addRowChanges(report.rows, rows);
  }

  /** Answers the review items it ended. */
  private async note(tx: Tx, hotelId: string, read: Map<Arrival, Receipt>, replayed: Replayed): Promise<string[]> {
    const stored = replayed.told
      .filter((arrival) => !replayed.refused.has(arrival))
      .flatMap((one) => read.get(one) ?? []);
    const ids = [...new Set(stored.map(({ id }) => id))];
    await this.audit.record(tx, {
      hotelId,
      actor: { kind: 'operator' },
      action: 'receipts.replayed',
      subject: { type: 'receipt', id: ids.length === 1 ? (ids[0] ?? null) : null },
      after: { receipts: ids.length, rows: replayed.rows },
    });
    const failed = stored.filter((receipt) => receipt.failed).map(({ id }) => id);
    return failed.length === 0 ? [] : this.receipts.resolve(tx, hotelId, failed, this.clock.now());
  }
}

function nothingYet({ dryRun }: ReplayWish): ReplayReport {
  return { dryRun, receipts: 0, unreadable: 0, resolved: 0, rows: [] };
}
