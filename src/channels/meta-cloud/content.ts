import type { ContactCard, InboundContent, InboundMedia, MediaKind } from '../content.js';
import { Fault, isObject, objects, part, requiredId, requiredText, words, type JsonObject } from './json.js';
import { readInteractive } from './interactive.js';
import { notShown, sentence } from './not-shown.js';
import { sha256Hex } from './sha256.js';

/** What a message object says. `errors` are Meta's own about it: they explain content that is not there. */
export function readContent(message: JsonObject, errors: JsonObject[] = objects(message['errors'])): InboundContent {
  const type = requiredText(message['type'], 'type');
  const read = READERS.get(type);
  if (!read) return notShown(message, type, sentence(errors));
  // Meta could not fetch it (too big, broken): there is nothing to download behind the id.
  if (errors.some((error) => error['code'] === MEDIA_UNAVAILABLE)) {
    return notShown(
      message,
      type,
      'A file that WhatsApp could not pass on (too big, or broken). Ask the guest to send it again.',
    );
  }
  try {
    return read(message);
  } catch (error) {
    if (error instanceof Fault && errors.length > 0) return notShown(message, type, sentence(errors));
    throw error;
  }
}

const MEDIA_UNAVAILABLE = 131052;

const READERS = new Map<string, (message: JsonObject) => InboundContent>([
  ['text', (message) => ({ type: 'text', text: requiredText(part(message, 'text')['body'], 'text.body') })],
  ['image', (message) => readMedia(message, 'image')],
  ['video', (message) => readMedia(message, 'video')],
  ['audio', (message) => readMedia(message, 'audio')],
  ['document', (message) => readMedia(message, 'document')],
  ['sticker', (message) => readMedia(message, 'sticker')],
  ['location', readLocation],
  ['contacts', readContacts],
  ['interactive', readInteractive],
  ['button', readButton],
  ['order', readOrder],
  ['unsupported', readUnsupported],
  [
    'media_placeholder',
    (message) => notShown(message, 'media_placeholder', 'A file from before this desk was connected.'),
  ],
]);

function readMedia(message: JsonObject, type: MediaKind): InboundMedia {
  const media = part(message, type);
  return {
    type,
    providerMediaId: requiredId(media['id'], `${type}.id`, 'missing_media_id'),
    mimeType: words(media['mime_type']) ?? 'application/octet-stream',
    filename: words(media['filename']),
    caption: words(media['caption']),
    sha256: sha256Hex(media['sha256']),
    ...(type === 'audio' && media['voice'] === true ? { voice: true } : {}),
  };
}

function readLocation(message: JsonObject): InboundContent {
  const location = part(message, 'location');
  return {
    type: 'location',
    latitude: degrees(location['latitude'], 90),
    longitude: degrees(location['longitude'], 180),
    name: words(location['name']),
    address: words(location['address']),
  };
}

function degrees(value: unknown, most: number): number {
  // Text too: that is how the same API wants them sent.
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Math.abs(number) <= most) return number;
  throw new Fault('bad_location', `a coordinate is no number up to ${most}`);
}

function readContacts(message: JsonObject): InboundContent {
  if (!Array.isArray(message['contacts'])) throw new Fault('missing_content', 'contacts is no list');
  return { type: 'contacts', contacts: objects(message['contacts']).map(readCard) };
}

function readCard(card: JsonObject): ContactCard {
  const name = isObject(card['name']) ? card['name'] : {};
  const spelt = [name['first_name'], name['last_name']].map(words).filter((word) => word !== null);
  return {
    name: words(name['formatted_name']) ?? (spelt.join(' ') || null),
    organisation: isObject(card['org']) ? words(card['org']['company']) : null,
    phones: objects(card['phones']).flatMap((entry) => {
      const whatsapp = words(entry['wa_id']);
      const phone = words(entry['phone']) ?? (whatsapp && `+${whatsapp}`);
      return phone ? [{ phone, type: words(entry['type']) }] : [];
    }),
    emails: objects(card['emails']).flatMap((entry) => {
      const email = words(entry['email']);
      return email ? [{ email, type: words(entry['type']) }] : [];
    }),
  };
}

/** The quick-reply button of a template. Without a payload at send time the payload is the button's text. */
function readButton(message: JsonObject): InboundContent {
  const button = part(message, 'button');
  const title = words(button['text']) ?? words(button['payload']);
  if (title === null) throw new Fault('missing_content', 'button has neither text nor payload');
  return { type: 'choice', id: words(button['payload']) ?? title, title };
}

function readOrder(message: JsonObject): InboundContent {
  const order = part(message, 'order');
  const items = objects(order['product_items']).map((item) => {
    const count = typeof item['quantity'] === 'number' ? `${item['quantity']} × ` : '';
    const price =
      typeof item['item_price'] === 'number'
        ? ` (${item['item_price']} ${words(item['currency']) ?? ''}`.trimEnd() + ')'
        : '';
    return `${count}${words(item['product_retailer_id']) ?? 'product'}${price}`;
  });
  const note = words(order['text']);
  return notShown(message, 'order', `Order: ${items.join(', ') || 'empty'}${note ? ` – ${note}` : ''}`);
}

/** Meta's names for what it does not pass on; the set is open. */
const NOT_PASSED_ON = new Map([
  ['edit', 'The guest edited a message. WhatsApp does not say how.'],
  ['gif', 'A GIF'],
  ['group_invite', 'An invitation to a group'],
  ['pin', 'The guest pinned a message.'],
  ['poll_creation', 'A poll'],
  ['poll_update', 'A vote in a poll'],
  ['product', 'A product'],
]);

function readUnsupported(message: JsonObject): InboundContent {
  const told = isObject(message['unsupported']) ? words(message['unsupported']['type']) : null;
  return notShown(
    message,
    told ?? 'unsupported',
    NOT_PASSED_ON.get(told ?? '') ?? sentence(objects(message['errors'])),
  );
}
