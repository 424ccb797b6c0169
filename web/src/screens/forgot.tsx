import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { askForLink } from '../api/password-links.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { EmailBox } from './email-box.js';
import { Entry, linkClass } from './entry.js';
import { useRefusal } from './use-refusal.js';

/** Somebody who forgot their password. The answer is the same for an address that is unknown. */
export function ForgotScreen() {
  const { t } = useTranslation();
  const [answer, setAnswer] = useState<{ byEmail: boolean } | null>(null);
  useEffect(() => {
    document.title = `${t('forgot.title')} · Bellhop`;
  }, [t]);
  return (
    <Entry title={t('forgot.title')} lead={answer ? undefined : t('forgot.lead')}>
      {answer ? <Answer byEmail={answer.byEmail} /> : <ForgotForm onAnswer={setAnswer} />}
      <p className="mt-6">
        <Link to="/login" className={linkClass}>
          {t('forgot.backToSignIn')}
        </Link>
      </p>
    </Entry>
  );
}

function ForgotForm({ onAnswer }: { onAnswer: (answer: { byEmail: boolean }) => void }) {
  const { t } = useTranslation();
  const [email, setEmail] = useState('');
  const [busy, setBusy] = useState(false);
  const { message, wait, refuse, clear } = useRefusal();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (busy || wait) return;
    setBusy(true);
    clear();
    askForLink(email)
      .then(onAnswer)
      .catch((error: unknown) => {
        refuse(error);
        setBusy(false);
      });
  };
  return (
    <form onSubmit={submit} noValidate>
      <EmailBox value={email} onChange={setEmail} autoFocus />
      <p role="alert" className="mb-3 text-13 text-late empty:hidden">
        {message}
      </p>
      <Button kind="filled" type="submit" className="h-10 w-full" disabled={busy || wait > 0 || !email.trim()}>
        {t('forgot.send')}
      </Button>
    </form>
  );
}

function Answer({ byEmail }: { byEmail: boolean }) {
  const { t } = useTranslation();
  const here = useRef<HTMLParagraphElement>(null);
  useEffect(() => here.current?.focus(), []);
  return (
    <p ref={here} tabIndex={-1} role="status" className="text-15 text-ink outline-none">
      {byEmail ? t('forgot.sent') : t('forgot.askAdministrator')}
    </p>
  );
}
