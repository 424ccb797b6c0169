import { useSyncExternalStore } from 'react';
import type { MediaKind, Problem } from '../api/types.js';

/** A file as the server has taken it. */
export interface UploadedMedia {
  id: string;
  kind: MediaKind;
  mimeType: string;
  size: number;
  filename: string | null;
  width: number | null;
  height: number | null;
  durationMs: number | null;
}

/** A file beside an answer that is being written; in memory only. */
export interface Attachment {
  key: string;
  file: File;
  /** 0 to 1 */
  progress: number;
  media: UploadedMedia | null;
  problem: Problem | null;
  /** ends the upload */
  stop: () => void;
}

const NONE: readonly Attachment[] = [];
const attached = new Map<string, readonly Attachment[]>();
const listeners = new Set<() => void>();

export const attachmentsOf = (conversationId: string): readonly Attachment[] => attached.get(conversationId) ?? NONE;

export function setAttachments(conversationId: string, next: readonly Attachment[]): void {
  if (next.length === 0) attached.delete(conversationId);
  else attached.set(conversationId, next);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const useAttachments = (conversationId: string): readonly Attachment[] =>
  useSyncExternalStore(subscribe, () => attachmentsOf(conversationId));
