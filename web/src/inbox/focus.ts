import type { Focus } from './inbox-context.js';

/** Where the caret should be once the pane that was asked for is on the screen; null: whichever is open. */
let wanted: { focus: Focus; conversationId: string | null } = { focus: 'none', conversationId: null };
const listeners = new Set<() => void>();

export function requestFocus(focus: Focus, conversationId: string | null = null): void {
  wanted = { focus, conversationId };
  for (const listener of listeners) listener();
}
/** A pane that is about to leave does not take what is meant for the one that comes. */
export function takeFocus(conversationId: string, ...kinds: Focus[]): Focus | null {
  const { focus } = wanted;
  if (focus === 'none' || !kinds.includes(focus)) return null;
  if (wanted.conversationId !== null && wanted.conversationId !== conversationId) return null;
  wanted = { focus: 'none', conversationId: null };
  return focus;
}
export function onFocusRequest(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const FRAMES = 20;

/** Focuses a card as soon as it is on the screen: the list may have to scroll to it first. */
export const focusCard = (conversationId: string): void =>
  focusSoon(`[data-card="${CSS.escape(conversationId)}"]`, FRAMES);
/** … or a message's bubble, in the thread. */
export const focusMessage = (messageId: string): void => focusSoon(`[data-message="${CSS.escape(messageId)}"]`, FRAMES);

function focusSoon(selector: string, frames: number): void {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus({ preventScroll: true });
  if (frames > 0 && (!element || document.activeElement !== element))
    requestAnimationFrame(() => focusSoon(selector, frames - 1));
}
