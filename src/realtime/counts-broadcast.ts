import { Injectable, Logger } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { Pressure } from '../common/pressure.js';
import { CountsRepository, Readers } from '../conversations/index.js';
import { LiveQueries } from '../database/hot-queries.js';
import { Switchboard } from './switchboard.js';

const DEBOUNCE_MS = 250;
/** Counting rests this many times as long as it took, however large the hotels and however many of them have news. */
const REST = 10;

/** Badge figures, some moments after something changed, to those whose figures did. */
@Injectable()
export class CountsBroadcast {
  private readonly logger = new Logger(CountsBroadcast.name);
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly told = new Map<string, Map<string, string>>();
  private took = 0;

  constructor(
    private readonly switchboard: Switchboard,
    private readonly readers: Readers,
    private readonly counts: CountsRepository,
    private readonly live: LiveQueries,
    private readonly clock: Clock,
    private readonly pressure: Pressure,
  ) {}

  /** Something of this hotel changed. */
  touch(hotelId: string): void {
    if (this.timers.has(hotelId)) return;
    const run = (): void => {
      this.timers.delete(hotelId);
      if (this.pressure.high) return this.touch(hotelId);
      this.tell(hotelId).catch((error: unknown) => this.logger.warn(`Counts wait for the database: ${String(error)}`));
    };
    this.timers.set(hotelId, setTimeout(run, Math.max(DEBOUNCE_MS, this.took * REST * (this.timers.size + 1))).unref());
  }

  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private async tell(hotelId: string): Promise<void> {
    const startedAt = performance.now();
    const users = this.switchboard.usersOf(hotelId);
    if (users.length === 0) {
      this.told.delete(hotelId);
      return;
    }
    const counts = await this.counts.of(hotelId, await this.readers.ofHotel(hotelId, users, this.live), this.live);
    this.took = performance.now() - startedAt;
    const before = this.told.get(hotelId);
    const now = new Map<string, string>();
    for (const [userId, data] of counts) {
      now.set(userId, JSON.stringify(data));
      if (before?.get(userId) === now.get(userId)) continue;
      this.switchboard.emit(hotelId, { userId, name: 'counts.updated', at: this.clock.now(), data }, null);
    }
    this.told.set(hotelId, now);
  }
}
