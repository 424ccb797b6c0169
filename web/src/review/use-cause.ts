import type { ReviewItem } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';
import { hasOwnSentence, useFailureSentence } from '../inbox/failure.js';

const CAUSES = [
  'wrong_channel',
  'not_storable',
  'invalid_json',
  'no_sender',
  'routing_failed',
  'channel_removed',
] as const;
type Known = (typeof CAUSES)[number];
const isKnown = (code: string): code is Known => (CAUSES as readonly string[]).includes(code);

/** What went wrong in one sentence; a code without one is shown as it is. */
export function useCause(): (item: Pick<ReviewItem, 'kind' | 'code' | 'reason'>) => string {
  const { t } = useTranslation();
  const failure = useFailureSentence();
  return ({ kind, code, reason }) => {
    if (kind === 'send') return failure({ code, reason, retryable: true });
    return isKnown(code) ? t(`review.causes.${code}`) : t('review.unread', { code });
  };
}

/** What its sentence leaves open: which number, which field. */
export function detailOf({ kind, code, reason }: Pick<ReviewItem, 'kind' | 'code' | 'reason'>): string | null {
  return kind === 'send' && hasOwnSentence(code) ? null : reason;
}
