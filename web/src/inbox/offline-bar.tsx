import { useEffect, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { useTimes } from '../i18n/use-times.js';
import { useDesk } from '../store/desk.js';

const PATIENCE_MS = 1_200;

/** Calm, and true: it stays until everything that was missed is on the screen. */
export function OfflineBar() {
  const { t } = useTranslation();
  const times = useTimes();
  const since = useDesk((state) => state.offlineSince);
  const waiting = useDesk((state) => {
    let count = 0;
    for (const send of state.pending.values()) if (send.state === 'waiting') count++;
    return count;
  });
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (since === null) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [since]);
  if (!shown || since === null) return null;
  return (
    <p role="status" className="shrink-0 border-b border-line bg-note px-4 py-1.5 text-center text-13 text-note-ink">
      {t('offline.since', { time: times.clock(new Date(since).toISOString()) })}{' '}
      {waiting > 0 && t('offline.waiting', { count: waiting })}
    </p>
  );
}
