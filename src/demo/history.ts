import { DateTime } from 'luxon';

import { ConversationHistory } from './conversation-history.js';
import {
  HISTORY_TABLES,
  type History,
  type HistoryOptions,
  type HistoryPlace,
  type HistoryRows,
  type SeededGuest,
} from './history.types.js';
import { idAt, type Row } from './rows.js';
import type { Moment, Scene } from './scenes/index.js';

/** Everything the guests and the hotel said, as the rows it would have left. */
export function buildHistory(
  scenes: readonly Scene[],
  guests: readonly SeededGuest[],
  options: HistoryOptions,
): History {
  const history: History = {
    current: [],
    rows: Object.fromEntries(HISTORY_TABLES.map((table) => [table, [] as Row[]])) as HistoryRows,
  };
  for (const guest of guests) {
    const own = scenes
      .filter((scene) => scene.guest === guest.guest.key)
      .map((scene) => ({ scene, begins: momentOf(scene.begins, options) }))
      .toSorted((a, b) => a.begins.getTime() - b.begins.getTime());
    if (own.length > 0) addChat(history, guest, own, options);
  }
  return history;
}

function addChat(
  { rows, current }: History,
  person: SeededGuest,
  scenes: { scene: Scene; begins: Date }[],
  options: HistoryOptions,
): void {
  const { ids } = options;
  const first = scenes[0]?.begins ?? options.now;
  const place: HistoryPlace = {
    ...options,
    person,
    chatId: idAt(first),
    attendeeId: idAt(first),
    seq: 0,
    inboundSeq: 0,
    lastInboundAt: null,
  };
  for (const { scene, begins } of scenes) {
    const conversation = new ConversationHistory(scene, begins, place, rows);
    conversation.write();
    current.push({ chatId: place.chatId, conversationId: conversation.id });
  }
  const { name, phone } = person.guest;
  rows.chat.push({
    hotel_id: ids.hotelId,
    id: place.chatId,
    channel_id: ids.channelId,
    external_id: person.id,
    kind: 'person',
    guest_id: person.id,
    address: { userId: person.userId, phone: person.waId },
    message_seq: place.seq,
    inbound_seq: place.inboundSeq,
    routed_seq: place.inboundSeq,
    routing_fence: 0,
    routing_tries: 0,
    sending_fence: 0,
    last_inbound_at: place.lastInboundAt,
    created_at: first,
  });
  rows.attendee.push({
    hotel_id: ids.hotelId,
    id: place.attendeeId,
    channel_id: ids.channelId,
    external_id: person.userId,
    name,
    name_at: first,
    phone: phone.replace(/[^\d+]/g, ''),
    guest_id: person.id,
    is_self: false,
    version: 1,
    created_at: first,
    updated_at: first,
  });
}

function momentOf(moment: Moment, { now, timeZone }: HistoryOptions): Date {
  if ('minutesAgo' in moment) return new Date(now.getTime() - moment.minutesAgo * 60_000);
  const [hour = 0, minute = 0] = moment.at.split(':').map(Number);
  return DateTime.fromJSDate(now, { zone: timeZone })
    .plus({ days: moment.day })
    .set({ hour, minute, second: 0, millisecond: 0 })
    .toJSDate();
}
