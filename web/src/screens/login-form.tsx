import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { ApiError } from '../api/problem.js';
import { logIn } from '../api/session.js';
import type { Named } from '../api/types.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { Button } from '../ui/button.js';
import { inputClass } from '../ui/field.js';

/** E-mail and password; whoever works for several hotels chooses one afterwards. */
export function LoginForm({ email: known }: { email?: string }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
  const [shown, setShown] = useState(false);
  const [caps, setCaps] = useState(false);
  const [busy, setBusy] = useState(false);
  const [hotels, setHotels] = useState<Named[] | null>(null);
  const { message, wait, refuse, clear } = useRefusal();
  const passwordBox = useRef<HTMLInputElement>(null);

  const enter = async (hotelId?: string): Promise<void> => {
    setBusy(true);
    clear();
    try {
      await logIn(email, password, hotelId);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'hotel_choice_required') setHotels(error.problem.hotels ?? []);
      else {
        refuse(error);
        setHotels(null);
        passwordBox.current?.select();
      }
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy && !wait) void enter();
  };

  if (hotels) return <HotelChoice hotels={hotels} onChoose={(id) => void enter(id)} onBack={() => setHotels(null)} />;
  return (
    <form onSubmit={submit} noValidate>
      <div className="mb-4">
        <label htmlFor="login-email" className="mb-1 block text-13 font-medium text-ink-2">
          {t('login.email')}
        </label>
        <input
          id="login-email"
          className={inputClass}
          type="email"
          name="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={!known}
          dir="ltr"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </div>
      <div className="mb-6">
        <label htmlFor="login-password" className="mb-1 block text-13 font-medium text-ink-2">
          {t('login.password')}
        </label>
        <div className="relative">
          <input
            id="login-password"
            ref={passwordBox}
            className={`${inputClass} pe-20`}
            type={shown ? 'text' : 'password'}
            name="password"
            autoComplete="current-password"
            autoFocus={Boolean(known)}
            dir="ltr"
            aria-describedby="login-said"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            onKeyUp={(event) => setCaps(event.getModifierState('CapsLock'))}
          />
          <button
            type="button"
            className="absolute inset-y-1 end-1 rounded-[6px] px-3 text-13 font-medium text-accent hover:bg-accent-soft"
            aria-pressed={shown}
            aria-controls="login-password"
            onClick={() => setShown(!shown)}
          >
            {shown ? t('login.hide') : t('login.show')}
          </button>
        </div>
        <p id="login-said" role="alert" className="mt-2 text-13 text-late empty:hidden">
          {wait > 0 ? t('login.limited', { count: wait }) : message}
        </p>
        {caps && <p className="mt-2 text-13 text-warn">{t('login.capsLock')}</p>}
      </div>
      <Button kind="filled" type="submit" className="h-10 w-full" disabled={busy || wait > 0 || !email || !password}>
        {t('login.signIn')}
      </Button>
    </form>
  );
}

function HotelChoice({
  hotels,
  onChoose,
  onBack,
}: {
  hotels: Named[];
  onChoose: (id: string) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div>
      <p className="mb-3 text-15 text-ink-2">{t('login.chooseHotel')}</p>
      <ul className="border-y border-line">
        {hotels.map((hotel, index) => (
          <li key={hotel.id} className="border-b border-line last:border-0">
            <button
              ref={index === 0 ? first : undefined}
              type="button"
              className="w-full px-2 py-3 text-start font-serif text-18 hover:bg-accent-soft"
              onClick={() => onChoose(hotel.id)}
            >
              {hotel.name}
            </button>
          </li>
        ))}
      </ul>
      <Button className="mt-4 -ms-3" onClick={onBack}>
        {t('common.back')}
      </Button>
    </div>
  );
}

/** What the server said, and the seconds it asks to wait, counted down. */
function useRefusal() {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  const [message, setMessage] = useState('');
  const [until, setUntil] = useState(0);
  const [wait, setWait] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const count = (): void => setWait(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    count();
    const timer = setInterval(count, 500);
    return () => clearInterval(timer);
  }, [until]);
  return {
    message,
    wait,
    clear: () => setMessage(''),
    refuse: (error: unknown) => {
      const limited = error instanceof ApiError && error.code === 'limited' ? error.retryAfter : null;
      if (limited) setUntil(Date.now() + limited * 1000);
      const wrongPair = error instanceof ApiError && error.problem.status === 401;
      setMessage(limited ? '' : wrongPair ? t('login.wrong') : sentence(error));
    },
  };
}
