import type { Session } from '../api/types.js';
import { useTimes } from '../i18n/use-times.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { deviceOf } from './device.js';

/** Where somebody is signed in: by device, with what tells two of the same kind apart. */
export function SessionList({
  sessions,
  onEnd,
  busy,
}: {
  sessions: Session[];
  onEnd: (id: string) => void;
  busy: boolean;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  return (
    <ul className="border-t border-line">
      {sessions.map((session) => {
        const device = deviceOf(session.userAgent) ?? t('sessions.unknown');
        return (
          <li key={session.id} className="flex items-center gap-3 border-b border-line py-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                {device}
                {session.current && <span className="font-normal text-ok"> · {t('sessions.this')}</span>}
              </p>
              <p className="text-13 text-ink-2">
                {t('sessions.lastUsed', { time: times.full(session.lastUsedAt) })}
                {session.address && (
                  <>
                    {' · '}
                    <bdi dir="ltr">{session.address}</bdi>
                  </>
                )}
              </p>
            </div>
            {!session.current && (
              <Button
                kind="danger"
                disabled={busy}
                aria-label={t('sessions.endThat', { device })}
                onClick={() => onEnd(session.id)}
              >
                {t('sessions.end')}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
