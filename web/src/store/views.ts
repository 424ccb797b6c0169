import type { ConversationQuery, ConversationView } from '../api/types.js';

export const VIEWS = ['waiting', 'mine', 'free', 'all', 'past'] as const;
export type View = (typeof VIEWS)[number];
export const isView = (value: string): value is View => (VIEWS as readonly string[]).includes(value);

export type Sort = 'waiting' | 'recent';
export const sortOf = (view: View): Sort => (view === 'waiting' ? 'waiting' : 'recent');

/** Does this conversation belong in that view? The same rule as the server's query. */
export function belongs(view: View, conversation: ConversationView, userId: string): boolean {
  const active = conversation.status === 'active';
  switch (view) {
    case 'waiting':
      return active && conversation.waitingSince !== null;
    case 'mine':
      return active && conversation.assignee?.id === userId;
    case 'free':
      return active && conversation.assignee === null;
    case 'all':
      return active;
    case 'past':
      return !active;
  }
}

export function queryOf(view: View): ConversationQuery {
  const sort = sortOf(view);
  switch (view) {
    case 'waiting':
      return { status: 'active', waiting: true, sort };
    case 'mine':
      return { status: 'active', assignee: 'me', sort };
    case 'free':
      return { status: 'active', assignee: 'none', sort };
    case 'all':
      return { status: 'active', sort };
    case 'past':
      return { status: 'past', sort };
  }
}

/** Where a conversation stands in a list. Times compare as instants, ties by id, alike on every screen. */
export interface Rank {
  at: number;
  id: string;
}
export function rankOf(sort: Sort, conversation: ConversationView): Rank {
  const at = sort === 'waiting' ? conversation.waitingSince : conversation.lastMessage?.at;
  return { at: Date.parse(at ?? conversation.openedAt), id: conversation.id };
}
/** Waiting: who has waited longest comes first. Recent: the newest. */
export function compareRanks(sort: Sort, a: Rank, b: Rank): number {
  const direction = sort === 'waiting' ? 1 : -1;
  return direction * (a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/**
 * The rows of a view, from everything that is known. What lies behind `until`, the last row that was
 * read, is left out: between it and the next known row there may be others.
 */
export function rowsOf(
  view: View,
  known: Iterable<ConversationView>,
  userId: string,
  until: Rank | null,
): ConversationView[] {
  const sort = sortOf(view);
  const rows: { rank: Rank; conversation: ConversationView }[] = [];
  for (const conversation of known) {
    if (!belongs(view, conversation, userId)) continue;
    const rank = rankOf(sort, conversation);
    if (until === null || compareRanks(sort, rank, until) <= 0) rows.push({ rank, conversation });
  }
  return rows.sort((a, b) => compareRanks(sort, a.rank, b.rank)).map((row) => row.conversation);
}

/**
 * Nothing jumps: while the list is being pointed at it keeps the order it shows. Rows stay, even those
 * that left the view; new ones are counted, not shown.
 */
export function frozenOrder(
  shown: readonly string[],
  live: readonly string[],
  stillThere: (id: string) => boolean,
): { ids: string[]; fresh: number } {
  const before = new Set(shown);
  const ids = shown.filter(stillThere);
  // Rows after the last one shown are pages that were read on purpose by scrolling: they may follow.
  const last = live.findLastIndex((id) => before.has(id));
  const tail = live.slice(last + 1).filter((id) => !before.has(id));
  const fresh = live.slice(0, last + 1).filter((id) => !before.has(id)).length;
  return last < 0 ? { ids, fresh: live.length } : { ids: [...ids, ...tail], fresh };
}
