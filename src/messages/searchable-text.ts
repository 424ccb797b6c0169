import type { InboundContent, MessageContent } from '../channels/index.js';
import { fold } from '../common/text.js';

const MAX_SEARCHED = 8_000;

/** The words of a message that people may search for, folded; bounded, so that the index stays sane. */
export function searchableText(content: MessageContent | InboundContent): string {
  return fold(words(content).slice(0, MAX_SEARCHED));
}

function words(content: MessageContent | InboundContent): string {
  switch (content.type) {
    case 'text':
    case 'note':
      return content.text;
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return [content.caption, content.filename].filter(Boolean).join(' ');
    case 'location':
      return [content.name, content.address].filter(Boolean).join(' ');
    case 'contacts':
      return content.contacts.map((card) => card.name ?? '').join(' ');
    case 'buttons':
    case 'list':
      return content.body;
    case 'choice':
      return content.title;
    case 'template':
      return content.text ?? content.name;
    case 'unsupported':
      return content.summary ?? '';
    case 'system':
      return '';
  }
}
