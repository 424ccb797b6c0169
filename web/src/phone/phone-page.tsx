import { useEffect, useMemo } from 'react';
import { setTheme, useTheme } from '../lib/theme.js';
import { initials } from '../lib/text.js';
import type { PhoneGuest } from './api.js';
import { PhoneScreen } from './phone-screen.js';
import { usePhone } from './use-phone.js';
import { asideFor, type Aside } from './words.js';

export function PhonePage() {
  const words = useMemo(() => asideFor(navigator.languages), []);
  const phone = usePhone();
  useEffect(() => {
    document.title = phone.guest ? `${phone.guest.name} · ${words.title}` : words.title;
  }, [phone.guest, words]);

  return (
    <main className="phone-page flex h-full flex-col md:flex-row">
      <aside
        className={`${phone.guest ? 'max-md:hidden' : ''} flex shrink-0 flex-col overflow-y-auto scroll-pb-16 px-6 py-6 max-md:flex-1 md:w-80 md:border-e md:border-line md:bg-surface`}
      >
        <h1 className="font-serif text-24">{words.title}</h1>
        <p className="mt-1 text-13 text-ink-2">{words.demo}</p>
        <p role="status" className="mt-2 text-13 text-warn empty:hidden">
          {phone.lost ? words.lost : ''}
        </p>
        <h2 className="mt-8 mb-1 text-13 font-medium text-ink-3">{words.whose}</h2>
        {phone.guests?.length === 0 && <p className="font-serif text-18">{words.none}</p>}
        <ul className="-mx-3">
          {phone.guests?.map((guest) => (
            <li key={guest.id}>
              <Choice
                guest={guest}
                chosen={guest.id === phone.guest?.id}
                news={phone.news.has(guest.id)}
                onPick={() => phone.pick(guest.id)}
              />
            </li>
          ))}
        </ul>
        <div className="flex-1" />
        <footer className="sticky -bottom-6 -mx-6 mt-6 -mb-6 flex items-center justify-between border-t border-line bg-bg px-6 py-3 text-14 md:bg-surface">
          <a href="/" className="font-medium text-accent underline underline-offset-2">
            {words.desk}
          </a>
          <ThemeSwitch words={words} />
        </footer>
      </aside>
      <div className={`${phone.guest ? '' : 'max-md:hidden'} grid min-h-0 flex-1 place-items-center md:p-6`}>
        {phone.guest && (
          <div className="flex h-full w-full flex-col overflow-hidden bg-surface md:max-h-[52rem] md:max-w-[24.75rem] md:rounded-[3rem] md:border-[10px] md:border-ink md:shadow-float dark:md:border-line-strong">
            <PhoneScreen key={phone.guest.id} guest={phone.guest} phone={phone} />
          </div>
        )}
      </div>
    </main>
  );
}

function Choice({
  guest,
  chosen,
  news,
  onPick,
}: {
  guest: PhoneGuest;
  chosen: boolean;
  news: boolean;
  onPick: () => void;
}) {
  return (
    <button
      type="button"
      aria-current={chosen ? 'true' : undefined}
      onClick={onPick}
      className={`flex min-h-14 w-full items-center gap-3 rounded-control px-3 py-2 text-start transition-colors duration-120 ${chosen ? 'bg-guest-soft' : 'hover:bg-bg'}`}
    >
      <span
        className="grid size-9 shrink-0 place-items-center rounded-full bg-line text-12 font-bold"
        aria-hidden="true"
      >
        {initials(guest.name)}
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate font-medium">{guest.name}</bdi>
        <span className="block text-13 text-ink-3" dir="ltr">
          {guest.phone}
        </span>
      </span>
      <span className="text-12 text-ink-3 uppercase">{guest.locale.split('-')[0]}</span>
      {news && <span className="size-2 rounded-full bg-guest forced:border-4" role="img" aria-label="•" />}
    </button>
  );
}

function ThemeSwitch({ words }: { words: Aside }) {
  useTheme();
  const dark = document.documentElement.dataset.theme === 'dark';
  return (
    <button
      type="button"
      className="min-h-8 rounded-control px-2 text-ink-2 hover:text-ink touch:min-h-11"
      onClick={() => setTheme(dark ? 'light' : 'dark')}
    >
      {dark ? words.light : words.dark}
    </button>
  );
}
