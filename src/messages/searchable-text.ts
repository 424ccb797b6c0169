import { wordsOf, type InboundContent, type MessageContent } from '../channels/index.js';
import { fold } from '../common/text.js';

const MAX_SEARCHED = 8_000;

/** The words of a message that people may search for, folded; bounded, so that the index stays sane. */
export function searchableText(content: MessageContent | InboundContent): string {
  const { said, beside } = wordsOf(content);
  return fold([said, beside].filter(Boolean).join(' ').slice(0, MAX_SEARCHED));
}
