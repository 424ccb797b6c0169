import { canonicalPhone, usableName } from '../attendees/index.js';
import {
  GUEST_CALLED,
  TELLS_OUR_REF,
  type ChannelConnection,
  type InboundContent,
  type InboundEvent,
  type MediaContent,
  type ParsedEvent,
} from '../channels/index.js';
import { newId } from '../common/ids.js';
import { statusRank } from '../common/delivery-status.js';
import { People, type PlannedPerson } from './ingestion.persons.js';
import { searchableText } from './searchable-text.js';
import { repairText } from './stored-text.js';

/** One provider event on its way into the record. */
export interface Arrival {
  channel: ChannelConnection;
  parsed: ParsedEvent;
}

export interface PlannedMessage {
  id: string;
  hotelId: string;
  channelId: string;
  /** index into persons; the other side of the chat, null for what the hotel says to a group */
  person: number | null;
  /** a group's provider id, null for a person's chat */
  groupId: string | null;
  direction: 'inbound' | 'outbound';
  /** 'user' is the hotel on its phone, 'system' the provider speaking about the guest */
  authorKind: 'guest' | 'user' | 'system';
  content: unknown;
  type: string;
  textFolded: string;
  providerId: string;
  status: number | null;
  replyToProviderId: string | null;
  /** counts as an arrival: unread, routing, the reply window */
  counted: boolean;
  historical: boolean;
  /** from the hotel's side, and the provider may mean one of our own sends without naming it */
  maybeOurs: boolean;
  sentAt: Date;
  repaired: boolean;
  media: PlannedMedia | null;
}

export interface PlannedMedia {
  id: string;
  providerMediaId: string;
  kind: string;
  mimeType: string;
  filename: string | null;
  sha256: string | null;
}

export interface PlannedReceipt {
  id: string;
  hotelId: string;
  channelId: string;
  kind: string;
  eventKey: string | null;
  payload: Buffer;
  /** the message this receipt is of; not inserted: it was there already */
  messageId: string | null;
  state: 'stored' | 'failed';
  code: string | null;
  error: string | null;
  /** of what the database refused */
  stack: string | null;
}

type EventOf<T extends InboundEvent['type']> = Extract<InboundEvent, { type: T }> & {
  hotelId: string;
  channelId: string;
};

/** A batch sorted into the rows it will become. Pure: what the database decides is decided there. */
export interface IngestionPlan {
  persons: PlannedPerson[];
  messages: PlannedMessage[];
  receipts: PlannedReceipt[];
  statuses: EventOf<'message_status'>[];
  reactions: (EventOf<'reaction_changed'> & { person: number | null })[];
  revisions: (EventOf<'message_edited' | 'message_revoked' | 'media_announced'> & {
    stored: unknown;
    media: PlannedMedia | null;
  })[];
  identityChanges: EventOf<'identity_changed'>[];
  contactNames: { hotelId: string; phone: string; name: string; at: Date }[];
  /** `accountId`: the news is about the account, not one number */
  notices: (EventOf<'channel_notice'> & { accountId: string | null })[];
}

export function planIngestion(arrivals: Arrival[]): IngestionPlan {
  const plan: IngestionPlan = {
    persons: [],
    messages: [],
    receipts: [],
    statuses: [],
    reactions: [],
    revisions: [],
    identityChanges: [],
    contactNames: [],
    notices: [],
  };
  const people = new People(plan.persons);
  const told = new Set<string>();
  for (const arrival of arrivals) planOne(plan, people, told, arrival);
  return plan;
}

function planOne(plan: IngestionPlan, people: People, told: Set<string>, { channel, parsed }: Arrival): void {
  const { value: event, repaired } = repairText(parsed.event);
  const place = { hotelId: channel.hotelId, channelId: channel.id };
  // Here and below written out: `{ ...place, id, … }` costs ten times the rest of this function, and half of what it
  // allocates outlives the young generation (docs/performance.md).
  const receipt: PlannedReceipt = {
    hotelId: place.hotelId,
    channelId: place.channelId,
    id: newId(),
    kind: event.type,
    eventKey: parsed.eventKey === null ? null : repairText(parsed.eventKey).value,
    payload: parsed.slice,
    messageId: null,
    state: 'stored',
    code: null,
    error: null,
    stack: null,
  };
  plan.receipts.push(receipt);
  const fail = (code: string, error: string, stack?: string): void => {
    receipt.state = 'failed';
    receipt.code = code;
    receipt.error = error;
    receipt.stack = stack ?? null;
  };

  switch (event.type) {
    case 'message_received':
    case 'message_echoed': {
      const other = event.type === 'message_received' ? event.from : event.to;
      const inbound = event.type === 'message_received';
      const { content: said } = event;
      const about = said.type === 'system' && said.code !== GUEST_CALLED; // the provider speaking about the guest
      const counted = inbound && !event.historical && !about;
      const person = people.add(place, other, event.sentAt, counted);
      if (person === null && (inbound || event.chat.kind === 'person'))
        return fail('no_sender', 'The event names nobody: neither a phone nor a user id.');
      receipt.messageId = newId();
      const key = `${channel.hotelId}:${channel.id}:${event.providerId}`;
      if (told.has(key)) return; // twice in one batch: the receipt's message is not inserted, so it reads "duplicate"
      told.add(key);
      const { content, media } = storedContent(event.content);
      plan.messages.push({
        hotelId: place.hotelId,
        channelId: place.channelId,
        id: receipt.messageId,
        person,
        groupId: event.chat.kind === 'group' ? event.chat.externalId : null,
        direction: inbound ? 'inbound' : 'outbound',
        authorKind: about ? 'system' : inbound ? 'guest' : 'user',
        content,
        type: event.content.type,
        textFolded: searchableText(event.content),
        providerId: event.providerId,
        status: event.type === 'message_echoed' ? statusRank(event.status ?? 'sent') : null,
        replyToProviderId: event.replyToProviderId,
        counted,
        historical: event.historical,
        maybeOurs: !inbound && !event.historical && !TELLS_OUR_REF.has(channel.provider),
        sentAt: event.sentAt,
        // Of what is said, not of the name above it.
        repaired: repaired && 'content' in parsed.event && repairText(parsed.event.content).repaired,
        media,
      });
      return;
    }
    case 'message_status':
      plan.statuses.push({ ...event, ...place });
      return;
    case 'reaction_changed': {
      const person = event.by === null ? null : people.add(place, event.by, event.at, false);
      if (event.by !== null && person === null) return fail('no_sender', 'The reaction names nobody.');
      plan.reactions.push({ ...event, ...place, person });
      return;
    }
    case 'message_edited':
    case 'media_announced': {
      const { content, media } = storedContent(event.content);
      plan.revisions.push({ ...event, ...place, stored: content, media });
      return;
    }
    case 'message_revoked':
      plan.revisions.push({ ...event, ...place, stored: null, media: null });
      return;
    case 'identity_changed':
      plan.identityChanges.push({ ...event, ...place });
      return;
    case 'contact_named': {
      const canonical = canonicalPhone(event.phone);
      const name = usableName(event.name);
      // Taken out of the address book: what we learnt from it stays.
      if (canonical !== null && name !== null)
        plan.contactNames.push({ hotelId: channel.hotelId, phone: canonical, name, at: event.at });
      return;
    }
    case 'channel_notice':
      plan.notices.push({ ...event, ...place, accountId: parsed.externalId === null ? parsed.accountId : null });
      return;
    case 'preference_changed': // marketing wishes: kept as receipts until something sends marketing
    case 'noted':
      return;
    case 'unparsed':
      return fail(event.code, event.reason, event.stack);
  }
}

/** The content as the row keeps it: media gets an id of ours and waits to be fetched. */
function storedContent(content: InboundContent): { content: unknown; media: PlannedMedia | null } {
  if (!('providerMediaId' in content)) return { content, media: null };
  const media: PlannedMedia = {
    id: newId(),
    providerMediaId: content.providerMediaId,
    kind: content.type,
    mimeType: content.mimeType,
    filename: content.filename,
    sha256: content.sha256,
  };
  const stored: MediaContent = {
    type: content.type,
    mediaId: media.id,
    mimeType: content.mimeType,
    size: null,
    filename: content.filename,
    caption: content.caption,
    state: 'pending',
    ...(content.voice === undefined ? {} : { voice: content.voice }),
  };
  return { content: stored, media };
}
