import type { ChoiceContent, InboundContent } from '../content.js';
import { Fault, isObject, part, words, type JsonObject } from './json.js';
import { notShown } from './not-shown.js';

/** Answers to what we offered: a pressed button, a picked row, a filled form, a permission to call. */
export function readInteractive(message: JsonObject): InboundContent {
  const interactive = part(message, 'interactive');
  const { type } = interactive;
  switch (type) {
    case 'button_reply':
    case 'list_reply':
      return readChoice(part(interactive, type));
    case 'nfm_reply':
      return notShown(message, type, formSummary(part(interactive, type)));
    case 'call_permission_reply': {
      const accepted = part(interactive, type)['response'] === 'accept';
      return notShown(message, type, accepted ? 'The guest allows calls.' : 'The guest does not want calls.');
    }
    default:
      return notShown(message, typeof type === 'string' ? `interactive:${type}` : 'interactive', null);
  }
}

function readChoice(reply: JsonObject): ChoiceContent {
  const id = words(reply['id']);
  if (id === null) throw new Fault('missing_content', 'the choice has no id');
  return { type: 'choice', id, title: words(reply['title']) ?? id };
}

/** The fields of a completed form in one line. `response_json` is JSON inside a text. */
function formSummary(reply: JsonObject): string {
  const fields = parseObject(reply['response_json']);
  const told = Object.entries(fields)
    .filter(([name]) => name !== 'flow_token')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return told.length > 0 ? `Form: ${told.join(', ')}` : (words(reply['body']) ?? 'Form sent');
}

function parseObject(text: unknown): JsonObject {
  if (typeof text !== 'string') return {};
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
