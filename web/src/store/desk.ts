import { useSyncExternalStore } from 'react';
import type {
  Author,
  ContentToSend,
  ConversationView,
  Counts,
  HiddenEpisode,
  MessageView,
  Problem,
  TimelineItem,
} from '../api/types.js';
import { newerConversation, newerMessage } from './merge.js';
import { belongs, compareRanks, rankOf, sortOf, type Rank, type View } from './views.js';

/** What one chat's thread holds, without a gap; hidden episodes have no id, their dates are one. */
export interface Thread {
  messages: ReadonlyMap<string, MessageView>;
  hidden: ReadonlyMap<string, HiddenEpisode['hiddenEpisode']>;
  /** the message it was read around; null: from the newest backwards */
  around: string | null;
  /** what was told while the newer ones were not read yet; null: they are */
  behind: ReadonlyMap<string, MessageView> | null;
}

/** Something written here that the server has not answered for yet. */
export interface PendingSend {
  clientId: string;
  conversationId: string;
  chatId: string;
  content: ContentToSend;
  author: Author;
  replyTo: string | null;
  at: string;
  /** `waiting`: no connection, goes out by itself; `refused`: the server said no */
  state: 'sending' | 'waiting' | 'refused';
  problem: Problem | null;
}

export interface DeskState {
  conversations: ReadonlyMap<string, ConversationView>;
  /** taken out of this person's sight, and not told of since: there is nothing to ask for. With the how-manieth it was */
  gone: ReadonlyMap<string, number>;
  /** how many were taken so far: an answer is older than a removal when it was asked for at a smaller number */
  removals: number;
  /** by chat */
  threads: ReadonlyMap<string, Thread>;
  pending: ReadonlyMap<string, PendingSend>;
  counts: Counts | null;
  /** since when nothing is heard, and whether the gap is being filled */
  offlineSince: number | null;
  /** the newest message of somebody else: what the live region reads */
  news: { conversationId: string; message: MessageView } | null;
}

const EMPTY: DeskState = {
  conversations: new Map(),
  gone: new Map(),
  removals: 0,
  threads: new Map(),
  pending: new Map(),
  counts: null,
  offlineSince: null,
  news: null,
};
export const NO_THREAD: Thread = { messages: new Map(), hidden: new Map(), around: null, behind: null };

let state = EMPTY;
const listeners = new Set<() => void>();

export const deskState = (): DeskState => state;
export function updateDesk(change: (state: DeskState) => DeskState): void {
  const next = change(state);
  if (next === state) return;
  state = next;
  for (const listener of listeners) listener();
}
/** Nothing of a guest stays in memory after sign-out. */
export const clearDesk = (): void => updateDesk(() => EMPTY);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
/** `select` must give back the same value while nothing it reads has changed. */
export function useDesk<T>(select: (state: DeskState) => T): T {
  return useSyncExternalStore(subscribe, () => select(state));
}

// ── Changes: each takes a state and gives the next one ──────────────────────────────────────────

/** What the socket tells, in its order: who was taken away may be given back. */
export function withConversations(state: DeskState, told: Iterable<ConversationView>): DeskState {
  const conversations = new Map(state.conversations);
  const gone = new Map(state.gone);
  for (const one of told) {
    conversations.set(one.id, newerConversation(conversations.get(one.id), one));
    gone.delete(one.id);
  }
  return { ...state, conversations, gone: gone.size === state.gone.size ? state.gone : gone };
}

/** What the server answers to a question asked at `asked`: who was taken away since then stays away. */
export function withAnswer(state: DeskState, told: readonly ConversationView[], asked: DeskState): DeskState {
  return withConversations(
    state,
    told.filter((one) => (state.gone.get(one.id) ?? 0) <= asked.removals),
  );
}

/** A view was read (again) up to `until`: what is known there but was not in the answer has left it. */
export function withView(
  state: DeskState,
  view: View,
  userId: string,
  told: ConversationView[],
  from: Rank | null,
  until: Rank | null,
  asked: DeskState,
): DeskState {
  const next = withAnswer(state, told, asked);
  const answered = new Set(told.map((one) => one.id));
  const sort = sortOf(view);
  const conversations = new Map(next.conversations);
  for (const [id, one] of conversations) {
    const untouched = asked.conversations.get(id) === one; // told while the question was under way: newer than the answer
    if (!untouched || answered.has(id) || !belongs(view, one, userId)) continue;
    const rank = rankOf(sort, one);
    const after = from === null || compareRanks(sort, rank, from) > 0;
    const before = until === null || compareRanks(sort, rank, until) <= 0;
    if (after && before) conversations.delete(id);
  }
  return { ...next, conversations };
}

export function withoutConversation(state: DeskState, id: string): DeskState {
  const removals = state.removals + 1;
  const gone = new Map(state.gone).set(id, removals);
  const known = state.conversations.get(id);
  if (!known) return { ...state, gone, removals };
  const conversations = new Map(state.conversations);
  conversations.delete(id);
  const threads = new Map(state.threads);
  const thread = threads.get(known.chatId);
  if (thread) {
    const others = (messages: Thread['messages']): Thread['messages'] =>
      new Map([...messages].filter(([, message]) => message.conversationId !== id));
    const behind = thread.behind && others(thread.behind);
    threads.set(known.chatId, { ...thread, messages: others(thread.messages), behind });
  }
  return { ...state, conversations, gone, removals, threads };
}

export function withMessages(state: DeskState, chatId: string, items: TimelineItem[]): DeskState {
  const thread = state.threads.get(chatId) ?? NO_THREAD;
  const messages = new Map(thread.messages);
  const hidden = new Map(thread.hidden);
  let pending = state.pending;
  for (const item of items) {
    if ('hiddenEpisode' in item) {
      hidden.set(`${item.hiddenEpisode.from}/${item.hiddenEpisode.to}`, item.hiddenEpisode);
      continue;
    }
    messages.set(item.id, newerMessage(messages.get(item.id), item));
    if (item.clientId && pending.has(item.clientId)) {
      pending = new Map(pending);
      (pending as Map<string, PendingSend>).delete(item.clientId);
    }
  }
  return { ...state, threads: new Map(state.threads).set(chatId, { ...thread, messages, hidden }), pending };
}

/**
 * A thread is about to be read, around a message or (null) from the newest backwards: what is told meanwhile waits for
 * the page. What another reading of it knew goes, or there would be a gap between the two.
 */
export function withReading(state: DeskState, chatId: string, around: string | null): DeskState {
  if (state.threads.get(chatId)?.around === around) return state;
  const thread = { ...NO_THREAD, around, behind: new Map<string, MessageView>() };
  return { ...state, threads: new Map(state.threads).set(chatId, thread) };
}

/** A page of that reading. `newer`: whether newer ones are still to be read; left out: as before. */
export function withPage(
  state: DeskState,
  chatId: string,
  items: TimelineItem[],
  around: string | null,
  newer?: boolean,
): DeskState {
  const read = withMessages(withReading(state, chatId, around), chatId, items);
  const thread = read.threads.get(chatId) ?? NO_THREAD;
  if (thread.behind === null || (newer ?? true)) return read;
  // What was told of older ones is read with their page.
  const oldest = [...thread.messages.values()].reduce((at, { sentAt }) => Math.min(at, Date.parse(sentAt)), Infinity);
  const waited = [...thread.behind.values()].filter(
    ({ sentAt }) => oldest === Infinity || Date.parse(sentAt) >= oldest,
  );
  const whole = new Map(read.threads).set(chatId, { ...thread, behind: null });
  return withMessages({ ...read, threads: whole }, chatId, waited);
}

/**
 * Only threads that are open here are kept up to date by events; the others are read when they are opened. What comes
 * after a part that was not read yet waits for it.
 */
export function withLiveMessage(state: DeskState, message: MessageView): DeskState {
  const { chatId, id } = message;
  const thread = state.threads.get(chatId);
  if (!thread) return state;
  if (thread.behind === null || thread.messages.has(id)) return withMessages(state, chatId, [message]);
  const behind = new Map(thread.behind).set(id, newerMessage(thread.behind.get(id), message));
  return { ...state, threads: new Map(state.threads).set(chatId, { ...thread, behind }) };
}

/** The server's answer to what was sent from here. */
export const withSent = (state: DeskState, message: MessageView): DeskState =>
  state.threads.has(message.chatId) ? withLiveMessage(state, message) : withMessages(state, message.chatId, [message]);

/** What the hotel's phone told of a message that was sent here, before that was known. */
export function withoutMessage(state: DeskState, chatId: string, id: string): DeskState {
  const thread = state.threads.get(chatId);
  if (!thread?.messages.has(id) && !thread?.behind?.has(id)) return state;
  const others = (messages: Thread['messages']): Thread['messages'] =>
    new Map([...messages].filter(([other]) => other !== id));
  const behind = thread.behind && others(thread.behind);
  return {
    ...state,
    threads: new Map(state.threads).set(chatId, { ...thread, messages: others(thread.messages), behind }),
  };
}

export function withPending(state: DeskState, send: PendingSend): DeskState {
  return { ...state, pending: new Map(state.pending).set(send.clientId, send) };
}
export function withoutPending(state: DeskState, clientId: string): DeskState {
  const pending = new Map(state.pending);
  return pending.delete(clientId) ? { ...state, pending } : state;
}
