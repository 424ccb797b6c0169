import type { Principal } from '../auth/index.js';
import type { MessageAuthor } from './append.js';

/** Who speaks when somebody writes: a member of staff, or the program behind an API key. */
export function authorOf({ userId, apiKey }: Principal): MessageAuthor {
  return apiKey === undefined ? { kind: 'user', id: userId } : { kind: 'automation', id: userId, name: apiKey.name };
}
