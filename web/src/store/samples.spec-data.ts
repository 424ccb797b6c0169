import type { ConversationView, MessageView } from '../api/types.js';

/** People and messages for the specs of this folder. */
export function conversation(id: string, part: Partial<ConversationView> = {}): ConversationView {
  return {
    id,
    name: `Guest ${id}`,
    kind: 'person',
    type: 'service',
    status: 'active',
    chatId: `chat-${id}`,
    guest: null,
    channel: { id: 'channel', name: 'WhatsApp', provider: 'meta-cloud' },
    department: { id: 'spa', name: 'Spa' },
    assignee: null,
    flow: null,
    unreadCount: 0,
    waitingSince: null,
    windowClosesAt: null,
    expiresAt: '2026-11-21T08:00:00Z',
    priority: 'normal',
    lastMessage: null,
    openedAt: '2026-11-20T08:00:00Z',
    closedAt: null,
    updatedAt: '2026-11-20T08:00:00Z',
    version: 1,
    ...part,
  };
}

export function message(id: string, part: Partial<MessageView> = {}): MessageView {
  return {
    id,
    conversationId: 'ana',
    chatId: 'chat-ana',
    direction: 'inbound',
    author: { kind: 'guest', id: 'guest-ana', name: 'Ana' },
    content: { type: 'text', text: id },
    status: 'received',
    failure: null,
    reactions: [],
    replyTo: null,
    clientId: null,
    providerMessageId: null,
    sentAt: '2026-11-20T14:00:00Z',
    createdAt: '2026-11-20T14:00:00Z',
    editedAt: null,
    deletedAt: null,
    flow: null,
    version: 1,
    seq: 1,
    sentElsewhere: false,
    ...part,
  };
}

export const at = (time: string): string => `2026-11-20T${time}:00Z`;
