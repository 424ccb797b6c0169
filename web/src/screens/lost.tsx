import { Link } from '@tanstack/react-router';
import { useTranslation } from '../i18n/use-translation.js';
import { linkClass } from './entry.js';
import { Room } from './room.js';

/** An address that leads nowhere, or to what this person may not open: both look the same. */
export function LostScreen() {
  const { t } = useTranslation();
  return (
    <Room here={null} title={t('lost.title')}>
      <Link to="/" className={`inline-flex min-h-9 items-center touch:min-h-11 ${linkClass}`}>
        {t('lost.toInbox')}
      </Link>
    </Room>
  );
}
