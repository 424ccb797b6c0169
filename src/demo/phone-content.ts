import type { MediaContent, MediaKind, MessageContent } from '../channels/index.js';
import { assertNever } from '../common/assert-never.js';
import type { SimMessage } from '../simulators/index.js';

const MEDIA: readonly string[] = ['image', 'video', 'audio', 'document', 'sticker'] satisfies MediaKind[];

/** A message as the phone's page shows it. */
export function phoneContent(message: SimMessage): MessageContent {
  const { type, text, content } = message;
  if (type === 'text') return { type: 'text', text };
  if (message.side === 'guest' && (type === 'interactive' || type === 'button')) return choiceOf(message);
  if (type === 'interactive' || type === 'template') return offerOf(message);
  if (MEDIA.includes(type)) return mediaOf(type as MediaKind, content);
  if (type === 'location') {
    const { latitude, longitude, name, address } = content;
    return {
      type: 'location',
      latitude: Number(latitude),
      longitude: Number(longitude),
      name: textOrNull(name),
      address: textOrNull(address),
    };
  }
  return { type: 'unsupported', providerType: type, summary: text || null };
}

/** A stored message put back onto the phone it came from or went to. */
export function simulated(
  content: MessageContent,
): Pick<SimMessage, 'type' | 'text' | 'content' | 'buttons' | 'rows' | 'listLabel'> {
  const nothing = { text: '', content: {}, buttons: [], rows: [], listLabel: null };
  switch (content.type) {
    case 'text':
      return { ...nothing, type: 'text', text: content.text };
    case 'buttons':
      return { ...nothing, type: 'interactive', text: content.body, buttons: content.buttons };
    case 'list': {
      const rows = content.sections.flatMap((section) => section.rows);
      return { ...nothing, type: 'interactive', text: content.body, listLabel: content.button, rows };
    }
    case 'choice': {
      const { id, title } = content;
      return {
        ...nothing,
        type: 'interactive',
        text: title,
        content: { type: 'list_reply', list_reply: { id, title } },
      };
    }
    case 'template':
      return { ...nothing, type: 'template', text: content.text ?? content.name };
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker': {
      const { mediaId: id, mimeType: mime_type, filename, caption, voice } = content;
      return {
        ...nothing,
        type: content.type,
        text: caption ?? '',
        content: { id, mime_type, filename, caption, voice },
      };
    }
    case 'location': {
      const { latitude, longitude, name, address } = content;
      return { ...nothing, type: 'location', text: name ?? '', content: { latitude, longitude, name, address } };
    }
    case 'contacts':
      return { ...nothing, type: 'contacts', text: content.contacts.map(({ name }) => name ?? '').join(', ') };
    case 'note':
    case 'system':
    case 'unsupported':
      return { ...nothing, type: content.type };
    default:
      return assertNever(content);
  }
}

function choiceOf({ text, content }: SimMessage): MessageContent {
  const reply = (content['list_reply'] ?? content['button_reply'] ?? content) as Record<string, unknown>;
  return { type: 'choice', id: textOrNull(reply['id'] ?? reply['payload']) ?? text, title: text };
}

function offerOf({ text, buttons, rows, listLabel }: SimMessage): MessageContent {
  if (listLabel !== null) return { type: 'list', body: text, button: listLabel, sections: [{ title: null, rows }] };
  return buttons.length > 0 ? { type: 'buttons', body: text, buttons } : { type: 'text', text };
}

function mediaOf(type: MediaKind, content: SimMessage['content']): MediaContent {
  return {
    type,
    mediaId: textOrNull(content['id']) ?? '',
    mimeType: textOrNull(content['mime_type']) ?? 'application/octet-stream',
    size: null,
    filename: textOrNull(content['filename']),
    caption: textOrNull(content['caption']),
    state: 'ready',
    ...(content['voice'] === true ? { voice: true } : {}),
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
