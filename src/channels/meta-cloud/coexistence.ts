import type { InboundEvent, ToldStatus } from '../inbound-event.js';
import { asFound, attempt, type Change, type Found, type Item } from './change.js';
import { failureOf } from './errors.js';
import { Fault, isObject, objects, part, requiredId, time, words, type JsonObject } from './json.js';
import { fromGuest, messageObject, readSaid, someone, toItem, type Direction } from './messages.js';

/** `state_sync[]`: the phone's address book. `add` also means edited; names are absent on `remove`. */
export function readStateSync(change: Change, item: unknown): Item {
  if (!isObject(item)) throw new Fault('bad_item', 'the address book entry is no object');
  const key = change.fingerprint(item);
  const at = time(isObject(item['metadata']) ? item['metadata']['timestamp'] : undefined);
  if (item['type'] !== 'contact') return { event: { type: 'noted', field: change.field, at }, key };
  const contact = part(item, 'contact');
  const phone = requiredId(contact['phone_number'], 'contact.phone_number');
  const name = item['action'] === 'remove' ? null : (words(contact['full_name']) ?? words(contact['first_name']));
  return { event: { type: 'contact_named', phone, name, at }, key };
}

/**
 * `history[]`: a chunk of old messages by thread. Chunks come in any order, one may hold thousands of
 * messages, and one that cannot be read costs itself alone.
 */
export function* readHistory(change: Change, object: unknown, item: unknown): Generator<Found> {
  const place = { accountId: change.accountId, externalId: change.externalId };
  const whole = () => change.slice(object, change.only('history', item, []));
  const found = (read: () => Item, slice = whole): Found => asFound(attempt(read), place, slice);

  const chunk = isObject(item) ? item : {};
  const { metadata, threads, errors } = chunk;
  const reasons = objects(errors);
  if (reasons.length > 0) {
    yield found(() => ({ event: declined(change, reasons[0]), key: change.fingerprint(item) }));
    return;
  }
  let any = false;
  for (const thread of Array.isArray(threads) ? threads : []) {
    const said = isObject(thread) ? thread['messages'] : null;
    for (const message of Array.isArray(said) ? said : [null]) {
      any = true;
      const id = isObject(thread) ? thread['id'] : undefined;
      const cut = { metadata, threads: [{ id, messages: [message] }] };
      yield found(
        () => readOld(change, message, id),
        () => change.slice(object, change.only('history', cut, change.named(message, id))),
      );
    }
  }
  // A chunk may be only a progress mark.
  if (!any) {
    yield found(() => {
      if (!isObject(metadata)) throw new Fault('bad_item', 'the history chunk has neither threads nor metadata');
      return { event: { type: 'noted', field: 'history', at: change.at() }, key: change.fingerprint(item) };
    });
  }
}

function readOld(change: Change, item: unknown, thread: unknown): Item {
  const message = messageObject(item);
  return toItem(message, () => readSaid(change, message, oldDirection(change, message, thread)));
}

function oldDirection(change: Change, message: JsonObject, thread: unknown): Direction {
  const context = isObject(message['history_context']) ? message['history_context'] : {};
  if (!wasOurs(change, message, context)) return fromGuest(change, message, true);
  // The guest's side may be told by the thread alone.
  const guest = someone(change, message['to_user_id'], message['to'] ?? thread, null);
  return { by: 'hotel', guest, historical: true, status: oldStatus(context['status']) };
}

/** `from` is the hotel's own number, or the context says so outright. */
function wasOurs(change: Change, message: JsonObject, context: JsonObject): boolean {
  if (typeof context['from_me'] === 'boolean') return context['from_me'];
  const metadata = change.value['metadata'];
  const own = digits(isObject(metadata) ? metadata['display_phone_number'] : null);
  return own !== '' && digits(message['from']) === own;
}

function digits(value: unknown): string {
  return typeof value === 'string' ? value.replace(/\D/g, '') : '';
}

const OLD_STATUS = new Map<string, ToldStatus>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  ['played', 'played'],
  ['error', 'failed'],
]);

/** Upper case from Meta, lower case through partners. `pending` says nothing yet. */
function oldStatus(value: unknown): ToldStatus | null {
  return typeof value === 'string' ? (OLD_STATUS.get(value.toLowerCase()) ?? null) : null;
}

function declined(change: Change, error: unknown): InboundEvent {
  const { reason, providerCode, providerDetail } = failureOf(error);
  const detail = providerDetail === null ? reason : `${reason} ${providerDetail}`;
  return {
    type: 'channel_notice',
    field: 'history',
    code: `error_${providerCode ?? 'unknown'}`,
    detail,
    status: null,
    at: change.at(),
  };
}
