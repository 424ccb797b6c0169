import type { ReviewAttempt } from '../api/types.js';
import { useTimes } from '../i18n/use-times.js';
import { useTranslation } from '../i18n/use-translation.js';

/** Each try: when, how long, what came of it. */
export function AttemptList({ attempts }: { attempts: ReviewAttempt[] }) {
  const { t, language } = useTranslation();
  const times = useTimes();
  const took = new Intl.NumberFormat(language, { style: 'unit', unit: 'millisecond', maximumFractionDigits: 0 });
  if (attempts.length === 0) return null;
  return (
    <section aria-label={t('review.attempts')} className="mb-4">
      <h3 className="mb-1 text-13 font-medium text-ink-2">{t('review.attempts')}</h3>
      <ol className="border-t border-line">
        {attempts.map((attempt, n) => (
          <li key={`${attempt.at} ${n}`} className="flex flex-wrap gap-x-3 border-b border-line py-1.5 text-13">
            <span>{times.full(attempt.at)}</span>
            {attempt.tookMs !== null && <span className="text-ink-2">{took.format(attempt.tookMs)}</span>}
            <span>{t(`review.outcomes.${attempt.outcome}`)}</span>
            {attempt.reason !== null && (
              <bdi className="min-w-0 basis-full break-words text-ink-2">
                {attempt.code}: {attempt.reason}
              </bdi>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
