import type { RowChange } from '../database/row-changes.js';

/** One and many of what a table's rows are, in the hotel's words. A table that is not here goes by its name. */
const WORDS: Record<string, [one: string, many: string]> = {
  address_book: ['name of the address book', 'names of the address book'],
  attendee: ['attendee', 'attendees'],
  channel: ['channel', 'channels'],
  chat: ['chat', 'chats'],
  conversation: ['conversation', 'conversations'],
  conversation_attendee: ['attendee of a conversation', 'attendees of conversations'],
  guest: ['guest', 'guests'],
  guest_identity: ['number or user id of a guest', 'numbers and user ids of guests'],
  media: ['file to fetch', 'files to fetch'],
  message: ['message', 'messages'],
  message_revision: ['edit or withdrawal', 'edits and withdrawals'],
  message_status: ['delivery status', 'delivery statuses'],
  reaction: ['reaction', 'reactions'],
  review_item: ['review item', 'review items'],
  send_attempt: ['send', 'sends'],
};

/** "2 messages, 1 guest; changes: 1 of chats". A row that is changed twice counts twice. */
export function changesInWords(rows: readonly RowChange[]): string {
  const made = rows
    .filter((row) => row.made > 0)
    .map(({ table, made: n }) => `${n} ${wordsOf(table)[n === 1 ? 0 : 1]}`);
  const changed = rows.filter((row) => row.changed > 0).map(({ table, changed: n }) => `${n} of ${wordsOf(table)[1]}`);
  const changes = changed.length === 0 ? [] : [`changes: ${changed.join(', ')}`];
  return [...(made.length === 0 ? [] : [made.join(', ')]), ...changes].join('; ');
}

function wordsOf(table: string): [one: string, many: string] {
  return WORDS[table] ?? [table, table];
}
