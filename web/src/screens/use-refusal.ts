import { useEffect, useState } from 'react';
import { ApiError } from '../api/problem.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';

/** What the server said, and the seconds it asks to wait, counted down. */
export function useRefusal() {
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
    message: wait > 0 ? t('login.limited', { count: wait }) : message,
    wait,
    clear: () => setMessage(''),
    refuse: (error: unknown) => {
      const limited = error instanceof ApiError && error.code === 'limited' ? error.retryAfter : null;
      if (limited) setUntil(Date.now() + limited * 1000);
      const wrongPair = error instanceof ApiError && error.code === 'wrong_credentials';
      setMessage(limited ? '' : wrongPair ? t('login.wrong') : sentence(error));
    },
  };
}
