import type { Focus } from './inbox-context.js';

/** Where the caret should be once the pane that was asked for is on the screen. */
let wanted: Focus = 'none';
const listeners = new Set<() => void>();

export function requestFocus(focus: Focus): void {
  wanted = focus;
  for (const listener of listeners) listener();
}
export function takeFocus(...kinds: Focus[]): Focus | null {
  if (!kinds.includes(wanted) || wanted === 'none') return null;
  const focus = wanted;
  wanted = 'none';
  return focus;
}
export function onFocusRequest(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const FRAMES = 20;

/** Focuses a card as soon as it is on the screen: the list may have to scroll to it first. */
export function focusCard(conversationId: string, frames = FRAMES): void {
  const card = document.querySelector<HTMLElement>(`[data-card="${CSS.escape(conversationId)}"]`);
  card?.focus({ preventScroll: true });
  if (frames > 0 && (!card || document.activeElement !== card)) {
    requestAnimationFrame(() => focusCard(conversationId, frames - 1));
  }
}
