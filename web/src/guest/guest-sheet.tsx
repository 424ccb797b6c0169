import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useMemo, useState, type FormEvent } from 'react';
import { answer, api } from '../api/client.js';
import { ApiError } from '../api/problem.js';
import { hotelQuery, queryClient } from '../api/queries.js';
import type { Guest } from '../api/types.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { isSend } from '../lib/keys.js';
import { languageName } from '../lib/language-name.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Field, inputClass } from '../ui/field.js';
import { Modal } from '../ui/modal.js';
import { guestQuery } from './guest-query.js';
import { changesOf, rebased, wordsOf, type Word } from './guest-words.js';

const MAX_NAME = 200;
const MAX_NOTES = 5000;
/** Those guests of European hotels write in; the hotel's own and the guest's come on top. */
const SPOKEN =
  'ar bg cs da de el en es et fi fr he hi hr hu it ja ko lt lv nl no pl pt pt-BR ro ru sk sl sv th tr uk zh';

/** What staff know better than the phone tells: how to call a guest, in which language, and what to remember. */
export function GuestSheet({ guestId, onClose }: { guestId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch, isFetching } = useQuery({ ...guestQuery(guestId), refetchOnMount: 'always' });
  // The boxes begin with what is known now, not with what was known when the panel was opened.
  const [begun, setBegun] = useState<Guest | null>(null);
  if (begun === null && data && !isFetching) setBegun(data);
  return (
    <Modal title={t('guestEdit.title')} onClose={onClose}>
      {begun ? (
        <GuestForm guest={begun} onClose={onClose} />
      ) : error ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : (
        <div role="status" aria-label={t('common.loading')} className="h-96" />
      )}
    </Modal>
  );
}

function GuestForm({ guest, onClose }: { guest: Guest; onClose: () => void }) {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  const notesId = useId();
  const languageId = useId();
  const languages = useLanguages(guest.language);
  const [base, setBase] = useState(guest);
  const [draft, setDraft] = useState(() => wordsOf(guest));
  const [clashes, setClashes] = useState<Word[] | null>(null);
  const put = (word: Word) => (event: { target: { value: string } }) =>
    setDraft({ ...draft, [word]: event.target.value });

  const save = useMutation({
    mutationFn: () => {
      const body = { ...changesOf(wordsOf(base), draft), version: base.version };
      return answer(api.PATCH('/guests/{id}', { params: { path: { id: guest.id } }, body }));
    },
    onSuccess: (saved) => {
      queryClient.setQueryData(guestQuery(guest.id).queryKey, saved);
      onClose();
    },
    onError: async (refused) => {
      if (!(refused instanceof ApiError) || refused.code !== 'version_conflict') return;
      const theirs = await queryClient.fetchQuery({ ...guestQuery(guest.id), staleTime: 0 });
      const next = rebased(wordsOf(base), draft, wordsOf(theirs));
      setBase(theirs);
      setDraft(next.draft);
      setClashes(next.clashes);
      save.reset();
    },
  });
  const submit = (event: FormEvent | React.KeyboardEvent): void => {
    event.preventDefault();
    if (save.isPending) return;
    if (Object.keys(changesOf(wordsOf(base), draft)).length === 0) onClose();
    else save.mutate();
  };
  const theirs = wordsOf(base);
  /** What a colleague wrote meanwhile where something else was written here. */
  const now = (word: Word, shown = theirs[word]): string | null =>
    clashes?.includes(word) ? t('guestEdit.now', { words: shown || t('guestEdit.empty') }) : null;

  return (
    <form onSubmit={submit} onKeyDown={(event) => isSend(event.nativeEvent) && submit(event)} noValidate>
      <Field
        label={t('guestEdit.name')}
        hint={base.nameByStaff ? t('guestEdit.nameByStaff') : t('guestEdit.nameByPhone')}
        error={now('name')}
        value={draft.name}
        onChange={put('name')}
        maxLength={MAX_NAME}
        dir="auto"
        autoComplete="off"
        autoFocus
      />
      <div className="mb-4">
        <label htmlFor={languageId} className="mb-1 block text-13 font-medium text-ink-2">
          {t('guest.language')}
        </label>
        <select id={languageId} className={inputClass} value={draft.language} onChange={put('language')}>
          <option value="">{t('guestEdit.guessed')}</option>
          {languages.map(([tag, name]) => (
            <option key={tag} value={tag}>
              {name}
            </option>
          ))}
        </select>
        {clashes?.includes('language') && <p className="mt-1 text-13 text-late">{now('language')}</p>}
      </div>
      <Field
        label={t('guestEdit.vip')}
        hint={t('guestEdit.vipHint')}
        error={now('vip')}
        value={draft.vip}
        onChange={put('vip')}
        maxLength={MAX_NAME}
        dir="auto"
        autoComplete="off"
      />
      <label htmlFor={notesId} className="mb-1 block text-13 font-medium text-ink-2">
        {t('guestEdit.notes')}
      </label>
      <textarea
        id={notesId}
        rows={4}
        dir="auto"
        maxLength={MAX_NOTES}
        className={`${inputClass} resize-y bg-note! text-note-ink`}
        value={draft.notes}
        onChange={put('notes')}
      />
      {clashes?.includes('notes') && <p className="mt-1 text-13 whitespace-pre-wrap text-late">{now('notes')}</p>}
      <p role="alert" className="mt-3 border-s-2 border-warn ps-3 text-14 empty:hidden">
        {save.error
          ? sentence(save.error)
          : clashes && t(clashes.length > 0 ? 'guestEdit.clash' : 'guestEdit.meanwhile')}
      </p>
      <div className="mt-5 flex justify-end gap-2">
        <Button kind="quiet" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button kind="filled" type="submit" title="Ctrl+Enter" disabled={save.isPending}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  );
}

/** Languages to choose from, by their names in the reader's own. */
function useLanguages(known: string | null): [tag: string, name: string][] {
  const { language } = useTranslation();
  const hotel = useQuery(hotelQuery).data;
  return useMemo(() => {
    const tags = new Set([...SPOKEN.split(' '), ...(hotel?.languages ?? []), ...(known ? [known] : [])]);
    return [...tags]
      .map((tag): [string, string] => [tag, languageName(tag, language)])
      .sort(([, one], [, other]) => one.localeCompare(other, language));
  }, [hotel, known, language]);
}
