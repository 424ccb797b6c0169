/** The order in which chats are locked everywhere. */
export function byChat(a: { hotel_id: string; chat_id: string }, b: { hotel_id: string; chat_id: string }): number {
  if (a.hotel_id !== b.hotel_id) return a.hotel_id < b.hotel_id ? -1 : 1;
  return a.chat_id < b.chat_id ? -1 : 1;
}
