import i18next from 'i18next';
import type en from './catalogues/en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
    returnNull: false;
  }
}

/** Each language by its own name; the catalogue is loaded when it is needed, alone. */
export const LANGUAGES = {
  en: 'English',
  'pt-BR': 'Português',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
} as const;
export type Language = keyof typeof LANGUAGES;

const CATALOGUES: Record<Language, () => Promise<{ default: object }>> = {
  en: () => import('./catalogues/en.json'),
  'pt-BR': () => import('./catalogues/pt-BR.json'),
  de: () => import('./catalogues/de.json'),
  es: () => import('./catalogues/es.json'),
  fr: () => import('./catalogues/fr.json'),
};

/** The nearest language there is a catalogue for: pt-PT reads pt-BR, everything unknown English. */
export function nearestLanguage(wanted: readonly string[]): Language {
  const all = Object.keys(LANGUAGES) as Language[];
  for (const tag of wanted) {
    const exact = all.find((one) => one.toLowerCase() === tag.toLowerCase());
    if (exact) return exact;
    const base = tag.toLowerCase().split('-')[0];
    const near = all.find((one) => one.toLowerCase().split('-')[0] === base);
    if (near) return near;
  }
  return 'en';
}

export async function setLanguage(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.init({
      fallbackLng: false,
      load: 'currentOnly',
      interpolation: { escapeValue: false }, // React escapes
      resources: {},
    });
  }
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const catalogue = await CATALOGUES[language]();
    i18next.addResourceBundle(language, 'translation', catalogue.default);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
