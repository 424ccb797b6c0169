import { createHash } from 'node:crypto';

import type { InboundEvent, ParsedEvent, ProviderIdentity } from '../inbound-event.js';
import { Fault, isObject, objects, optionalId, time, words, type JsonObject } from './json.js';

type Contact = JsonObject;
export type Item = { event: InboundEvent; key: string | null };

/** One `changes[]` element with what surrounds it: whose it is, who is named in it, and how its parts are cut out. */
export class Change {
  readonly accountId: string | null;
  readonly externalId: string | null;
  private contacts: { byUser: Map<unknown, Contact>; byPhone: Map<unknown, Contact> } | null = null;

  constructor(
    private readonly entry: JsonObject,
    readonly field: string,
    readonly value: JsonObject,
    private readonly now: () => Date,
  ) {
    const { metadata, waba_info: info } = value;
    // A partner's business stands in entry.id where waba_info names the account itself.
    this.accountId = idOrNull(isObject(info) ? info['waba_id'] : null) ?? idOrNull(entry['id']);
    this.externalId = isObject(metadata) ? idOrNull(metadata['phone_number_id']) : null;
  }

  /** When it happened, as far as the entry tells; some news carries no time at all. */
  at(): Date {
    return this.entry['time'] === undefined ? this.now() : time(this.entry['time'], 'entry.time');
  }

  /** The contact these ids belong to. Never by position: contacts and messages are two unrelated lists. */
  contact(userId: string | null, phone: string | null): Contact | null {
    this.contacts ??= index(objects(this.value['contacts']));
    const byUser = userId === null ? undefined : this.contacts.byUser.get(userId);
    return byUser ?? (phone === null ? null : (this.contacts.byPhone.get(phone) ?? null));
  }

  /** A guest as this change names them. Either id may be missing, not both. */
  identity(userId: string | null, phone: string | null): ProviderIdentity {
    const contact = this.contact(userId, phone);
    const profile = isObject(contact?.['profile']) ? contact['profile'] : {};
    return {
      userId: userId ?? idOrNull(contact?.['user_id']),
      phone: phone ?? idOrNull(contact?.['wa_id']),
      name: words(profile['name']),
      username: words(profile['username']),
    };
  }

  /** This change with other members; what is undefined stays out of the JSON. */
  slice(object: unknown, value: JsonObject): JsonObject {
    const { id, time: at } = this.entry;
    return { object, entry: [{ id, time: at, changes: [{ field: this.field, value }] }] };
  }

  /** The contacts an item names by any of its ids. By user id last: there it wins, as it does in `contact`. */
  named(item: unknown, thread?: unknown): Contact[] {
    const told = isObject(item) ? item : {};
    const found = new Set<Contact>();
    for (const phone of [told['from'], told['to'], told['recipient_id'], told['wa_id'], thread]) {
      const contact = typeof phone === 'string' ? this.contact(null, phone) : null;
      if (contact) found.add(contact);
    }
    for (const userId of [told['from_user_id'], told['to_user_id'], told['recipient_user_id'], told['user_id']]) {
      const contact = typeof userId === 'string' ? this.contact(userId, null) : null;
      if (!contact) continue;
      found.delete(contact);
      found.add(contact);
    }
    return [...found];
  }

  /** The value with one item of one list, and of the contacts only those the item names. */
  only(list: string, item: unknown, contacts: Contact[]): JsonObject {
    const { messaging_product, metadata, waba_info, errors } = this.value;
    return {
      messaging_product,
      metadata,
      waba_info,
      contacts: contacts.length > 0 ? contacts : undefined,
      // Errors beside a message explain it (a reply that came without its content).
      errors: list === 'errors' ? undefined : errors,
      [list]: [item],
    };
  }

  /** A receipt key for what has no id of its own: the same news told twice has the same one. */
  fingerprint(item: unknown): string {
    const told = JSON.stringify([this.entry['id'], this.field, this.entry['time'], item]);
    return `${this.field}:${createHash('sha256').update(told).digest('hex').slice(0, 32)}`;
  }
}

/** Makes the value of a `ParsedEvent` apart from its bytes. */
export interface Found {
  event: InboundEvent;
  key: string | null;
  place: Pick<ParsedEvent, 'externalId' | 'accountId'>;
  slice: () => JsonObject;
}

/** Written out: a spread before other members costs microseconds, and every event passes here (docs/performance.md). */
export function asFound({ event, key }: Item, place: Found['place'], slice: () => JsonObject): Found {
  return { event, key, place, slice };
}

/** Runs one item's reader: a fault of that item is that item's event, nothing more. */
export function attempt(read: () => Item): Item {
  try {
    return read();
  } catch (error) {
    return { event: unparsed(error), key: null };
  }
}

export function unparsed(error: unknown): InboundEvent {
  if (error instanceof Fault) return { type: 'unparsed', code: error.code, reason: error.message };
  const reason = error instanceof Error ? error.message : String(error);
  return { type: 'unparsed', code: error instanceof RangeError ? 'too_deep' : 'unexpected', reason };
}

function idOrNull(value: unknown): string | null {
  try {
    return optionalId(value, 'id');
  } catch {
    return null;
  }
}

function index(contacts: Contact[]) {
  const byUser = new Map<unknown, Contact>();
  const byPhone = new Map<unknown, Contact>();
  for (const contact of contacts) {
    if (contact['user_id']) byUser.set(contact['user_id'], contact);
    if (contact['wa_id']) byPhone.set(contact['wa_id'], contact);
  }
  return { byUser, byPhone };
}
