import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReviewKind } from '../api/types.js';
import { useSession } from '../api/use-session.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { LostScreen } from '../screens/lost.js';
import { Room } from '../screens/room.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { CauseList } from './cause-list.js';
import { KindFilter } from './kind-filter.js';
import { byCause, readReviewAgain, retryAll, reviewQuery } from './review.js';
import { ReviewSheet } from './review-sheet.js';

/** What could not be stored, routed or sent, and waits for a person. For administrators. */
export function ReviewScreen() {
  const { t } = useTranslation();
  const session = useSession();
  const sentence = useProblemSentence();
  const [kind, setKind] = useState<ReviewKind | null>(null);
  const [openId, setOpenId] = useState<string | null>(null);
  const isAdmin = 'user' in session && session.user.role === 'admin';
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...reviewQuery(kind),
    enabled: isAdmin,
  });
  const retry = useMutation({ mutationFn: retryAll, onSettled: readReviewAgain });
  if ('user' in session && !isAdmin) return <LostScreen />;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Room
      here="review"
      title={t('review.title')}
      act={
        items.length > 0 && (
          <Button kind="filled" disabled={retry.isPending} onClick={() => retry.mutate(kind ? { kind } : {})}>
            {t('review.retryAll')}
          </Button>
        )
      }
    >
      <KindFilter kind={kind} onKind={setKind} />
      <p role="status" className="mb-3 text-ink-2 empty:hidden">
        {retry.isPending
          ? t('review.trying')
          : retry.data && t('review.tried', { tried: retry.data.tried, gone: retry.data.resolved })}
      </p>
      <p role="alert" className="mb-3 text-late empty:hidden">
        {retry.error && sentence(retry.error)}
      </p>
      {!data && (error ? <Failure error={error} onRetry={() => void refetch()} /> : <Skeleton />)}
      {data && items.length === 0 && (
        <p className="py-16 text-center font-serif text-18 text-ink-2">{t('review.empty')}</p>
      )}
      <CauseList causes={byCause(items)} busy={retry.isPending} onOpen={setOpenId} onRetry={retry.mutate} />
      {hasNextPage && (
        <Button className="mt-3 -ms-3" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('review.more')}
        </Button>
      )}
      {openId && <ReviewSheet key={openId} id={openId} onClose={() => setOpenId(null)} />}
    </Room>
  );
}

function Skeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')} className="appear-late border-t border-line">
      {[52, 40, 48].map((width) => (
        <div key={width} className="flex h-16 items-center border-b border-line">
          <span className="skeleton h-4" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
