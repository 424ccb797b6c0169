import { NAME_RANK } from '../attendees/index.js';
import { isNewsOf, type KnownNames } from './ingestion.people.js';
import type { ToldProfile } from './ingestion.persons.js';
import { planIngestion, type Arrival } from './ingestion.plan.js';
import type { NewsOfNames } from './ingestion.notes.js';
import type { StoreResult } from './ingestion.store.js';

/** A guest's plain message, ready for STORE_KNOWN. */
export interface KnownMessage {
  /** its row as JSON, made when the message comes, while the database works on those before it */
  row: string;
  hotelId: string;
  channelId: string;
  /** what the guest calls themself */
  told: ToldProfile;
}

/** What STORE_KNOWN answers. */
export interface KnownAnswer {
  ok: boolean;
  stored: number;
  chats: [hotelId: string, chatId: string, inboundSeq: number][] | null;
  names: ({ ord: number; guestId: string } & KnownNames)[] | null;
}

/**
 * One request's events for the short way, or null when something in it is more than a guest's plain words: media,
 * a quote, a tick, an echo, a group, history … Whether the guests are known is the statement's to find out.
 */
export function asKnown(arrivals: Arrival[]): KnownMessage[] | null {
  try {
    return arrivals.every(isPlain) ? rowsOf(arrivals) : null;
  } catch {
    return null; // what cannot be planned is the longer way's to put before a person
  }
}

function rowsOf(arrivals: Arrival[]): KnownMessage[] | null {
  const plan = planIngestion(arrivals);
  const known: KnownMessage[] = [];
  for (const [n, message] of plan.messages.entries()) {
    const receipt = plan.receipts[n];
    const person = message.person === null ? undefined : plan.persons[message.person];
    const told = person?.channels.get(message.channelId);
    const [key, other, third] = person?.keys ?? [];
    if (!receipt || !told || !key || third || message.repaired) return null;
    known.push({
      hotelId: message.hotelId,
      channelId: message.channelId,
      told,
      row: JSON.stringify({
        hotel_id: message.hotelId,
        channel_id: message.channelId,
        id: message.id,
        receipt_id: receipt.id,
        kind: key.kind,
        value: key.value,
        other_kind: other?.kind,
        other_value: other?.value,
        address: told.address,
        name: told.name,
        type: message.type,
        content: message.content,
        text_folded: message.textFolded,
        provider_id: message.providerId,
        sent_at: message.sentAt,
        event_key: receipt.eventKey,
        payload: receipt.payload.toString('base64'),
      }),
    });
  }
  return known.length === arrivals.length ? known : null;
}

function isPlain({ parsed: { event } }: Arrival): boolean {
  return (
    event.type === 'message_received' &&
    event.chat.kind === 'person' &&
    !event.historical &&
    event.replyToProviderId === null &&
    event.content.type !== 'system' &&
    !('providerMediaId' in event.content)
  );
}

/** What was done; null when nothing was, because somebody is not known or has no active conversation. */
export function knownResult(messages: KnownMessage[], answer: KnownAnswer): StoreResult | null {
  if (!answer.ok) return null;
  return {
    toRoute: (answer.chats ?? []).map(([hotelId, chatId, inboundSeq]) => ({ hotelId, chatId, inboundSeq })),
    toFetch: [], // a message with a file takes the longer way, as does what is told of another
    toldOf: [],
    stored: answer.stored,
    duplicates: messages.length - answer.stored,
    failed: 0,
    names: { told: (answer.names ?? []).flatMap((known) => newsOf(messages[known.ord - 1], known)), phones: [] },
  };
}

function newsOf(message: KnownMessage | undefined, known: { guestId: string } & KnownNames): NewsOfNames['told'] {
  const name = message?.told.name ?? null;
  if (!message || name === null || !isNewsOf(message.told, known)) return [];
  const { hotelId, channelId, told } = message;
  return [{ hotelId, guestId: known.guestId, channelId, name, rank: NAME_RANK.profile, at: told.nameAt }];
}
