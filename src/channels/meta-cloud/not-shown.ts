import { clip } from '../../common/text.js';
import type { UnsupportedContent } from '../content.js';
import { isObject, keepable, words, type JsonObject } from './json.js';

const LONGEST_SUMMARY = 500;

/** A guest sent something that cannot be shown: staff still see that they did, and what can be told of it. */
export function notShown(message: JsonObject, providerType: string, summary: string | null): UnsupportedContent {
  return {
    type: 'unsupported',
    providerType: clip(providerType, 100),
    summary: summary === null ? null : clip(summary, LONGEST_SUMMARY),
    raw: keepable(message),
  };
}

/** Meta's own words for what went wrong; `details` says more than the title. */
export function sentence(errors: JsonObject[]): string | null {
  const [error] = errors;
  if (!error) return null;
  const data = error['error_data'];
  return words(isObject(data) ? data['details'] : data) ?? words(error['message']) ?? words(error['title']);
}
