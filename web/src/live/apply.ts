import type { ConversationView, Counts, MessageView } from '../api/types.js';
import {
  withConversations,
  withLiveMessage,
  withoutConversation,
  withoutMessage,
  type DeskState,
} from '../store/desk.js';

/** What the server tells while the desk is open; names and shapes as the socket sends them. */
export type LiveEvent =
  | { name: 'message.created' | 'message.updated'; data: { message: MessageView; conversation: ConversationView } }
  | { name: 'message.removed'; data: { id: string; conversation: ConversationView } }
  | { name: 'conversation.created' | 'conversation.updated'; data: ConversationView }
  | { name: 'conversation.removed'; data: { id: string } }
  | { name: 'counts.updated'; data: Partial<Counts> };

/** The others are no part of the store. */
export const APPLIED = [
  'message.created',
  'message.updated',
  'message.removed',
  'conversation.created',
  'conversation.updated',
  'conversation.removed',
  'counts.updated',
] as const;
export const isApplied = (name: string): name is LiveEvent['name'] => (APPLIED as readonly string[]).includes(name);

/** Told twice is told once: everything goes by id and version. */
export function applyEvent(state: DeskState, event: LiveEvent): DeskState {
  switch (event.name) {
    case 'message.created':
    case 'message.updated': {
      const { message, conversation } = event.data;
      const next = withConversations(withLiveMessage(state, message), conversation ? [conversation] : []);
      const spoken = event.name === 'message.created' && message.direction === 'inbound';
      const again = state.threads.get(message.chatId)?.messages.has(message.id);
      return spoken && !again ? { ...next, news: { conversationId: message.conversationId, message } } : next;
    }
    case 'message.removed': {
      const { id, conversation } = event.data;
      return withConversations(withoutMessage(state, conversation.chatId, id), [conversation]);
    }
    case 'conversation.created':
    case 'conversation.updated':
      return withConversations(state, [event.data]);
    case 'conversation.removed':
      return withoutConversation(state, event.data.id);
    case 'counts.updated':
      return {
        ...state,
        counts: { waiting: 0, mine: 0, free: 0, all: 0, past: 0, unread: 0, ...state.counts, ...event.data },
      };
  }
}
