import { Injectable } from '@nestjs/common';

import type { Principal } from '../auth/index.js';
import { lastId, pageOf } from '../common/cursor.js';
import { searchWords } from '../common/folded-search.js';
import { InvalidInputError } from '../common/validation.pipe.js';
import { ConversationsService, ConversationViews, Readers } from '../conversations/index.js';
import { Guests } from '../guests/index.js';
import { MessageViews } from '../messages/index.js';
import { MessageSearchRepository } from './message-search.repository.js';
import type { SearchDto, SearchPart } from './search.dto.js';
import type { FoundMessagePageView, SearchView } from './search.view.js';

/** One field for everything: people, their conversations, what was said. Only what this reader may see. */
@Injectable()
export class SearchService {
  constructor(
    private readonly readers: Readers,
    private readonly guests: Guests,
    private readonly conversations: ConversationsService,
    private readonly conversationViews: ConversationViews,
    private readonly messages: MessageSearchRepository,
    private readonly messageViews: MessageViews,
  ) {}

  /** A fixed number of queries, whatever is found: E8. */
  async search(me: Principal, { in: part, cursor, ...page }: SearchDto): Promise<SearchView> {
    if (cursor !== undefined && part === undefined) {
      const message = 'cursor is of one part: send "in" with it';
      throw new InvalidInputError([{ field: 'in', code: 'required', message }]);
    }
    const query = { ...page, ...(cursor === undefined ? {} : { cursor }) };
    const wanted = <T>(name: SearchPart, read: () => Promise<T>): Promise<T> | null =>
      part === undefined || part === name ? read() : null;
    const [guests, conversations, messages] = await Promise.all([
      wanted('guests', () => this.guests.list(me, query)),
      wanted('conversations', () => this.conversations.list(me, { ...query, sort: 'recent' })),
      wanted('messages', () => this.findMessages(me, query)),
    ]);
    return { guests, conversations, messages };
  }

  private async findMessages(
    me: Principal,
    { q, limit, cursor }: { q: string; limit: number; cursor?: string },
  ): Promise<FoundMessagePageView> {
    const words = searchWords(q);
    if (words.length === 0) return { items: [], nextCursor: null };
    const after = lastId('found messages', cursor);
    const sight = await this.readers.sightOf(me);
    const hits = await this.messages.find(me.hotelId, sight, words, { after, limit });
    const page = pageOf(
      'found messages',
      hits,
      limit,
      (hit) => hit,
      (hit) => [hit.id],
    );
    const ids = (key: 'id' | 'conversationId'): string[] => [...new Set(page.items.map((hit) => hit[key]))];
    const [messages, conversations] = await Promise.all([
      this.messageViews.load(me.hotelId, ids('id')),
      this.conversationViews.load(me, me.hotelId, ids('conversationId')),
    ]);
    const items = page.items.flatMap((hit) => {
      const [message, conversation] = [messages.get(hit.id), conversations.get(hit.conversationId)];
      return message && conversation ? [{ message, conversation }] : [];
    });
    return { items, nextCursor: page.nextCursor };
  }
}
