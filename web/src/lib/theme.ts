import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const dark = matchMedia('(prefers-color-scheme: dark)');
let theme: Theme = 'system';
const listeners = new Set<() => void>();

function apply(): void {
  const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset.theme = shown;
}

dark.addEventListener('change', apply);
apply();

/** Kept for as long as the page is open; nothing is written to the browser's storage. */
export function setTheme(next: Theme): void {
  theme = next;
  apply();
  for (const listener of listeners) listener();
}
export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => theme,
  );
}
