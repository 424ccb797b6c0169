import { ConversationPageView, ConversationView } from '../conversations/index.js';
import { GuestPageView } from '../guests/index.js';
import { MessageView } from '../messages/index.js';

export class FoundMessageView {
  message: MessageView;
  conversation: ConversationView;
}

export class FoundMessagePageView {
  items: FoundMessageView[];
  nextCursor: string | null;
}

/** Each part is a list of its own, null where it was not asked for; `in` with its `nextCursor` gives its next page. */
export class SearchView {
  /** By name */
  guests: GuestPageView | null;
  /** With such a guest, or such a group; newest message first */
  conversations: ConversationPageView | null;
  /** With all the words; the latest first */
  messages: FoundMessagePageView | null;
}
