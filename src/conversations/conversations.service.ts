import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Clock } from '../common/clock.js';
import { pageOf } from '../common/cursor.js';
import { NotFoundError } from '../common/errors.js';
import { may } from '../auth/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { inTransaction, query } from '../database/transaction.js';
import { JobQueue } from '../queue/index.js';
import { recordChange } from './changes.js';
import { ChangeLog } from './change-log.js';
import { ConversationViews } from './conversation-views.js';
import type {
  ConversationChangesView,
  ConversationCountsView,
  ConversationPageView,
  ConversationView,
} from './conversation.view.js';
import { signalGuest } from './guest-sign.js';
import { ConversationsRepository } from './conversations.repository.js';
import { CountsRepository } from './counts.repository.js';
import type { InboxDto } from './inbox.dto.js';
import { inboxList, InboxRepository } from './inbox.repository.js';
import { markRead } from './participants.js';
import { Readers } from './readers.js';
import { covers, type Place, type Reader } from './visibility.js';

/**
 * How far somebody has read who had this message in view: every arrival up to it, in the order they came.
 * When nothing stands below it in the thread, all: a late one sorts earlier though it came after.
 */
const READ_UP_TO = `
  SELECT coalesce(max(m.inbound_seq) FILTER (WHERE m.seq <= seen.seq OR (m.sent_at, m.seq) <= (seen.sent_at, seen.seq)), 0) AS "inThread",
         coalesce(max(m.inbound_seq) FILTER (WHERE m.seq <= seen.seq), 0) AS "asTheyCame",
         coalesce(bool_or((m.sent_at, m.seq) > (seen.sent_at, seen.seq)), false) AS "moreBelow"
  FROM message seen
  LEFT JOIN message m ON m.hotel_id = seen.hotel_id AND m.conversation_id = $3 AND m.inbound_seq IS NOT NULL
  WHERE seen.hotel_id = $1 AND seen.chat_id = $2 AND seen.id = $4
  GROUP BY seen.id`;

/** The inbox and what belongs to one conversation, as one reader sees it. */
@Injectable()
export class ConversationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly readers: Readers,
    private readonly inbox: InboxRepository,
    private readonly countsRepository: CountsRepository,
    private readonly conversations: ConversationsRepository,
    private readonly views: ConversationViews,
    private readonly log: ChangeLog,
    private readonly clock: Clock,
    private readonly signal: ChangeSignal,
    private readonly queue: JobQueue,
  ) {}

  /** Four queries, whatever the page's size. */
  async list(reader: Reader, { limit, cursor, ...filters }: InboxDto): Promise<ConversationPageView> {
    const sight = await this.readers.sightOf(reader);
    const rows = await this.inbox.list(reader, sight, filters, limit, cursor);
    const page = pageOf(
      inboxList(filters),
      rows,
      limit,
      (row) => row.id,
      (row) => [row.at, row.id],
    );
    return { items: await this.inOrder(reader, page.items), nextCursor: page.nextCursor };
  }

  async counts(reader: Reader): Promise<ConversationCountsView> {
    const sight = await this.readers.sightOf(reader);
    const counts = await this.countsRepository.of(reader.hotelId, [{ userId: reader.userId, sight }]);
    return counts.get(reader.userId) ?? { waiting: 0, mine: 0, free: 0, all: 0, past: 0, unread: 0 };
  }

  async get(reader: Reader, conversationId: string): Promise<ConversationView> {
    await this.conversations.visible(reader, conversationId);
    return this.viewOf(reader, conversationId);
  }

  /** Without asking whether the reader may see it: after an act of their own that took it out of their sight. */
  async viewOf(reader: Reader, conversationId: string): Promise<ConversationView> {
    const view = (await this.views.load(reader, reader.hotelId, [conversationId])).get(conversationId);
    if (view === undefined) throw new NotFoundError('conversation');
    return view;
  }

  /** What changed while a client was away: each conversation once, as it is now. */
  async changes(reader: Reader, since: string | undefined): Promise<ConversationChangesView> {
    const missed = await this.log.since(reader.hotelId, since);
    if (missed.reset) return { items: [], removed: [], position: missed.position, reset: true };
    const mine = missed.changes.filter(
      (change) => change.kind !== 'conversation.read' || change.subjectId === reader.userId,
    );
    if (mine.some((change) => change.kind === 'membership.changed' && change.subjectId === reader.userId)) {
      return { items: [], removed: [], position: missed.position, reset: true };
    }
    const ids = [...new Set(mine.flatMap((change) => change.conversationId ?? []))];
    const [sight, views] = await Promise.all([
      this.readers.sightOf(reader),
      this.views.load(reader, reader.hotelId, ids),
    ]);
    const items = ids.flatMap((id) => views.get(id) ?? []).filter((view) => covers(sight, placeOf(view)));
    const shown = new Set(items.map((view) => view.id));
    const left = mine.filter((change) => change.kind === 'conversation.moved' && covers(sight, formerPlace(change)));
    const removed = [...new Set(left.flatMap((change) => change.conversationId ?? []))].filter((id) => !shown.has(id));
    return { items, removed, position: missed.position, reset: false };
  }

  /** Moves the reader's own position, forward only, and answers what is left unread. */
  async read(reader: Reader, conversationId: string, messageId: string): Promise<number> {
    const { hotelId, userId } = reader;
    const { chatId } = await this.conversations.visible(reader, conversationId);
    const [seen] = await query<{ inThread: string; asTheyCame: string; moreBelow: boolean }>(
      this.dataSource,
      READ_UP_TO,
      [hotelId, chatId, conversationId, messageId],
    );
    if (!seen) throw new NotFoundError('message');
    const seq = Number(seen.moreBelow ? seen.asTheyCame : seen.inThread);
    await inTransaction(this.dataSource, async (tx) => {
      const at = this.clock.now();
      if (seq === 0 || !(await markRead(tx, { hotelId, conversationId, at }, userId, seq))) return;
      await recordChange(tx, { hotelId, kind: 'conversation.read', conversationId, subjectId: userId, at });
      tx.afterCommit(() => {
        this.signal.signal();
        // Who only watches over others' shoulders does not turn the guest's ticks blue.
        if (may(reader.role, 'conversation:write'))
          signalGuest(this.queue, { hotelId, chatId, kind: 'opened', upTo: seq });
      });
    });
    return (await this.viewOf(reader, conversationId)).unreadCount;
  }

  private async inOrder(reader: Reader, ids: readonly string[]): Promise<ConversationView[]> {
    const views = await this.views.load(reader, reader.hotelId, ids);
    return ids.flatMap((id) => views.get(id) ?? []);
  }
}

export function placeOf(view: ConversationView): Place {
  return { type: view.type, departmentId: view.department?.id ?? null };
}

/** Where a conversation lay before a 'conversation.moved'. */
export function formerPlace(change: { subjectId: string | null }): Place {
  return { type: change.subjectId === null ? 'general' : 'service', departmentId: change.subjectId };
}
