import { useMutation } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { answer, api } from '../api/client.js';
import type { ConversationView } from '../api/types.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { deskState } from '../store/desk.js';
import { Button } from '../ui/button.js';
import { Modal } from '../ui/modal.js';
import { CLOSE_REASONS, type CloseReason } from './close-reasons.js';
import { useInbox } from './inbox-context.js';
import { answered } from './use-actions.js';

/** The reason given last is the one offered first. */
let lastReason: CloseReason = 'done';

export function CloseSheet({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const { show, leave } = useInbox();
  const sentence = useProblemSentence();
  const [reason, setReason] = useState<CloseReason>(lastReason);
  const chosen = useRef<HTMLInputElement>(null);
  const close = useMutation({
    mutationFn: () =>
      answer(api.POST('/conversations/{id}/close', { params: { path: { id: conversation.id } }, body: { reason } })),
    onMutate: deskState,
    onSuccess: (next, _none, asked) => {
      lastReason = reason;
      show(null);
      answered(next, asked);
      leave(conversation.id);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!close.isPending) close.mutate();
  };
  return (
    <Modal title={t('close.title', { name: conversation.name })} onClose={() => show(null)} initialFocus={chosen}>
      <form onSubmit={submit}>
        {conversation.waitingSince && (
          <p className="mb-3 border-s-2 border-warn ps-3 text-14 text-ink-2">{t('close.unanswered')}</p>
        )}
        <fieldset>
          <legend className="sr-only">{t('close.reason')}</legend>
          {CLOSE_REASONS.map((one) => (
            <label
              key={one}
              className="flex min-h-9 items-center gap-3 rounded-control px-2 hover:bg-bg has-checked:font-medium touch:min-h-11"
            >
              <input
                ref={one === reason ? chosen : undefined}
                type="radio"
                name="reason"
                className="size-4 accent-accent"
                checked={one === reason}
                onChange={() => setReason(one)}
              />
              {t(`close.reasons.${one}`)}
            </label>
          ))}
        </fieldset>
        <p role="alert" className="mt-2 text-13 text-late empty:hidden">
          {close.error && sentence(close.error)}
        </p>
        <div className="mt-5 flex justify-end gap-2">
          <Button kind="quiet" onClick={() => show(null)}>
            {t('common.cancel')}
          </Button>
          <Button kind="filled" type="submit" disabled={close.isPending}>
            {t('close.act')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
