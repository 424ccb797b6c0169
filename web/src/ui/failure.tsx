import { useTranslation } from '../i18n/use-translation.js';
import { ApiError } from '../api/problem.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { Button } from './button.js';

/** A pane that could not be read: what happened, try again, and the number to tell the administrator. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  const traceId = error instanceof ApiError ? error.problem.traceId : undefined;
  return (
    <div role="alert" className="mx-auto max-w-[36ch] px-6 py-12 text-center">
      <p className="font-serif text-18 text-ink">{sentence(error)}</p>
      <Button kind="word" className="mt-3" onClick={onRetry}>
        {t('common.tryAgain')}
      </Button>
      {traceId && (
        <p className="mt-3 text-12 text-ink-3">
          {t('common.requestId')} <bdi className="font-mono select-all">{traceId}</bdi>
        </p>
      )}
    </div>
  );
}
