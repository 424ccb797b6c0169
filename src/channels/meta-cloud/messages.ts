import { GUEST_CALLED } from '../content.js';
import type { InboundEvent, ProviderChat, ProviderIdentity, ToldStatus } from '../inbound-event.js';
import type { Change, Item } from './change.js';
import { readContent } from './content.js';
import { Fault, isObject, objects, optionalId, part, requiredId, time, words, type JsonObject } from './json.js';
import { notShown } from './not-shown.js';

/** Who said a message, and whether it is news. An echo is the hotel's own, from its phone app. */
export type Direction =
  | { by: 'guest'; guest: ProviderIdentity; historical: boolean }
  | { by: 'hotel'; guest: ProviderIdentity; historical: boolean; status: ToldStatus | null };

/** `messages[]` of the field `messages`. */
export function readMessage(change: Change, item: unknown): Item {
  const message = messageObject(item);
  return toItem(message, () => readSaid(change, message, fromGuest(change, message, false)));
}

/**
 * `calls[]` with `connect`: a guest calls the number. Nobody here can take it, so it stands in the thread like a message, and
 * opens the reply window like one (contract 4.16).
 */
export function readCall(change: Change, call: JsonObject): Item {
  const content = { type: 'system' as const, code: GUEST_CALLED, data: {} };
  return toItem(call, () =>
    said(call, fromGuest(change, call, false), requiredId(call['id'], 'id'), content, time(call['timestamp'])),
  );
}

/** `message_echoes[]`: what staff wrote in the phone app of a number that lives in both. */
export function readEcho(change: Change, item: unknown): Item {
  const message = messageObject(item);
  return toItem(message, () => {
    const guest = someone(change, message['to_user_id'], message['to'], message['group_id']);
    return readSaid(change, message, { by: 'hotel', guest, historical: false, status: null });
  });
}

/** `messages[]` of the field `history`: the file behind a placeholder told earlier, under the same id. */
export function readAnnounced(_change: Change, item: unknown): Item {
  const message = messageObject(item);
  return toItem(message, () => ({
    type: 'media_announced',
    targetProviderId: requiredId(message['id'], 'id'),
    content: readContent(message),
    at: time(message['timestamp']),
  }));
}

export function messageObject(item: unknown): JsonObject {
  if (!isObject(item)) throw new Fault('bad_item', 'the message is no object');
  return item;
}

export function toItem(message: JsonObject, read: () => InboundEvent): Item {
  return { event: read(), key: requiredId(message['id'], 'id') };
}

export function fromGuest(change: Change, message: JsonObject, historical: boolean): Direction {
  return { by: 'guest', guest: someone(change, message['from_user_id'], message['from'], null), historical };
}

/** Since 2026 a guest with a username may come without a phone number, so either id is enough. */
export function someone(change: Change, userIdTold: unknown, phoneTold: unknown, group: unknown): ProviderIdentity {
  const userId = optionalId(userIdTold, 'user id');
  const phone = optionalId(phoneTold, 'phone');
  if (userId === null && phone === null && !group) {
    throw new Fault('missing_sender', 'neither a phone number nor a user id says whose it is');
  }
  return change.identity(userId, phone);
}

/** One message object, whoever said it: most are messages, some are news about an earlier one. */
export function readSaid(change: Change, message: JsonObject, direction: Direction): InboundEvent {
  const providerId = requiredId(message['id'], 'id');
  const at = time(message['timestamp']);
  const { by } = direction;
  switch (message['type']) {
    case undefined:
      throw new Fault('missing_type', 'type is missing');
    case 'reaction': {
      const { message_id, emoji } = part(message, 'reaction');
      const targetProviderId = requiredId(message_id, 'reaction.message_id', 'missing_target');
      // Taken back: the emoji is missing, or empty; both are on the wire.
      const reaction = { targetProviderId, emoji: words(emoji), chat: chatOf(message), at };
      return { type: 'reaction_changed', providerId, ...reaction, by: by === 'guest' ? direction.guest : null };
    }
    case 'edit': {
      const edit = part(message, 'edit');
      const targetProviderId = requiredId(edit['original_message_id'], 'edit.original_message_id', 'missing_target');
      return {
        type: 'message_edited',
        providerId,
        targetProviderId,
        content: readContent(part(edit, 'message')),
        by,
        at,
      };
    }
    case 'revoke': {
      const { original_message_id } = part(message, 'revoke');
      const targetProviderId = requiredId(original_message_id, 'revoke.original_message_id', 'missing_target');
      return { type: 'message_revoked', providerId, targetProviderId, by, at };
    }
    case 'system':
      // Old changes of number were lived through long ago: acting on them again would re-key today's guest.
      return direction.historical
        ? { type: 'noted', field: 'history', at }
        : readSystem(message, direction, providerId, at);
    default:
      return said(message, direction, providerId, readContent(message, errorsAbout(change, message)), at);
  }
}

function said(
  message: JsonObject,
  direction: Direction,
  providerId: string,
  content: ReturnType<typeof readContent>,
  sentAt: Date,
): InboundEvent {
  const context = isObject(message['context']) ? message['context'] : {};
  const { guest, historical } = direction;
  const facts = {
    providerId,
    chat: chatOf(message),
    content,
    sentAt,
    replyToProviderId: optionalId(context['id'], 'context.id'),
  };
  return direction.by === 'guest'
    ? { type: 'message_received', from: guest, historical, ...facts }
    : { type: 'message_echoed', to: guest, historical, status: direction.status, ...facts };
}

/** WhatsApp speaking about the guest. `from` is who they were; these come without contacts. */
function readSystem(message: JsonObject, direction: Direction, providerId: string, at: Date): InboundEvent {
  const system = part(message, 'system');
  switch (system['type']) {
    case 'user_changed_number':
    case 'customer_changed_number':
    case 'user_changed_user_id': {
      const userId = optionalId(system['user_id'], 'system.user_id');
      const phone = optionalId(system['wa_id'] ?? system['new_wa_id'], 'system.wa_id');
      if (userId === null && phone === null) throw new Fault('missing_identity', 'the change names no new id');
      const { guest: was } = direction;
      const previous = { userId: was.userId, phone: was.phone };
      return { type: 'identity_changed', providerId, previous, next: { userId, phone }, at };
    }
    case 'customer_identity_changed':
      return said(message, direction, providerId, { type: 'system', code: 'guest_identity_changed', data: {} }, at);
    default:
      return said(message, direction, providerId, notShown(message, 'system', words(system['body'])), at);
  }
}

function chatOf(message: JsonObject): ProviderChat {
  const group = optionalId(message['group_id'], 'group_id');
  return group === null ? { kind: 'person' } : { kind: 'group', externalId: group };
}

/** A reply can come without its content and with its error beside the list instead of in it. */
function errorsAbout(change: Change, message: JsonObject): JsonObject[] {
  const own = objects(message['errors']);
  return own.length > 0 ? own : objects(change.value['errors']);
}
