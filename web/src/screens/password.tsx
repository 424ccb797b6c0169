import { Link, Navigate } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent } from 'react';
import { choosePassword, lookAtLink, type PasswordLink } from '../api/password-links.js';
import { ApiError } from '../api/problem.js';
import { logIn } from '../api/session.js';
import type { Named } from '../api/types.js';
import { nearestLanguage, setLanguage } from '../i18n/index.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Entry, linkClass } from './entry.js';
import { HotelChoice } from './hotel-choice.js';
import { PasswordBox } from './password-box.js';
import { MIN_PASSWORD, useWeakness } from './password-rules.js';
import { useLinkToken } from './use-link-token.js';

type Step =
  | { at: 'looking' }
  | { at: 'invalid' }
  | { at: 'failed'; error: unknown }
  | { at: 'choosing'; link: PasswordLink }
  | { at: 'hotels'; link: PasswordLink; password: string; hotels: Named[] }
  /** the password is set and signed in with */
  | { at: 'inside' }
  /** the password is set, signing in did not work at once */
  | { at: 'set' };

/** An invitation, or a new password for the one that was forgotten. The link works once. */
export function PasswordScreen() {
  const token = useLinkToken('/password');
  return <Steps key={token} token={token} />;
}

function Steps({ token }: { token: string }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step>({ at: 'looking' });
  const isNew = 'link' in step && step.link.kind === 'invitation';
  const title = 'link' in step && isNew ? t('password.welcome', { name: step.link.name }) : t('password.title');

  useEffect(() => {
    document.title = `${title} · Bellhop`;
  }, [title]);
  const looking = step.at === 'looking';
  useEffect(() => {
    if (!looking) return;
    lookAtLink(token)
      .then(async (link) => {
        await setLanguage(nearestLanguage([link.language]));
        setStep({ at: 'choosing', link });
      })
      .catch((error: unknown) => setStep(isInvalid(error) ? { at: 'invalid' } : { at: 'failed', error }));
  }, [looking, token]);

  switch (step.at) {
    case 'looking':
      return <main className="h-full" aria-busy="true" />;
    case 'inside':
      return <Navigate to="/" replace />;
    case 'failed':
      return <Failure error={step.error} onRetry={() => setStep({ at: 'looking' })} />;
    case 'invalid':
      return (
        <Entry title={t('password.invalidTitle')} lead={t('password.invalid')}>
          <p className="flex flex-wrap gap-x-6 gap-y-3">
            <Link to="/forgot" className={linkClass}>
              {t('password.askAgain')}
            </Link>
            <Link to="/login" className={linkClass}>
              {t('login.title')}
            </Link>
          </p>
        </Entry>
      );
    case 'set':
      return (
        <Entry title={title} lead={t('password.set')}>
          <Link to="/login" className={linkClass}>
            {t('login.title')}
          </Link>
        </Entry>
      );
    case 'hotels':
      return (
        <Entry title={title}>
          <HotelChoice
            hotels={step.hotels}
            onChoose={(hotelId) => void enter(step.link, step.password, hotelId).then(setStep)}
          />
        </Entry>
      );
    case 'choosing':
      return (
        <Entry
          title={title}
          lead={t(isNew ? 'password.leadNew' : 'password.leadReset', { hotel: step.link.hotelNames.join(', ') })}
        >
          <PasswordForm token={token} link={step.link} onStep={setStep} />
        </Entry>
      );
  }
}

function PasswordForm({ token, link, onStep }: { token: string; link: PasswordLink; onStep: (step: Step) => void }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  const weakness = useWeakness();
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || password === '') return;
    setBusy(true);
    setError(null);
    choosePassword(token, password)
      .then(async () => onStep(await enter(link, password)))
      .catch((refused: unknown) => {
        if (isInvalid(refused)) return onStep({ at: 'invalid' });
        setError(refused);
        setBusy(false);
      });
  };
  return (
    <form onSubmit={submit} noValidate>
      <p className="mb-4">
        <span className="mb-1 block text-13 font-medium text-ink-2">{t('login.email')}</span>
        <bdi className="text-15 break-all">{link.email}</bdi>
      </p>
      {/* So that a password manager knows whose password it keeps. */}
      <input type="text" name="email" autoComplete="username" value={link.email} readOnly hidden />
      <PasswordBox
        autoComplete="new-password"
        autoFocus
        value={password}
        onChange={setPassword}
        hint={t('password.hint', { count: MIN_PASSWORD })}
        error={error === null ? null : (weakness(error) ?? sentence(error))}
      />
      <Button kind="filled" type="submit" className="h-10 w-full" disabled={busy || password === ''}>
        {t('password.save')}
      </Button>
    </form>
  );
}

/** Signs in with what was just chosen. */
async function enter(link: PasswordLink, password: string, hotelId?: string): Promise<Step> {
  try {
    await logIn(link.email, password, hotelId);
    return { at: 'inside' };
  } catch (error) {
    const hotels = error instanceof ApiError && error.code === 'hotel_choice_required' ? error.problem.hotels : null;
    return hotels ? { at: 'hotels', link, password, hotels } : { at: 'set' };
  }
}

const isInvalid = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'link_invalid' || error.code === 'invalid_input');
