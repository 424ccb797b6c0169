import { Link, Navigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { useSession } from '../api/use-session.js';
import { Entry, linkClass } from './entry.js';
import { LoginForm } from './login-form.js';

export function LoginScreen() {
  const { t } = useTranslation();
  const session = useSession();
  useEffect(() => {
    document.title = `${t('login.title')} · Bellhop`;
  }, [t]);
  if (session.kind === 'signed-in') return <Navigate to="/" replace />;
  return (
    <Entry title={t('login.title')} lead={t('login.lead')}>
      <LoginForm />
      <p className="mt-6">
        <Link to="/forgot" className={linkClass}>
          {t('login.forgot')}
        </Link>
      </p>
    </Entry>
  );
}
