import type { HiddenEpisode, MessageView } from '../api/types.js';
import type { PendingSend, Thread } from './desk.js';

/** One line of the thread. `first`: the author is named, three minutes or another author after the last. */
export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'episode'; key: string; conversationId: string; before: string }
  | { kind: 'hidden'; key: string; episode: HiddenEpisode['hiddenEpisode'] }
  | { kind: 'unread'; key: string; count: number }
  | { kind: 'message'; key: string; message: MessageView; first: boolean }
  | { kind: 'pending'; key: string; send: PendingSend; first: boolean };

const SAME_BREATH_MS = 3 * 60_000;

type Entry =
  | { at: number; iso: string; message: MessageView }
  | { at: number; iso: string; hidden: HiddenEpisode['hiddenEpisode'] };

/** (provider time, sequence): many providers know whole seconds only. */
function compareEntries(a: Entry, b: Entry): number {
  if (a.at !== b.at) return a.at - b.at;
  if (!('message' in a) || !('message' in b)) return 'message' in a ? 1 : -1;
  return a.message.seq - b.message.seq;
}

/** The thread as it is read: days, episodes, the unread line, bubbles, and what is still on its way. */
export function timelineOf(
  thread: Thread,
  pending: PendingSend[],
  options: { dayOf: (iso: string) => string; unreadFrom: string | null; unreadCount: number },
): Row[] {
  const entries: Entry[] = [
    ...[...thread.messages.values()].map((message) => ({
      at: Date.parse(message.sentAt),
      iso: message.sentAt,
      message,
    })),
    ...[...thread.hidden.values()].map((hidden) => ({ at: Date.parse(hidden.from), iso: hidden.from, hidden })),
  ].sort(compareEntries);

  const rows: Row[] = [];
  let day = '';
  let episode: string | null = null;
  let before: { author: string; at: number } | null = null;

  const startDay = (iso: string): void => {
    // A hidden episode has days only, which are the hotel's already.
    const next = iso.length === 'yyyy-mm-dd'.length ? iso : options.dayOf(iso);
    if (next === day) return;
    day = next;
    before = null;
    rows.push({ kind: 'day', key: `day-${next}`, at: iso });
  };
  const isFirst = (author: string, at: number): boolean => {
    const first = !before || before.author !== author || at - before.at > SAME_BREATH_MS;
    before = { author, at };
    return first;
  };

  for (const entry of entries) {
    startDay(entry.iso);
    if ('hidden' in entry) {
      rows.push({ kind: 'hidden', key: `hidden-${entry.iso}`, episode: entry.hidden });
      before = null;
      continue;
    }
    const { message } = entry;
    if (message.conversationId !== episode) {
      if (episode !== null) {
        rows.push({
          kind: 'episode',
          key: `episode-${message.id}`,
          conversationId: message.conversationId,
          before: episode,
        });
      }
      episode = message.conversationId;
      before = null;
    }
    if (message.id === options.unreadFrom) {
      rows.push({ kind: 'unread', key: 'unread', count: options.unreadCount });
      before = null;
    }
    const spoken = message.content.type !== 'system';
    const first = isFirst(spoken ? authorKey(message) : message.id, entry.at);
    rows.push({ kind: 'message', key: message.clientId ?? message.id, message, first });
  }
  for (const send of pending) {
    startDay(send.at);
    const first = isFirst(
      `${send.content.type === 'note' ? 'note' : 'outbound'}-${send.author.id ?? ''}`,
      Date.parse(send.at),
    );
    rows.push({ kind: 'pending', key: send.clientId, send, first });
  }
  return rows;
}

function authorKey(message: MessageView): string {
  const side = message.content.type === 'note' ? 'note' : message.direction;
  return `${side}-${message.author.id ?? message.author.kind}`;
}

/** The first of the guest's messages that this person has not read: the last `count` arrivals. */
export function firstUnread(messages: Iterable<MessageView>, conversationId: string, count: number): string | null {
  if (count <= 0) return null;
  const arrivals = [...messages]
    .filter((one) => one.direction === 'inbound' && one.conversationId === conversationId)
    .sort((a, b) => Date.parse(a.sentAt) - Date.parse(b.sentAt) || (a.id < b.id ? -1 : 1));
  return arrivals.at(-Math.min(count, arrivals.length))?.id ?? null;
}
