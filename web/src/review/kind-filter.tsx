import type { ReviewKind } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';
import { KINDS } from './review.js';

const CHIP =
  'h-9 touch:h-11 rounded-control px-3 text-ink-2 hover:bg-line/60 aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-ink';

export function KindFilter({ kind, onKind }: { kind: ReviewKind | null; onKind: (kind: ReviewKind | null) => void }) {
  const { t } = useTranslation();
  return (
    <div role="group" aria-label={t('review.kind')} className="-ms-3 mb-3 flex flex-wrap gap-1">
      <button type="button" className={CHIP} aria-pressed={kind === null} onClick={() => onKind(null)}>
        {t('review.kinds.all')}
      </button>
      {KINDS.map((one) => (
        <button key={one} type="button" className={CHIP} aria-pressed={kind === one} onClick={() => onKind(one)}>
          {t(`review.kinds.${one}`)}
        </button>
      ))}
    </div>
  );
}
