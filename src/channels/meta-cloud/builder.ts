import type { ContactsContent, LocationContent, OutboundContent, OutboundMedia, TextContent } from '../content.js';
import type { OutboundMessage, ProviderAddress } from '../port.js';
import { assertNever } from '../../common/assert-never.js';
import { each, fit, fitOptional, MessageInvalid, type Fit } from './checked.js';
import { buttonsPayload, listPayload, type InteractivePayload } from './build-interactive.js';
import { templatePayload, type TemplatePayload } from './build-template.js';
import { LIMITS } from './limits.js';

interface MediaObject {
  id: string;
  caption?: Fit<'caption'>;
  filename?: Fit<'filename'>;
  voice?: true;
}

/** The Cloud API takes 1 to 5 cards, each with a name. */
interface Card {
  name: { formatted_name: string; first_name: string };
  org?: { company: string };
  phones: { phone: string; type?: string }[];
  emails: { email: string; type?: string }[];
}

export type Payload =
  | { type: 'text'; text: { body: Fit<'text'>; preview_url: boolean } }
  | { type: 'image'; image: MediaObject }
  | { type: 'video'; video: MediaObject }
  | { type: 'audio'; audio: MediaObject }
  | { type: 'document'; document: MediaObject }
  | { type: 'sticker'; sticker: MediaObject }
  | { type: 'location'; location: { latitude: string; longitude: string; name?: string; address?: string } }
  | { type: 'contacts'; contacts: Card[] }
  | { type: 'reaction'; reaction: { message_id: string; emoji: string } }
  | InteractivePayload
  | TemplatePayload;

type Recipient =
  | { recipient_type: 'individual'; to: `+${string}` }
  | { recipient_type: 'individual'; recipient: string }
  | { recipient_type: 'group'; to: string };

export type MessageBody = { messaging_product: 'whatsapp' } & Recipient &
  Payload & { biz_opaque_callback_data: Fit<'callbackData'>; context?: { message_id: string } };

/**
 * The one place that makes request bodies for `POST /{phone-number-id}/messages` (E14). What comes out
 * is inside the Cloud API's limits; what cannot be is refused here, by field, before anything is sent.
 */
export function buildMessage(message: OutboundMessage): MessageBody | MessageInvalid {
  const recipient = recipientOf(message.to);
  if (recipient instanceof MessageInvalid) return recipient;
  const payload = payloadOf(message.content);
  if (payload instanceof MessageInvalid) return payload;
  const ref = fit('callbackData', 'ref', message.ref);
  if (ref instanceof MessageInvalid) return ref;
  // A reaction names its target itself and takes no context.
  const quoted = message.content.type === 'reaction' ? null : message.replyToProviderId;
  return {
    messaging_product: 'whatsapp',
    ...recipient,
    ...payload,
    biz_opaque_callback_data: ref,
    ...(quoted === null ? {} : { context: { message_id: quoted } }),
  };
}

/**
 * The phone wins where both are known, as it does at Meta. Always with "+": without it the business
 * number's own country code is put in front of the guest's.
 */
function recipientOf(to: ProviderAddress): Recipient | MessageInvalid {
  if (to.groupId) return { recipient_type: 'group', to: to.groupId };
  if (to.phone) {
    if (!/^\d{4,20}$/.test(to.phone)) return new MessageInvalid('to.phone', 'is not made of digits alone');
    return { recipient_type: 'individual', to: `+${to.phone}` };
  }
  if (to.userId) return { recipient_type: 'individual', recipient: to.userId };
  return new MessageInvalid('to', 'names no phone number, user or group');
}

/** The type-specific part of a body. */
export function payloadOf(content: OutboundContent): Payload | MessageInvalid {
  switch (content.type) {
    case 'text':
      return textPayload(content);
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return mediaPayload(content);
    case 'location':
      return locationPayload(content);
    case 'contacts':
      return contactsPayload(content);
    case 'reaction':
      return { type: 'reaction', reaction: { message_id: content.targetProviderId, emoji: content.emoji ?? '' } };
    case 'buttons':
      return buttonsPayload(content);
    case 'list':
      return listPayload(content);
    case 'template':
      return templatePayload(content);
    default:
      return assertNever(content);
  }
}

function textPayload({ text }: TextContent): Payload | MessageInvalid {
  const body = fit('text', 'text', text);
  if (body instanceof MessageInvalid) return body;
  return { type: 'text', text: { body, preview_url: /https?:\/\//i.test(text) } };
}

function mediaPayload(media: OutboundMedia): Payload | MessageInvalid {
  const { type, providerMediaId: id } = media;
  if (id === '') return new MessageInvalid(`${type}.id`, 'is empty');
  const caption = fitOptional('caption', 'caption', media.caption);
  if (caption instanceof MessageInvalid) return caption;
  const said = caption === null ? {} : { caption };
  // Dropping the words would be worse than refusing them: the guest would never see them.
  const mute = () => new MessageInvalid('caption', `cannot go with ${type === 'audio' ? 'audio' : 'a sticker'}`);
  switch (type) {
    case 'image':
      return { type, image: { id, ...said } };
    case 'video':
      return { type, video: { id, ...said } };
    case 'document': {
      const filename = fitOptional('filename', 'filename', media.filename);
      if (filename instanceof MessageInvalid) return filename;
      return { type, document: { id, ...said, ...(filename === null ? {} : { filename }) } };
    }
    case 'audio':
      return caption === null ? { type, audio: { id, ...(media.voice ? { voice: true as const } : {}) } } : mute();
    case 'sticker':
      return caption === null ? { type, sticker: { id } } : mute();
    default:
      return assertNever(type);
  }
}

function locationPayload({ latitude, longitude, name, address }: LocationContent): Payload | MessageInvalid {
  if (!(Math.abs(latitude) <= 90)) return new MessageInvalid('latitude', 'is no latitude');
  if (!(Math.abs(longitude) <= 180)) return new MessageInvalid('longitude', 'is no longitude');
  const place = { ...(name ? { name } : {}), ...(address ? { address } : {}) };
  return { type: 'location', location: { latitude: decimal(latitude), longitude: decimal(longitude), ...place } };
}

/** Never in the form 1e-7, which is no coordinate for Meta; seven places are a centimetre. */
function decimal(degrees: number): string {
  return String(Number(degrees.toFixed(7))).includes('e') ? degrees.toFixed(7) : String(Number(degrees.toFixed(7)));
}

function contactsPayload({ contacts }: ContactsContent): Payload | MessageInvalid {
  if (contacts.length < 1 || contacts.length > LIMITS.contacts) {
    return new MessageInvalid('contacts', `must be 1 to ${LIMITS.contacts}`);
  }
  const cards = each(contacts, (card, index): Card | MessageInvalid => {
    const name = [card.name, card.organisation, card.phones[0]?.phone].find((known) => known?.trim());
    if (!name) return new MessageInvalid(`contacts[${index}].name`, 'is empty');
    return {
      name: { formatted_name: name, first_name: name },
      ...(card.organisation ? { org: { company: card.organisation } } : {}),
      phones: card.phones.map(({ phone, type }) => ({ phone, ...(type ? { type } : {}) })),
      emails: card.emails.map(({ email, type }) => ({ email, ...(type ? { type } : {}) })),
    };
  });
  return cards instanceof MessageInvalid ? cards : { type: 'contacts', contacts: cards };
}
