import { useEffect, useRef } from 'react';
import type { ConversationView } from '../api/types.js';
import { commandKey, isFind, isTextField } from '../lib/keys.js';
import { VIEWS } from '../store/views.js';
import { focusCard, requestFocus } from './focus.js';
import type { Inbox } from './inbox-context.js';

interface Around {
  rows: ConversationView[];
  waiting: ConversationView[];
  enabled: boolean;
}

/** Single letters act outside text fields only; nothing with Alt, which is how Europe types @ and €. */
export function useShortcuts(inbox: Inbox, around: Around): void {
  const latest = useRef({ inbox, around });
  useEffect(() => {
    latest.current = { inbox, around };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { inbox: now, around: seen } = latest.current;
      if (event.defaultPrevented || !seen.enabled) return;
      if (event.key === 'F2' && now.selected) {
        event.preventDefault();
        requestFocus(document.querySelector('[data-composer="note"]') ? 'composer' : 'note');
        return;
      }
      const find = isFind(event);
      if (!find && isTextField(event.target)) return;
      const key = find ? '/' : commandKey(event);
      if (key !== null && run(key, now, seen, event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

/** On the bubble in focus. */
function react(target: EventTarget | null): boolean {
  const bubble = target instanceof Element ? target.closest('[data-message]') : null;
  const button = bubble?.querySelector<HTMLElement>('[data-react]');
  button?.click();
  return button !== null && button !== undefined;
}

function run(key: string, inbox: Inbox, { rows, waiting }: Around, event: KeyboardEvent): boolean {
  const { selected, view } = inbox;
  const inList = event.target instanceof Element && event.target.closest('#pane-list') !== null;
  const outside = !(event.target instanceof Element) || event.target === document.body;
  switch (key) {
    case 'n': {
      const next = waiting.find((one) => one.id !== selected?.id) ?? waiting[0];
      if (next) inbox.open(next.id, { focus: 'composer' });
      return true;
    }
    case 'j':
      return walk(1);
    case 'k':
      return walk(-1);
    case 'ArrowDown':
      return (inList || outside) && walk(1);
    case 'ArrowUp':
      return (inList || outside) && walk(-1);
    case 'Home':
      return inList && go(rows[0]);
    case 'End':
      return inList && go(rows.at(-1));
    case 'r':
      return withSelected(() => requestFocus('composer'));
    case 'i':
      return withSelected(() => requestFocus('note'));
    case 'm':
      return withSelected(inbox.act.take);
    case 't':
      return withSelected(() => inbox.show('hand-over'));
    case 'e':
      return withSelected(() => selected?.status === 'active' && inbox.show('close'));
    case 'o':
      return withSelected(() => selected?.status !== 'active' && inbox.act.reopen());
    case 'p':
      return withSelected(inbox.togglePanel);
    case '+':
      return react(event.target);
    case '?':
      inbox.show('keys');
      return true;
    case '/':
      inbox.show('search');
      return true;
    case 'Escape':
      if (!selected) return false;
      focusCard(selected.id);
      return true;
    default: {
      const next = /^[1-5]$/u.test(key) ? VIEWS[Number(key) - 1] : undefined;
      if (!next) return false;
      if (next !== view) inbox.showView(next);
      return true;
    }
  }

  function walk(step: 1 | -1): boolean {
    const focused = inList ? (event.target as Element).closest<HTMLElement>('[data-card]')?.dataset.card : undefined;
    const from = focused ?? selected?.id;
    const at = rows.findIndex((row) => row.id === from);
    return go(at < 0 ? rows[0] : rows[at + step]);
  }
  function go(row: ConversationView | undefined): boolean {
    if (row && row.id !== selected?.id) inbox.open(row.id, { preview: true });
    if (row) focusCard(row.id);
    return row !== undefined;
  }
  function withSelected(then: () => unknown): boolean {
    if (selected) then();
    return selected !== null;
  }
}
