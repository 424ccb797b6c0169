import { Link, Navigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { post } from '../api/post.js';
import { ApiError } from '../api/problem.js';
import { logIn } from '../api/session.js';
import { useSession } from '../api/use-session.js';
import { LANGUAGES } from '../i18n/index.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { Button } from '../ui/button.js';
import { Field, inputClass } from '../ui/field.js';
import { EmailBox } from './email-box.js';
import { currentLanguage, Entry, linkClass } from './entry.js';
import { PasswordBox } from './password-box.js';
import { MIN_PASSWORD, useWeakness } from './password-rules.js';
import { useLinkToken } from './use-link-token.js';

interface Answers {
  hotelName: string;
  timeZone: string;
  country: string;
  name: string;
  email: string;
  password: string;
}

async function setUp(token: string, answers: Answers, languages: string[]): Promise<void> {
  const { hotelName, timeZone, country, name, email, password } = answers;
  await post('/setup', {
    token,
    hotel: { name: hotelName.trim(), timeZone, country, languages },
    user: { name: name.trim(), email: email.trim(), password },
  });
  await logIn(email, password);
}

/** First start: one hotel and its administrator. The link works once. */
export function WelcomeScreen() {
  const { t } = useTranslation();
  const session = useSession();
  const token = useLinkToken('/welcome');
  useEffect(() => {
    document.title = `${t('welcome.title')} · Bellhop`;
  }, [t]);
  if (session.kind === 'signed-in') return <Navigate to="/" replace />;
  return (
    <Entry title={t('welcome.title')} lead={token ? t('welcome.lead') : t('welcome.noToken')}>
      {token ? (
        <WelcomeForm token={token} />
      ) : (
        <Link to="/login" className={linkClass}>
          {t('login.title')}
        </Link>
      )}
    </Entry>
  );
}

function WelcomeForm({ token }: { token: string }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  const weakness = useWeakness();
  const here = useMemo(guessPlace, []);
  const [answers, setAnswers] = useState<Answers>({
    hotelName: '',
    timeZone: here.timeZone,
    country: here.country,
    name: '',
    email: '',
    password: '',
  });
  const [languages, setLanguages] = useState<string[]>([currentLanguage()]);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const field = (name: keyof Answers) => ({
    value: answers[name],
    onChange: (event: { target: { value: string } }) => setAnswers({ ...answers, [name]: event.target.value }),
    error: fieldError(error, name),
    required: true,
  });
  const complete =
    Object.values(answers).every((value) => value.trim() !== '') &&
    answers.password.length >= MIN_PASSWORD &&
    languages.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || !complete) return;
    setBusy(true);
    setError(null);
    setUp(token, answers, languages).catch((refused: unknown) => {
      setError(refused);
      setBusy(false);
    });
  };
  const toggle = (tag: string): void =>
    setLanguages(languages.includes(tag) ? languages.filter((one) => one !== tag) : [...languages, tag]);

  return (
    <form onSubmit={submit} noValidate>
      <fieldset className="mb-8">
        <legend className="mb-3 font-serif text-18">{t('welcome.hotel')}</legend>
        <Field label={t('welcome.hotelName')} autoFocus autoComplete="organization" {...field('hotelName')} />
        <div className="mb-4">
          <label htmlFor="zone" className="mb-1 block text-13 font-medium text-ink-2">
            {t('welcome.timeZone')}
          </label>
          <select id="zone" className={inputClass} {...selectProps(field('timeZone'))}>
            {here.zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </select>
        </div>
        <Field
          label={t('welcome.country')}
          hint={t('welcome.countryHint')}
          autoComplete="country"
          maxLength={2}
          {...field('country')}
        />
        <div role="group" aria-labelledby="languages">
          <p id="languages" className="mb-1 text-13 font-medium text-ink-2">
            {t('welcome.languages')}
          </p>
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <label key={tag} className="me-4 inline-flex min-h-8 items-center gap-2 touch:min-h-11" lang={tag}>
              <input
                type="checkbox"
                className="size-4 accent-accent"
                checked={languages.includes(tag)}
                onChange={() => toggle(tag)}
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset className="mb-6">
        <legend className="mb-3 font-serif text-18">{t('welcome.you')}</legend>
        <Field label={t('welcome.yourName')} autoComplete="name" {...field('name')} />
        <EmailBox
          value={answers.email}
          onChange={(email) => setAnswers({ ...answers, email })}
          error={fieldError(error, 'email')}
        />
        <PasswordBox
          autoComplete="new-password"
          value={answers.password}
          onChange={(password) => setAnswers({ ...answers, password })}
          hint={t('password.hint', { count: MIN_PASSWORD })}
          error={weakness(error)}
        />
      </fieldset>
      <p role="alert" className="mb-3 text-13 text-late empty:hidden">
        {error !== null && weakness(error) === null && setupSentence(error)}
      </p>
      <Button kind="filled" type="submit" className="h-10 w-full" disabled={busy || !complete}>
        {t('welcome.start')}
      </Button>
    </form>
  );

  function setupSentence(refused: unknown): string {
    const status = refused instanceof ApiError ? refused.problem.status : 0;
    return [401, 403, 404, 409, 410].includes(status) ? t('welcome.linkUsed') : sentence(refused);
  }
}

function selectProps({ value, onChange }: { value: string; onChange: (event: { target: { value: string } }) => void }) {
  return { value, onChange };
}

function fieldError(error: unknown, field: keyof Answers): string | null {
  const path =
    { hotelName: 'hotel.name', timeZone: 'hotel.timeZone', country: 'hotel.country' }[field as string] ??
    `user.${field}`;
  const errors = error instanceof ApiError ? error.problem.errors : undefined;
  return errors?.find((one) => one.field === path)?.message ?? null;
}

/** What the browser knows: its time zone, and the country its language names. */
function guessPlace(): { timeZone: string; country: string; zones: string[] } {
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  const zones = [...new Set([timeZone, ...(Intl.supportedValuesOf?.('timeZone') ?? []), 'UTC'])];
  const country = navigator.languages.map((tag) => /-([A-Z]{2})\b/u.exec(tag)?.[1]).find(Boolean) ?? '';
  return { timeZone, country, zones };
}
