import i18next, { type TFunction } from 'i18next';
import { useMemo, useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  i18next.on('languageChanged', listener);
  return () => i18next.off('languageChanged', listener);
}

/** The words of the language that is spoken now; renders again when another one is chosen. */
export function useTranslation(): { t: TFunction; language: string } {
  const language = useSyncExternalStore(subscribe, () => i18next.language);
  return useMemo(() => ({ t: i18next.getFixedT(language), language }), [language]);
}
