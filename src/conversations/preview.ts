import type { MessageContent } from '../channels/index.js';
import { assertNever } from '../common/assert-never.js';
import { clip } from '../common/text.js';

export const PREVIEW_LENGTH = 255;

/**
 * The words of a message on one line, at most 255 code points. Kinds without words give '' and are worded by
 * the screens from the message's type, in the reader's language.
 */
export function preview(content: MessageContent): string {
  return clip(words(content).replace(/\s+/gu, ' ').trim(), PREVIEW_LENGTH);
}

function words(content: MessageContent): string {
  switch (content.type) {
    case 'text':
    case 'note':
      return content.text;
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return content.caption ?? '';
    case 'location':
      return content.name ?? content.address ?? '';
    case 'contacts':
      return content.contacts.flatMap((card) => card.name ?? []).join(', ');
    case 'buttons':
    case 'list':
      return content.body;
    case 'choice':
      return content.title;
    case 'template':
      return content.text ?? '';
    case 'system':
      return '';
    case 'unsupported':
      return content.summary ?? '';
    default:
      return assertNever(content);
  }
}
