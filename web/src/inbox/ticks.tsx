import { useTranslation } from '../i18n/use-translation.js';
import type { MessageStatus } from '../api/types.js';
import { assertNever } from '../lib/assert-never.js';
import { Check, CheckCheck, CircleAlert, CircleDashed, Clock3, ClockAlert, Mic } from '../ui/icons.js';

type Shown = MessageStatus | 'on-device';

/** How far one of our messages has come. Shape and colour; the words stand beside it for those who listen. */
export function StatusIcon({ status, className = 'size-4' }: { status: Shown; className?: string }) {
  const { t } = useTranslation();
  const props = { className, strokeWidth: 1.5, 'aria-hidden': true } as const;
  if (status === 'received') return null;
  return (
    <span className="contents" title={t(`tick.${status}`)}>
      {icon()}
      <span className="sr-only">{t(`tick.${status}`)}</span>
    </span>
  );

  function icon() {
    switch (status) {
      case 'on-device':
        return <CircleDashed {...props} />;
      case 'queued':
      case 'sending':
        return <Clock3 {...props} />;
      case 'unconfirmed':
        return <ClockAlert {...props} />;
      case 'sent':
        return <Check {...props} />;
      case 'delivered':
        return <CheckCheck {...props} />;
      case 'read':
        return <CheckCheck {...props} strokeWidth={2} className={`${className} text-read`} />;
      case 'played':
        return <Mic {...props} className={`${className} text-read`} />;
      case 'failed':
        return <CircleAlert {...props} className={`${className} text-late`} />;
      case 'received':
        return null;
      default:
        return assertNever(status);
    }
  }
}
