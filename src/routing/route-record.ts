import { clip } from '../common/text.js';
import type { RouteInput } from './route.types.js';

const LONGEST_TEXT = 80;

/** What a decision rested on, as plain JSON to be stored with it; of the guest's words only the beginning. */
export function inputsForRecord(input: RouteInput): Record<string, unknown> {
  const { now, hotel, chat, language, conversation, message, departments, capabilities } = input;
  const { menu } = conversation;
  return {
    at: now.toISOString(),
    language,
    hotel: { automation: hotel.automation, frontDeskDepartmentId: hotel.frontDeskDepartmentId },
    chat: { kind: chat.kind, optedOut: chat.optedOut, lateReplay: chat.lateReplay, flood: chat.flood },
    conversation: {
      type: conversation.type,
      departmentId: conversation.departmentId,
      assigned: conversation.assigned,
      answeredByStaff: conversation.answeredByStaff,
      urgent: conversation.urgent,
      menu: menu && { options: menu.options.length, page: menu.page, misses: menu.misses, offeredAt: menu.offeredAt },
    },
    message: {
      direction: message.direction,
      type: message.type,
      text: clip(message.text, LONGEST_TEXT),
      choiceId: message.choice && clip(message.choice.id, LONGEST_TEXT),
      historical: message.historical,
    },
    departments: departments.map(({ id, inMenu, open }) => ({ id, inMenu, open })),
    channel: { buttons: capabilities.buttons !== null, list: capabilities.list !== null },
  };
}
