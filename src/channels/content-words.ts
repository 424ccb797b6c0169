import { assertNever } from '../common/assert-never.js';
import type { InboundContent, MessageContent } from './content.js';

export interface ContentWords {
  /** what people read of it; '' for kinds without words */
  said: string;
  /** what else they may search for: a file's name, an address */
  beside: string | null;
}

/** The words of a content, verbatim. */
export function wordsOf(content: MessageContent | InboundContent): ContentWords {
  switch (content.type) {
    case 'text':
    case 'note':
      return said(content.text);
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return said(content.caption, content.filename);
    case 'location':
      return content.name === null ? said(content.address) : said(content.name, content.address);
    case 'contacts':
      return said(content.contacts.flatMap((card) => card.name ?? []).join(', '));
    case 'buttons':
    case 'list':
      return said(content.body);
    case 'choice':
      return said(content.title);
    case 'template':
      return said(content.text, content.text === null ? content.name : null);
    case 'unsupported':
      return said(content.summary);
    case 'system':
      return said(null);
    default:
      return assertNever(content);
  }
}

function said(words: string | null, beside: string | null = null): ContentWords {
  return { said: words ?? '', beside };
}
