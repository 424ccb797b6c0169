import { useRef, useState, type FormEvent } from 'react';
import { ApiError } from '../api/problem.js';
import { logIn } from '../api/session.js';
import type { Named } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { EmailBox } from './email-box.js';
import { HotelChoice } from './hotel-choice.js';
import { PasswordBox } from './password-box.js';
import { useRefusal } from './use-refusal.js';

/** E-mail and password; whoever works for several hotels chooses one afterwards. */
export function LoginForm({ email: known }: { email?: string }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState(known ?? '');
  const [password, setPassword] = useState('');
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
      <EmailBox value={email} onChange={setEmail} autoFocus={!known} />
      <PasswordBox
        ref={passwordBox}
        autoComplete="current-password"
        autoFocus={Boolean(known)}
        value={password}
        onChange={setPassword}
        error={message}
      />
      <Button kind="filled" type="submit" className="h-10 w-full" disabled={busy || wait > 0 || !email || !password}>
        {t('login.signIn')}
      </Button>
    </form>
  );
}
