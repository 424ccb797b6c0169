/** What the screens are written in: a catalogue each in web/src/i18n. */
export const SCREEN_LANGUAGES = ['de', 'en', 'es', 'fr', 'pt-BR'] as const;
export type ScreenLanguage = (typeof SCREEN_LANGUAGES)[number];
