import type { ParsedEvent } from '../inbound-event.js';
import { ACCOUNT_FIELDS, readAccountNews, readPreference, readUserIdUpdate, readValueError } from './account.js';
import { asFound, attempt, Change, unparsed, type Found, type Item } from './change.js';
import { readHistory, readStateSync } from './coexistence.js';
import { Fault, isObject, optionalId, readJson, time, type JsonObject } from './json.js';
import { readAnnounced, readCall, readEcho, readMessage } from './messages.js';
import { readStatus } from './statuses.js';

type ReadItem = (change: Change, item: unknown) => Item;

/** Fields that bring lists, and who reads each list. Everything not named here or in ACCOUNT_FIELDS is noted. */
const LISTS = new Map<string, Map<string, ReadItem | 'history'>>([
  ['messages', lists({ messages: readMessage, statuses: readStatus })],
  ['calls', lists({ calls: readCalled, statuses: note })],
  ['user_preferences', lists({ user_preferences: readPreference })],
  ['user_id_update', lists({ user_id_update: readUserIdUpdate })],
  ['history', lists({ history: 'history', messages: readAnnounced })],
  ['smb_app_state_sync', lists({ state_sync: readStateSync })],
  ['smb_message_echoes', lists({ message_echoes: readEcho })],
]);

function lists(readers: Record<string, ReadItem | 'history'>): Map<string, ReadItem | 'history'> {
  return new Map(Object.entries(readers));
}

/**
 * Every event of one POST, in its order. An item that cannot be read becomes `unparsed` and leaves its
 * neighbours alone; nothing in a payload makes this throw, except that it is no JSON object at all.
 * A slice of several events, parsed again, gives that one event again (replay rests on it).
 *
 * `now` dates news that carries no time of its own (errors of a number, some account news).
 */
export function parseWebhook(raw: Buffer, now: () => Date): ParsedEvent[] {
  const found = Array.from(readPayload(readJson(raw), now));
  // The common POST holds one event: its slice is what was signed, byte for byte, and costs nothing.
  if (found.length === 1) return found.map((only) => toEvent(only, raw));
  return found.map((one) => {
    try {
      return toEvent(one, Buffer.from(JSON.stringify(one.slice())));
    } catch (error) {
      // Nested too deep for JSON.stringify. Nothing of it is lost: the receipt keeps the whole body.
      return toEvent({ ...one, event: unparsed(error), key: null }, raw);
    }
  });
}

function toEvent({ event, key, place }: Found, slice: Buffer): ParsedEvent {
  return { event, accountId: place.accountId, externalId: place.externalId, eventKey: key, slice };
}

function* readPayload(body: JsonObject, now: () => Date): Generator<Found> {
  const { object, entry: entries } = body;
  if (object !== 'whatsapp_business_account')
    return yield unreadable(body, 'unknown_object', 'not about a WhatsApp account');
  if (!Array.isArray(entries) || entries.length === 0)
    return yield unreadable(body, 'no_entries', 'entry is no list of entries');
  for (const entry of entries as unknown[]) {
    const changes = isObject(entry) ? entry['changes'] : null;
    if (!isObject(entry) || !Array.isArray(changes) || changes.length === 0) {
      yield unreadable({ object, entry: [entry] }, 'no_changes', 'the entry has no list of changes');
      continue;
    }
    for (const told of changes as unknown[]) {
      const field = isObject(told) ? told['field'] : null;
      const value = isObject(told) ? told['value'] : null;
      if (typeof field === 'string' && isObject(value)) {
        yield* readChange(new Change(entry, field, value, now), object);
      } else {
        const slice = { object, entry: [{ id: entry['id'], time: entry['time'], changes: [told] }] };
        yield unreadable(slice, 'bad_change', 'the change has no field or no value');
      }
    }
  }
}

function unreadable(slice: JsonObject, code: string, reason: string): Found {
  const place = { accountId: null, externalId: null };
  return { event: { type: 'unparsed', code, reason }, key: null, place, slice: () => slice };
}

function* readChange(change: Change, object: unknown): Generator<Found> {
  const place = { accountId: change.accountId, externalId: change.externalId };
  const whole = (item: Item): Found => asFound(item, place, () => change.slice(object, change.value));

  const readers = LISTS.get(change.field);
  if (!readers) {
    const known = ACCOUNT_FIELDS.has(change.field);
    yield whole(attempt(() => (known ? readAccountNews(change) : note(change, change.value))));
    return;
  }
  let any = false;
  for (const [list, items] of Object.entries(change.value)) {
    const read = readers.get(list);
    if (!read || items === undefined || items === null) continue;
    for (const item of listOf(items)) {
      any = true;
      if (read === 'history') yield* readHistory(change, object, item);
      else
        yield asFound(
          attempt(() => read(change, item)),
          place,
          () => cut(change, object, list, items, item),
        );
    }
  }
  if (any) return;
  // Errors beside messages, statuses or calls belong to those; alone they are about the number.
  for (const error of listOf(change.value['errors'] ?? [])) {
    any = true;
    yield asFound(
      attempt(() => readValueError(change, error)),
      place,
      () => cut(change, object, 'errors', [], error),
    );
  }
  if (!any) yield whole(attempt(() => fail('empty_change', `${change.field} with nothing in it that it should hold`)));
}

/** Where a list should be and something else is, that is one bad item. */
function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [undefined];
}

function cut(change: Change, object: unknown, list: string, items: unknown, item: unknown): JsonObject {
  if (!Array.isArray(items)) return change.slice(object, { ...change.only(list, null, []), [list]: items });
  return change.slice(object, change.only(list, item, change.named(item)));
}

function fail(code: string, reason: string): never {
  throw new Fault(code, reason);
}

/** That a guest calls is news for staff; how the call went on is not. */
function readCalled(change: Change, item: unknown): Item {
  const begins = isObject(item) && item['event'] === 'connect' && item['direction'] === 'USER_INITIATED';
  return begins ? readCall(change, item) : note(change, item);
}

/** Nothing a desk acts on; the receipt keeps it. */
function note(change: Change, item: unknown): Item {
  const own = isObject(item) ? item['timestamp'] : undefined;
  const at = own === undefined ? change.at() : time(own);
  const id = isObject(item) ? optionalId(item['id'], 'id') : null;
  return { event: { type: 'noted', field: change.field, at }, key: id ?? change.fingerprint(item) };
}
