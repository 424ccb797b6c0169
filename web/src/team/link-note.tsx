import { useRef, useState } from 'react';
import type { GivenLink } from '../api/types.js';
import { useTimes } from '../i18n/use-times.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { inputClass } from '../ui/field.js';

/** A link that was just made: where it was sent, or the link itself, shown this once. */
export function LinkNote({ link }: { link: GivenLink }) {
  const { t } = useTranslation();
  const times = useTimes();
  const box = useRef<HTMLInputElement>(null);
  const [copied, setCopied] = useState(false);
  const until = times.full(link.expiresAt);
  if (link.url === null) {
    return (
      <p role="status" className="rounded-control bg-accent-soft px-3 py-2">
        {t('team.emailed', { email: link.emailedTo ?? '', time: until })}
      </p>
    );
  }
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(box.current!.value);
    setCopied(true);
  };
  return (
    <div className="rounded-control bg-accent-soft px-3 py-3">
      <p role="status" className="mb-2">
        {t('team.copyLead', { time: until })}
      </p>
      <div className="flex gap-2">
        <input
          ref={box}
          readOnly
          aria-label={t('team.link')}
          dir="ltr"
          value={link.url}
          className={`${inputClass} min-w-0 flex-1 font-mono`}
          onFocus={(event) => event.target.select()}
        />
        {/* Without https the browser has no clipboard: the field selects itself. */}
        {'clipboard' in navigator && (
          <Button onClick={() => void copy().catch(() => box.current?.focus())}>
            {copied ? t('team.copied') : t('team.copy')}
          </Button>
        )}
      </div>
    </div>
  );
}
