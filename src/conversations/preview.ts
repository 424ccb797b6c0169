import { wordsOf, type MessageContent } from '../channels/index.js';
import { clip } from '../common/text.js';

export const PREVIEW_LENGTH = 255;

/**
 * The words of a message on one line, at most 255 code points. Kinds without words give '' and are worded by
 * the screens from the message's type, in the reader's language.
 */
export function preview(content: MessageContent): string {
  return clip(wordsOf(content).said.replace(/\s+/gu, ' ').trim(), PREVIEW_LENGTH);
}
