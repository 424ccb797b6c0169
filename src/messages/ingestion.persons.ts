import { betterName, canonicalPhone, NAME_RANK, usableName } from '../attendees/index.js';
import type { ProviderAddress, ProviderIdentity } from '../channels/index.js';

export type IdentityKind = 'meta-user' | 'phone' | 'meta-phone';
export interface IdentityKey {
  kind: IdentityKind;
  value: string;
}

/** A person a batch speaks of, once per hotel, whatever names the provider used for them. */
export interface PlannedPerson {
  hotelId: string;
  /** strongest first: the provider's user id, then the phone */
  keys: IdentityKey[];
  phone: string | null;
  /** provider time of the latest mention */
  at: Date;
  channels: Map<string, ToldPerson>;
}

/** What a batch says of a person on one channel: how to write to them, and the name the profile has. */
interface ToldPerson extends ToldProfile {
  address: ProviderAddress;
  addressAt: Date;
  externalId: string;
}

/** The name a guest chose. */
export interface ToldProfile {
  name: string | null;
  nameAt: Date;
  /** an arriving message told the name: the chat's `last_inbound_at` stands for it */
  nameByMessage: boolean;
}

/** Strongest first. A phone that is no valid number still identifies: by the provider's digits. */
export function identityKeys(who: { userId: string | null; phone: string | null }): IdentityKey[] {
  const keys: IdentityKey[] = [];
  if (who.userId) keys.push({ kind: 'meta-user', value: who.userId });
  if (who.phone) {
    const canonical = canonicalPhone(who.phone);
    keys.push(canonical ? { kind: 'phone', value: canonical } : { kind: 'meta-phone', value: who.phone });
  }
  return keys;
}

function addressOf({ userId, phone }: ProviderIdentity): ProviderAddress {
  if (userId && phone) return { userId, phone };
  if (userId) return { userId };
  return phone ? { phone } : {};
}

/** The persons of a batch, joined wherever two mentions share an identity. */
export class People {
  private readonly byKey = new Map<string, number>();

  constructor(private readonly persons: PlannedPerson[]) {}

  add(
    place: { hotelId: string; channelId: string },
    who: ProviderIdentity,
    at: Date,
    byMessage: boolean,
  ): number | null {
    const keys = identityKeys(who);
    if (keys.length === 0) return null;
    const names = keys.map((key) => `${place.hotelId}:${key.kind}:${key.value}`);
    const known = names.map((name) => this.byKey.get(name)).find((index) => index !== undefined);
    const index =
      known ?? this.persons.push({ hotelId: place.hotelId, keys: [], phone: null, at, channels: new Map() }) - 1;
    const person = this.persons[index];
    if (!person) throw new Error('a person was just added');
    names.forEach((name, i) => {
      const key = keys[i];
      if (!key || this.byKey.has(name)) return;
      this.byKey.set(name, index);
      person.keys.push(key);
      if (key.kind === 'phone') person.phone ??= key.value;
    });
    person.keys.sort((a, b) => STRENGTH[a.kind] - STRENGTH[b.kind]);
    if (at > person.at) person.at = at;

    const address = addressOf(who);
    const name = usableName(who.name);
    const before = person.channels.get(place.channelId);
    if (!before) {
      person.channels.set(place.channelId, {
        address,
        addressAt: at,
        externalId: who.userId ?? who.phone ?? '',
        name,
        nameAt: at,
        nameByMessage: byMessage,
      });
      return index;
    }
    if (who.userId) before.externalId = who.userId;
    before.address = at >= before.addressAt ? { ...before.address, ...address } : { ...address, ...before.address };
    if (at > before.addressAt) before.addressAt = at;
    const told = { name, rank: NAME_RANK.profile, at };
    if (betterName({ name: before.name, rank: NAME_RANK.profile, at: before.nameAt }, told) === told) {
      before.name = name;
      before.nameAt = at;
      before.nameByMessage = byMessage;
    }
    return index;
  }
}

const STRENGTH: Record<IdentityKind, number> = { 'meta-user': 0, phone: 1, 'meta-phone': 2 };
