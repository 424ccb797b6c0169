import { useMutation } from '@tanstack/react-query';
import { useRef, useEffect, useState, type FormEvent } from 'react';
import { answer, api } from '../api/client.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { readReviewAgain } from './review.js';

/** Nothing is discarded without a reason; the audit log keeps it. */
export function DiscardForm({ id, onDone, onCancel }: { id: string; onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  const problem = useProblemSentence();
  const first = useRef<HTMLInputElement>(null);
  const [reason, setReason] = useState('');
  const discard = useMutation({
    mutationFn: () =>
      answer(api.POST('/review/{id}/discard', { params: { path: { id } }, body: { reason: reason.trim() } })),
    onSuccess: onDone,
    onSettled: readReviewAgain,
  });
  useEffect(() => first.current?.focus(), []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!discard.isPending && reason.trim()) discard.mutate();
  };
  return (
    <form onSubmit={submit} className="mt-5">
      <Field
        ref={first}
        label={t('review.why')}
        hint={t('review.whyHint')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        maxLength={500}
        autoComplete="off"
        dir="auto"
      />
      <p role="alert" className="mb-2 text-13 text-late empty:hidden">
        {discard.error && problem(discard.error)}
      </p>
      <div className="flex justify-end gap-2">
        <Button kind="quiet" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button kind="danger" type="submit" disabled={discard.isPending || !reason.trim()}>
          {t('review.discardNow')}
        </Button>
      </div>
    </form>
  );
}
