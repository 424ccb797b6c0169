import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { RightsNews } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { MessageTrace } from '../common/message-trace.js';
import {
  ChangeLog,
  Readers,
  visibleSql,
  type Horizon,
  type LoggedChange,
  type NamedReader,
  type Sight,
} from '../conversations/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { LiveQueries } from '../database/hot-queries.js';
import { query } from '../database/transaction.js';
import { CountsBroadcast } from './counts-broadcast.js';
import { tracedMessages } from '../messages/index.js';
import { EventComposer } from './event-composer.js';
import type { StaffEvent, StaffEventName } from './events.js';
import { Switchboard } from './switchboard.js';

const BATCH = 500;
const POLL_MS = 1_000;
const SESSION_CHECK_MS = 5_000;
/** A hotel whose last socket left is followed this long, for the one that is just coming. */
const LINGER_MS = 60_000;
/** How often to look again for what another open transaction holds back, at most, before the poll does. */
const MOST_WAITS = 200;
const LONGEST_WAIT_MS = 50;
const MOST_REMOVED = 1_000;

/**
 * The tail of the change log, towards the sockets of this process. A commit wakes it, in whichever process it was (over
 * Redis; while that is away one elsewhere is seen by polling); while nobody listens nothing is read. The audience of each event is computed when it is
 * published, so a change of rights holds at once. Falling behind makes batches larger, never a queue.
 */
@Injectable()
export class Publisher {
  private readonly logger = new Logger(Publisher.name);
  private horizon: Horizon | null = null;
  private readonly neededAt = new Map<string, number>();
  private dirty = false;
  private running: Promise<void> | undefined;
  private reading: Promise<unknown> | undefined;
  private stopped = true;
  private timers: NodeJS.Timeout[] = [];
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly live: LiveQueries,
    private readonly log: ChangeLog,
    private readonly readers: Readers,
    private readonly composer: EventComposer,
    private readonly switchboard: Switchboard,
    private readonly counts: CountsBroadcast,
    private readonly signal: ChangeSignal,
    private readonly news: RightsNews,
    private readonly clock: Clock,
    private readonly trace: MessageTrace,
  ) {}

  start(): void {
    this.stopped = false;
    const unsubscribe = [
      this.signal.subscribe(() => this.wake()),
      this.news.onSessionsEnded((hotelId, sessionIds) => {
        this.endSessions(hotelId, sessionIds);
        this.switchboard.endElsewhere(hotelId, sessionIds, this.clock.now());
      }),
    ];
    this.unsubscribe = () => unsubscribe.forEach((end) => end());
    this.timers = [
      setInterval(() => this.wake(), POLL_MS).unref(),
      setInterval(() => void this.checkSessions().catch(() => undefined), SESSION_CHECK_MS).unref(),
    ];
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.unsubscribe?.();
    for (const timer of this.timers) clearInterval(timer);
    this.counts.stop();
    await this.running;
  }

  /** Something was committed, perhaps. */
  wake(): void {
    if (this.stopped || this.hotelIds().length === 0) {
      this.horizon = null;
      return;
    }
    this.dirty = true;
    this.running ??= this.run().finally(() => {
      this.running = undefined;
      if (this.dirty) this.wake();
    });
  }

  /**
   * Before a socket of this hotel is let in: from here on nothing of the hotel is missed, so what the
   * client reads afterwards and what it is told together leave no gap.
   */
  async admit(hotelId: string): Promise<void> {
    this.neededAt.set(hotelId, Date.now());
    await this.reading?.catch(() => undefined); // what is being read was asked for without this hotel
    await this.from();
  }

  /** Everything committed so far is told. */
  async settled(): Promise<void> {
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.dirty && !this.stopped) {
      this.dirty = false;
      try {
        await this.drain();
      } catch (error) {
        this.logger.warn(`Events wait for the database: ${String(error)}`);
        return; // the poll tries again from where it stood
      }
    }
  }

  /** Reads until everything that was committed when it began is told, also what an older open transaction holds back. */
  private async drain(): Promise<void> {
    let goal: bigint | null = null;
    for (let waits = 0; waits < MOST_WAITS && !this.stopped; waits++) {
      const startedAt = performance.now();
      const from = await this.from();
      const reading = this.log.tail(from, this.hotelIds(), BATCH, this.live);
      this.reading = reading;
      const tail = await reading;
      await this.publish(from, tail.changes);
      this.horizon = tail.horizon;
      if (tail.horizon.xid !== from.xid) waits = 0;
      if (tail.changes.length === BATCH) continue;
      goal ??= BigInt(tail.pending);
      if (BigInt(tail.horizon.xid) >= goal) return; // what was signalled since then begins anew
      if (this.dirty) {
        this.dirty = false;
        goal = null; // of the next reading, which sees what was just committed
      }
      // Under a steady stream of commits as much rest as work: batches grow instead.
      const rest = Math.max(2 ** Math.min(waits, 10), performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, Math.min(rest, LONGEST_WAIT_MS)));
    }
  }

  /** Where to read on from; the present where nothing was read lately. */
  private async from(): Promise<Horizon> {
    if (this.horizon !== null) return this.horizon;
    const present = await this.log.present();
    return (this.horizon ??= present); // another may have begun meanwhile: the earlier one holds
  }

  /** The position told is the one before the batch: who breaks off in its middle gets all of it again. */
  private async publish(from: Horizon, changes: readonly LoggedChange[]): Promise<void> {
    const position = this.log.write(from);
    const byHotel = new Map<string, LoggedChange[]>();
    for (const change of changes) {
      const own = byHotel.get(change.hotelId);
      if (own) own.push(change);
      else byHotel.set(change.hotelId, [change]);
    }
    // Side by side: no hotel waits for another one's rows. Where one fails all is read again, when the others are through.
    const told = await Promise.allSettled([...byHotel].map(([hotelId, own]) => this.publishTo(hotelId, own, position)));
    const failed = told.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async publishTo(hotelId: string, changes: readonly LoggedChange[], position: string): Promise<void> {
    const ended = changes.flatMap((change) => (change.kind === 'session.ended' ? (change.subjectId ?? []) : []));
    this.endSessions(hotelId, ended);
    const users = this.switchboard.usersOf(hotelId);
    if (users.length === 0) return;
    const readers = await this.readers.ofHotel(hotelId, users, this.live);
    await this.tellLostSight(hotelId, readers, position);
    this.callBack(hotelId, changes);
    const events = await this.composer.compose(hotelId, changes, readers);
    this.switchboard.emitAll(hotelId, events, position);
    if (this.trace.on) void this.tellWay(hotelId, events).catch(() => undefined); // a log, no more
    this.counts.touch(hotelId);
  }

  private async tellWay(hotelId: string, events: readonly StaffEvent[]): Promise<void> {
    const told = new Map<string, { messageId: string; event: StaffEventName; users: number }>();
    for (const { name: event, data } of events) {
      if (!('message' in data)) continue;
      const { id: messageId } = data.message;
      const one = told.get(event + messageId) ?? { messageId, event, users: 0 };
      told.set(event + messageId, { ...one, users: one.users + 1 });
    }
    const ids = [...new Set([...told.values()].map(({ messageId }) => messageId))];
    const traced = new Map((await tracedMessages(this.live, hotelId, ids)).map((one) => [one.id, one.traceId]));
    for (const one of told.values()) this.trace.tell('socket event', traced.get(one.messageId) ?? one.messageId, one);
  }

  /** Whose departments, role or hotel setting changed is told what is no longer theirs to see. */
  private async tellLostSight(hotelId: string, readers: readonly NamedReader[], position: string): Promise<void> {
    for (const { userId, sight } of readers) {
      const before = this.switchboard.swapSight(hotelId, userId, sight);
      if (before !== null && narrower(sight, before)) this.switchboard.markSeesMore(hotelId, userId);
      if (before === null || !narrower(before, sight)) continue;
      for (const id of await this.lost(hotelId, before, sight)) {
        this.switchboard.emit(
          hotelId,
          { userId, name: 'conversation.removed', at: this.clock.now(), data: { id } },
          position,
        );
      }
    }
  }

  /**
   * Who sees more than before reads again: what came into sight is more than could be told. Once the log has the news,
   * which may come later than the rights themselves; then `resume` answers with a reset.
   */
  private callBack(hotelId: string, changes: readonly LoggedChange[]): void {
    for (const { kind, subjectId } of changes)
      if (kind === 'membership.changed' && subjectId !== null) this.switchboard.callBack(hotelId, subjectId);
  }

  private async lost(hotelId: string, before: Sight, now: Sight): Promise<string[]> {
    const params: unknown[] = [hotelId];
    const rows = await query<{ id: string }>(
      this.dataSource,
      `SELECT c.id FROM conversation c
       WHERE c.hotel_id = $1 AND ${visibleSql(before, 'c', params)} AND NOT ${visibleSql(now, 'c', params)}
       ORDER BY c.status = 'active' DESC, c.last_message_at DESC LIMIT ${MOST_REMOVED}`,
      params,
    );
    return rows.map((row) => row.id);
  }

  private endSessions(hotelId: string, sessionIds: readonly string[]): void {
    const ended = new Set(sessionIds);
    if (ended.size === 0) return;
    this.switchboard.end(
      (principal) => principal.hotelId === hotelId && ended.has(principal.sessionId),
      this.clock.now(),
    );
  }

  /** Sessions that ran out, and what the log did not tell. Real time. */
  async checkSessions(): Promise<void> {
    const open = this.switchboard.sessions();
    if (open.length === 0) return;
    const alive = await query<{ id: string }>(
      this.dataSource,
      `SELECT s.id FROM unnest($1::uuid[], $2::uuid[]) AS asked (hotel_id, id)
       JOIN user_session s ON s.hotel_id = asked.hotel_id AND s.id = asked.id AND s.ended_at IS NULL AND s.expires_at > $3
       JOIN app_user u ON u.hotel_id = s.hotel_id AND u.id = s.user_id AND u.active`,
      [open.map((session) => session.hotelId), open.map((session) => session.sessionId), new Date()],
    );
    const ids = new Set(alive.map((session) => session.id));
    const asked = new Set(open.map((session) => session.sessionId));
    this.switchboard.end(({ sessionId }) => asked.has(sessionId) && !ids.has(sessionId), this.clock.now());
  }

  /** Hotels somebody listens for, or did a moment ago. */
  private hotelIds(): string[] {
    const now = Date.now();
    for (const hotelId of this.switchboard.hotelIds()) this.neededAt.set(hotelId, now);
    for (const [hotelId, at] of this.neededAt) if (now - at > LINGER_MS) this.neededAt.delete(hotelId);
    return [...this.neededAt.keys()];
  }
}

function narrower(before: Sight, now: Sight): boolean {
  if (before.everything !== now.everything) return before.everything;
  return (before.general && !now.general) || before.departmentIds.some((id) => !now.departmentIds.includes(id));
}
