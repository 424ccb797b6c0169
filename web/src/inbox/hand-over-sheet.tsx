import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { answer, api } from '../api/client.js';
import { departmentsQuery } from '../api/queries.js';
import type { ConversationView } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { isSend } from '../lib/keys.js';
import { Button } from '../ui/button.js';
import { inputClass } from '../ui/field.js';
import { Modal } from '../ui/modal.js';
import { deskState, updateDesk, withoutConversation } from '../store/desk.js';
import { useInbox } from './inbox-context.js';
import { answered } from './use-actions.js';

/** To another department, with a note that only staff see. The waiting clock goes on. */
export function HandOverSheet({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const { show, open, back, leave } = useInbox();
  const user = useUser();
  const sentence = useProblemSentence();
  const departments = useQuery(departmentsQuery);
  const others = (departments.data ?? []).filter((one) => one.id !== conversation.department?.id);
  const [departmentId, setDepartmentId] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLFieldSetElement>(null);
  const noteBox = useRef<HTMLTextAreaElement>(null);
  const handOver = useMutation({
    mutationFn: (to: string) => {
      const body = { departmentId: to, ...(note.trim() ? { note: note.trim() } : {}) };
      return answer(api.POST('/conversations/{id}/transfer', { params: { path: { id: conversation.id } }, body }));
    },
    onMutate: deskState,
    onSuccess: (next, to, asked) => {
      show(null);
      // Theirs now, and out of my sight: on to the next card instead of a page that says so. The socket may have
      // told so before this answer came; it is not put back.
      if (user.role !== 'admin' && !user.departments.some((one) => one.id === to)) {
        leave(conversation.id);
        updateDesk((state) => withoutConversation(state, conversation.id));
        back();
        return;
      }
      answered(next, asked);
      // The department was in talk with this guest already: its conversation goes on.
      if (next.id !== conversation.id) open(next.id, { replace: true });
    },
  });
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (departmentId && !handOver.isPending) handOver.mutate(departmentId);
  };

  /** One letter chooses: H for Housekeeping; Enter goes on to the note. */
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (isSend(event.nativeEvent)) return submit(event);
    if (event.target instanceof HTMLTextAreaElement) return;
    if (event.key === 'Enter' && departmentId) {
      event.preventDefault();
      noteBox.current?.focus();
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey) {
      const letter = event.key.toLocaleLowerCase();
      const at = others.findIndex((one) => one.id === departmentId);
      const turned = [...others.slice(at + 1), ...others.slice(0, at + 1)];
      const found = turned.find((one) => one.name.toLocaleLowerCase().startsWith(letter));
      if (found) setDepartmentId(found.id);
    }
  };

  return (
    <Modal
      title={t('handOver.title', { name: conversation.name })}
      onClose={() => show(null)}
      initialFocus={others.length > 0 ? first : box}
    >
      <form onSubmit={submit} onKeyDown={onKeyDown}>
        <fieldset ref={box} tabIndex={-1} className="outline-none">
          <legend className="mb-1 text-13 font-medium text-ink-2">{t('handOver.to')}</legend>
          <div className="max-h-[40vh] overflow-y-auto">
            {others.map((one, index) => (
              <label
                key={one.id}
                className="flex min-h-9 items-center gap-3 rounded-control px-2 hover:bg-bg has-checked:font-medium touch:min-h-11"
              >
                <input
                  ref={index === 0 ? first : undefined}
                  type="radio"
                  name="department"
                  className="size-4 accent-accent"
                  checked={one.id === departmentId}
                  onChange={() => setDepartmentId(one.id)}
                />
                {one.name}
              </label>
            ))}
          </div>
          {departments.isSuccess && others.length === 0 && <p className="text-14 text-ink-2">{t('handOver.nobody')}</p>}
          {departments.error && <p className="text-14 text-late">{sentence(departments.error)}</p>}
        </fieldset>
        <label className="mt-4 block text-13 font-medium text-ink-2" htmlFor="hand-over-note">
          {t('handOver.note')}
        </label>
        <textarea
          id="hand-over-note"
          ref={noteBox}
          rows={3}
          dir="auto"
          className={`${inputClass} mt-1 resize-none bg-note! text-note-ink`}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        <p role="alert" className="mt-2 text-13 text-late empty:hidden">
          {handOver.error && sentence(handOver.error)}
        </p>
        <div className="mt-5 flex justify-end gap-2">
          <Button kind="quiet" onClick={() => show(null)}>
            {t('common.cancel')}
          </Button>
          <Button kind="filled" type="submit" title="Ctrl+Enter" disabled={!departmentId || handOver.isPending}>
            {t('act.handOver')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
