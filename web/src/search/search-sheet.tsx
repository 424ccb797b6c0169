import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { answer, api } from '../api/client.js';
import type { Guest } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { useTranslation } from '../i18n/use-translation.js';
import { useInbox } from '../inbox/inbox-context.js';
import { Failure } from '../ui/failure.js';
import { inputClass } from '../ui/field.js';
import { Modal } from '../ui/modal.js';
import { foundIn, hasMore, type Found } from './found.js';
import { FoundList } from './found-list.js';

const TYPING_MS = 120;
const PER_PART = 8;
const MAX_LENGTH = 200;
/** Until the sheet has given the focus back. */
const SHEET_GONE_MS = 50;

/** One field for everything: who is in 412, whose number that is, who asked for a cot. By keyboard from end to end. */
export function SearchSheet() {
  const { t } = useTranslation();
  const user = useUser();
  const { show, open } = useInbox();
  const listId = useId();
  const box = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const asked = useSettled(typed.trim());
  const { data, error, isPlaceholderData, refetch } = useQuery({
    queryKey: ['search', asked],
    queryFn: ({ signal }) => answer(api.GET('/search', { params: { query: { q: asked, limit: PER_PART } }, signal })),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: 1,
  });
  const found = useMemo(() => (data && asked !== '' ? foundIn(data) : []), [data, asked]);
  const fresh = data !== undefined && !isPlaceholderData && asked === typed.trim();
  const [at, setAt] = useState(0);
  useEffect(() => setAt(0), [data]);
  const active = found[Math.min(at, found.length - 1)];

  /** What was said is shown where it was said; a person is there to be answered. */
  const go = (conversationId: string, message?: string): void => {
    show(null);
    const focus = user.role === 'viewer' ? 'thread' : 'composer';
    setTimeout(() => open(conversationId, message ? { message } : { focus }), SHEET_GONE_MS);
  };
  const {
    mutate: openGuest,
    data: nothing,
    reset: forgetGuest,
  } = useMutation({
    mutationFn: newestOf,
    onSuccess: (id) => id !== null && go(id),
  });
  const pick = (one: Found): void => {
    if (one.conversation) go(one.conversation.id, one.kind === 'message' ? one.message.id : undefined);
    else if (one.kind === 'guest') openGuest(one.guest);
  };
  // Who types "412" and Enter in one go is not asked to wait for the list.
  const [hurried, setHurried] = useState(false);
  useEffect(() => {
    if (!hurried || !fresh) return;
    setHurried(false);
    if (found[0]) pick(found[0]);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt((found.length + Math.min(at, found.length - 1) + step) % Math.max(1, found.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (!fresh) setHurried(typed.trim() !== '' && !error);
      else if (active) pick(active);
    }
  };
  const optionId = (one: Found): string => `${listId}-${one.id}`;

  return (
    <Modal wide title={t('search.title')} onClose={() => show(null)} initialFocus={box}>
      <input
        ref={box}
        type="search"
        role="combobox"
        aria-label={t('search.box')}
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active && optionId(active)}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={MAX_LENGTH}
        dir="auto"
        placeholder={t('search.hint')}
        className={`${inputClass} text-15`}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setHurried(false);
          forgetGuest();
        }}
        onKeyDown={onKeyDown}
      />
      <p role="status" className="sr-only">
        {fresh && (found.length > 0 ? t('search.count', { count: found.length }) : t('search.nothing', { q: asked }))}
      </p>
      <div className="mt-3 flex h-[min(55vh,30rem)] flex-col">
        {error ? (
          <Failure error={error} onRetry={() => void refetch()} />
        ) : found.length > 0 ? (
          <FoundList id={listId} found={found} active={active} optionId={optionId} q={asked} onPick={pick} />
        ) : fresh ? (
          <div className="m-auto max-w-[36ch] pb-12 text-center">
            <p className="font-serif text-18 text-balance [overflow-wrap:anywhere]">
              {t('search.nothing', { q: asked })}
            </p>
            <p className="mt-1 text-ink-2">{t('search.less')}</p>
          </div>
        ) : asked === '' ? null : (
          <Skeleton />
        )}
        {nothing === null && (
          <p role="alert" className="shrink-0 pt-2 text-13 text-ink-2">
            {t('search.noConversation')}
          </p>
        )}
        {data && found.length > 0 && hasMore(data) && (
          <p className="shrink-0 pt-2 text-13 text-ink-3">{t('search.more')}</p>
        )}
      </div>
    </Modal>
  );
}

/** What was typed, once the typing rests. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

/** The id of a guest's newest conversation, null where there is none this person may read. */
async function newestOf({ id, phone, name }: Guest): Promise<string | null> {
  const query = { q: phone ?? name, limit: 100 };
  const { items } = await answer(api.GET('/conversations', { params: { query } }));
  return items.find(({ guest }) => guest?.id === id)?.id ?? null;
}

function Skeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')} className="appear-late">
      {[56, 40, 64].map((width) => (
        <div key={width} className="flex h-14 flex-col justify-center gap-2 px-3">
          <span className="skeleton h-4" style={{ width: `${width}%` }} />
          <span className="skeleton h-3" style={{ width: `${width * 0.7}%` }} />
        </div>
      ))}
    </div>
  );
}
