import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { NotFoundError } from '../common/errors.js';
import { InvalidCursorError } from '../common/cursor.js';
import { ConversationsRepository, type Reader } from '../conversations/index.js';
import { query } from '../database/transaction.js';
import { HistoryRepository } from './history.repository.js';
import type { HiddenEpisodeItemView, MessageView } from './message.view.js';
import { MessageViews } from './message-views.js';
import type { TimelineDto } from './timeline.dto.js';
import { TimelineRepository, type TimelineEntry } from './timeline.repository.js';
import type { HistoryView, TimelineView } from './timeline.view.js';

/** Reading what was said. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly conversations: ConversationsRepository,
    private readonly timeline: TimelineRepository,
    private readonly views: MessageViews,
    private readonly histories: HistoryRepository,
  ) {}

  async page(reader: Reader, conversationId: string, dto: TimelineDto): Promise<TimelineView> {
    const { chatId } = await this.conversations.visible(reader, conversationId);
    return this.ofChats(reader, `chat/${chatId}`, [chatId], dto);
  }

  /** Several chats as one thread: what was said with a guest. `list`: what its cursors go by. */
  async ofChats(
    reader: Reader,
    list: string,
    chatIds: readonly string[],
    { before, after, around, limit }: TimelineDto,
  ): Promise<TimelineView> {
    if ([before, after, around].filter((one) => one !== undefined).length > 1) throw new InvalidCursorError();
    const page =
      around === undefined
        ? await this.timeline.page(reader, list, chatIds, { before, after, limit })
        : await this.timeline.around(reader, list, chatIds, around, limit);
    if (page === null) throw new NotFoundError('message');
    const { entries, ...cursors } = page;
    const views = await this.views.load(
      reader.hotelId,
      entries.flatMap((entry) => (entry.kind === 'message' ? entry.id : [])),
    );
    return { items: entries.flatMap((entry) => itemOf(entry, views)), ...cursors };
  }

  async history(reader: Reader, messageId: string): Promise<HistoryView> {
    const [message] = await query<{ conversationId: string }>(
      this.dataSource,
      `SELECT conversation_id AS "conversationId" FROM message WHERE hotel_id = $1 AND id = $2`,
      [reader.hotelId, messageId],
    );
    if (!message) throw new NotFoundError('message');
    await this.conversations.visible(reader, message.conversationId);
    return this.histories.of(reader.hotelId, messageId);
  }
}

function itemOf(entry: TimelineEntry, views: Map<string, MessageView>): MessageView | HiddenEpisodeItemView | [] {
  if (entry.kind === 'message') return views.get(entry.id) ?? [];
  const { department, from, to } = entry;
  return { hiddenEpisode: { department, from, to } };
}
