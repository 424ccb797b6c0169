import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '../api/client.js';
import type { ReviewDetail } from '../api/types.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Modal } from '../ui/modal.js';
import { AttemptList } from './attempt-list.js';
import { DiscardForm } from './discard-form.js';
import { Payload } from './payload.js';
import { readReviewAgain, reviewItemQuery } from './review.js';
import { RowChanges } from './row-changes.js';
import { detailOf, useCause } from './use-cause.js';

/** One of them: what came, what went wrong, each try; and what to do about it. */
export function ReviewSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const sentence = useCause();
  const { data, error, refetch } = useQuery(reviewItemQuery(id));
  return (
    <Modal wide title={data ? sentence(data) : t('review.title')} onClose={onClose}>
      {data ? (
        <Item item={data} onClose={onClose} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <p role="status" aria-label={t('common.loading')} className="skeleton appear-late h-16" />
      )}
    </Modal>
  );
}

function Item({ item, onClose }: { item: ReviewDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemSentence();
  const [discarding, setDiscarding] = useState(false);
  const params = { path: { id: item.id } };
  const look = useMutation({
    mutationFn: () => answer(api.POST('/review/{id}/retry', { params, body: { dryRun: true } })),
  });
  const retry = useMutation({
    mutationFn: () => answer(api.POST('/review/{id}/retry', { params, body: {} })),
    onMutate: look.reset,
    onSuccess: ({ resolved }) => resolved && onClose(),
    onSettled: readReviewAgain,
  });
  const busy = look.isPending || retry.isPending;
  const refused = retry.error ?? look.error;
  const detail = detailOf(item);
  return (
    <>
      {item.name !== null && (
        <p className="-mt-2 mb-4 font-medium">
          <bdi className="break-words">{item.name}</bdi>
        </p>
      )}
      {detail !== null && (
        <p className="-mt-2 mb-4 text-ink-2">
          <bdi className="break-words">{detail}</bdi>
        </p>
      )}
      {item.conversationId && (
        <Link
          to="/inbox/{-$view}/{-$conversationId}"
          params={{ view: 'all', conversationId: item.conversationId }}
          className="mb-4 inline-block font-medium text-accent hover:underline"
        >
          {t('review.conversation')}
        </Link>
      )}
      <AttemptList attempts={item.attempts} />
      {item.payload !== null && <Payload title={t('review.payload')} text={item.payload} file={`${item.id}.json`} />}
      {item.stack !== null && <Payload title={t('review.stack')} text={item.stack} file={`${item.id}.txt`} />}
      {look.data?.rows && <RowChanges rows={look.data.rows} resolved={look.data.resolved} />}
      <p role="status" className="mt-3 empty:hidden">
        {retry.data && !retry.data.resolved && t('review.waitsOn')}
      </p>
      <p role="alert" className="mt-3 text-late empty:hidden">
        {refused && problem(refused)}
      </p>
      {discarding ? (
        <DiscardForm id={item.id} onDone={onClose} onCancel={() => setDiscarding(false)} />
      ) : (
        <div className="mt-5 flex flex-wrap items-center justify-end gap-2">
          <Button kind="danger" className="-ms-3 me-auto" disabled={busy} onClick={() => setDiscarding(true)}>
            {t('review.discard')}
          </Button>
          <Button disabled={busy} onClick={() => look.mutate()}>
            {t('review.look')}
          </Button>
          <Button kind="filled" disabled={busy} onClick={() => retry.mutate()}>
            {t('review.retry')}
          </Button>
        </div>
      )}
    </>
  );
}
