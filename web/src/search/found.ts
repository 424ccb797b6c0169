import type { ConversationView, FoundMessage, Guest, SearchAnswer } from '../api/types.js';

export type Found =
  /** `conversation`: their newest one, null where the answer has none of theirs */
  | { kind: 'guest'; id: string; guest: Guest; conversation: ConversationView | null }
  | { kind: 'conversation'; id: string; conversation: ConversationView }
  | { kind: 'message'; id: string; message: FoundMessage['message']; conversation: ConversationView };
export const FOUND_KINDS = ['guest', 'conversation', 'message'] as const satisfies readonly Found['kind'][];

/** What the server found, in the order it is walked: people first, each with their newest conversation, and that one only once. */
export function foundIn({ guests, conversations, messages }: SearchAnswer): Found[] {
  const newest = new Map<string, ConversationView>();
  for (const one of conversations?.items ?? [])
    if (one.guest && !newest.has(one.guest.id)) newest.set(one.guest.id, one);
  const people = (guests?.items ?? []).map((guest): Found => ({
    kind: 'guest',
    id: `guest-${guest.id}`,
    guest,
    conversation: newest.get(guest.id) ?? null,
  }));
  const told = new Set(people.map((one) => one.conversation?.id));
  const talks = (conversations?.items ?? [])
    .filter(({ id }) => !told.has(id))
    .map((conversation): Found => ({ kind: 'conversation', id: `conversation-${conversation.id}`, conversation }));
  const said = (messages?.items ?? []).map(({ message, conversation }): Found => ({
    kind: 'message',
    id: `message-${message.id}`,
    message,
    conversation,
  }));
  return [...people, ...talks, ...said];
}

/** Is there more than was sent? Then a longer question helps. */
export const hasMore = ({ guests, conversations, messages }: SearchAnswer): boolean =>
  [guests, conversations, messages].some((part) => part?.nextCursor);
