import { useSyncExternalStore } from 'react';

/** Words not sent yet: per conversation, the answer and the note apart, in memory only. */
export type DraftKind = 'answer' | 'note';
export interface Draft {
  text: string;
  replyTo: string | null;
}
const NONE: Draft = { text: '', replyTo: null };

const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();
const keyOf = (conversationId: string, kind: DraftKind): string => `${conversationId}/${kind}`;

export const draftOf = (conversationId: string, kind: DraftKind): Draft =>
  drafts.get(keyOf(conversationId, kind)) ?? NONE;

export function setDraft(conversationId: string, kind: DraftKind, part: Partial<Draft>): void {
  const next = { ...draftOf(conversationId, kind), ...part };
  if (next.text === '' && next.replyTo === null) drafts.delete(keyOf(conversationId, kind));
  else drafts.set(keyOf(conversationId, kind), next);
  for (const listener of listeners) listener();
}
export function clearDrafts(): void {
  drafts.clear();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const useDraft = (conversationId: string, kind: DraftKind): Draft =>
  useSyncExternalStore(subscribe, () => draftOf(conversationId, kind));
/** Are there unsent words for this guest? Marked on the card. */
export const useHasDraft = (conversationId: string): boolean =>
  useSyncExternalStore(
    subscribe,
    () => draftOf(conversationId, 'answer').text.trim() !== '' || draftOf(conversationId, 'note').text.trim() !== '',
  );
