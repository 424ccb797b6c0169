import { InvalidInputError } from '../common/validation.pipe.js';

export type Said =
  | { kind: 'text'; text: string }
  | { kind: 'choice'; id: string; messageId: string }
  | { kind: 'reaction'; messageId: string; emoji: string | null };

/** WhatsApp's own limit. */
const LONGEST_TEXT = 4096;
const LONGEST_ADVANCE_MS = 366 * 86_400_000;

/** What was typed or pressed on the phone: exactly one of the three. */
export function readSaid(body: unknown): Said {
  const { text, choice, reaction, ...more } = fields(body);
  const given = [text, choice, reaction].filter((part) => part !== undefined);
  if (given.length !== 1 || Object.keys(more).length > 0) {
    throw invalid('text', 'one_of', 'send one of text, choice and reaction');
  }
  if (text !== undefined) {
    if (!isText(text, LONGEST_TEXT) || text.trim() === '') {
      throw invalid('text', 'is_text', `text must be 1 to ${LONGEST_TEXT} characters`);
    }
    return { kind: 'text', text };
  }
  if (choice !== undefined) {
    const { id, messageId } = fields(choice, 'choice');
    if (!isText(id, 256)) throw invalid('choice.id', 'is_text', 'choice.id must be the id of an option');
    return { kind: 'choice', id, messageId: messageIdOf(messageId, 'choice') };
  }
  const { emoji, messageId } = fields(reaction, 'reaction');
  if (emoji !== null && !isText(emoji, 32)) {
    throw invalid('reaction.emoji', 'is_text', 'reaction.emoji must be an emoji; "" or null takes it back');
  }
  return { kind: 'reaction', emoji: emoji || null, messageId: messageIdOf(messageId, 'reaction') };
}

/** By how much the demo's clock goes forward. */
export function readAdvance(body: unknown): number {
  const { advanceMs, ...more } = fields(body);
  if (!Number.isSafeInteger(advanceMs) || Object.keys(more).length > 0) {
    throw invalid('advanceMs', 'is_int', 'advanceMs must be a whole number of milliseconds');
  }
  const ms = Number(advanceMs);
  if (ms < 0 || ms > LONGEST_ADVANCE_MS) {
    throw invalid('advanceMs', 'range', `advanceMs must be 0 to ${LONGEST_ADVANCE_MS}: time goes forward only`);
  }
  return ms;
}

function messageIdOf(value: unknown, at: string): string {
  if (!isText(value, 500))
    throw invalid(`${at}.messageId`, 'is_text', `${at}.messageId must name a message of this phone`);
  return value;
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === 'string' && value.length <= longest && value.isWellFormed() && !value.includes('\0');
}

function fields(value: unknown, at = 'body'): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid(at, 'is_object', `${at} must be an object`);
  }
  return value as Record<string, unknown>;
}

function invalid(field: string, code: string, message: string): InvalidInputError {
  return new InvalidInputError([{ field, code, message }]);
}
