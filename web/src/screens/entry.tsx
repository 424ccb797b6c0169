import { useId, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import i18next from 'i18next';
import { LANGUAGES, setLanguage, type Language } from '../i18n/index.js';

export const linkClass = 'font-medium text-accent underline underline-offset-2';

/** The sheet of paper the doors stand on: sign in, first start, a password forgotten. */
export function Entry({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="grid h-full grid-rows-[1fr_auto] overflow-y-auto">
      <div className="m-auto w-full max-w-88 px-6 py-12">
        <p className="mb-8 flex items-center gap-2 text-13 text-ink-2">
          <span className="key-tag key-tag-rtl h-5 ps-4 pe-2 text-12" aria-hidden="true">
            B
          </span>
          Bellhop
        </p>
        <h1 className="font-serif text-32 text-balance">{title}</h1>
        {lead && <p className="mt-2 text-15 text-ink-2">{lead}</p>}
        <div className="mt-8">{children}</div>
      </div>
      <footer className="flex justify-center px-6 pb-6">
        <LanguageChoice />
      </footer>
    </main>
  );
}

function LanguageChoice() {
  const { t, language } = useTranslation();
  const id = useId();
  return (
    <div className="flex items-center gap-2 text-13 text-ink-2">
      <label htmlFor={id}>{t('me.language')}</label>
      <select
        id={id}
        value={language}
        onChange={(event) => void setLanguage(event.target.value as Language)}
        className="rounded-control border border-line bg-bg px-2 py-1.5 text-ink touch:min-h-11"
      >
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

export const currentLanguage = (): string => i18next.language;
