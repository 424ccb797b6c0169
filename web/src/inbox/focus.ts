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

export const focusCard = (conversationId: string): void => {
  document.querySelector<HTMLElement>(`[data-card="${CSS.escape(conversationId)}"]`)?.focus({ preventScroll: false });
};
