import type { ConversationView, MessageView } from '../api/types.js';

/** The newer of two tellings of one conversation. Equal versions: the later telling, unread counts are per person. */
export function newerConversation(known: ConversationView | undefined, told: ConversationView): ConversationView {
  return known && known.version > told.version ? known : told;
}

/** The newer of two tellings of one message: an answer that comes after the socket takes no tick back. */
export function newerMessage(known: MessageView | undefined, told: MessageView): MessageView {
  return known && known.version > told.version ? known : told;
}
