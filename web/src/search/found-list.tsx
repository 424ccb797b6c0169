import { useEffect, useRef } from 'react';
import { useTimes } from '../i18n/use-times.js';
import { useTranslation } from '../i18n/use-translation.js';
import { useContentWords } from '../inbox/use-preview.js';
import { Star } from '../ui/icons.js';
import { KeyTag } from '../ui/key-tag.js';
import { FOUND_KINDS, type Found } from './found.js';
import { snippetAround } from './snippet.js';

/** What was found, by kind. The focus stays in the field above; what is active follows the arrows and the pointer. */
export function FoundList(props: {
  id: string;
  found: Found[];
  active: Found | undefined;
  optionId: (one: Found) => string;
  q: string;
  onPick: (one: Found) => void;
}) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const activeId = props.active && props.optionId(props.active);
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);
  return (
    <div
      ref={list}
      id={props.id}
      role="listbox"
      aria-label={t('search.results')}
      className="-mx-3 min-h-0 flex-1 scroll-py-8 overflow-y-auto overscroll-contain"
    >
      {FOUND_KINDS.map((kind) => {
        const these = props.found.filter((one) => one.kind === kind);
        if (these.length === 0) return null;
        return (
          <div key={kind} role="group" aria-label={t(`search.kinds.${kind}`)} className="pb-2">
            <p aria-hidden="true" className="sticky top-0 bg-raised px-3 py-1 text-12 font-medium text-ink-3">
              {t(`search.kinds.${kind}`)}
            </p>
            {these.map((one) => (
              <div
                key={one.id}
                id={props.optionId(one)}
                role="option"
                aria-selected={one === props.active}
                onClick={() => props.onPick(one)}
                className="flex min-h-12 cursor-pointer flex-col justify-center rounded-control px-3 py-1.5 hover:bg-bg aria-selected:bg-accent-soft forced:aria-selected:outline-2"
              >
                <Row one={one} q={props.q} />
              </div>
            ))}
          </div>
        );
      })}
    </div>
  );
}

function Row({ one, q }: { one: Found; q: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  const words = useContentWords();
  const { conversation } = one;
  const guest = one.kind === 'guest' ? one.guest : (conversation?.guest ?? null);
  const name = one.kind === 'guest' ? one.guest.name : one.conversation.name;
  const at = one.kind === 'message' ? one.message.sentAt : conversation?.lastMessage?.at;
  return (
    <>
      <span className="flex items-center gap-2">
        <KeyTag room={guest?.stay?.room} />
        <bdi className="truncate font-medium">{name}</bdi>
        {guest?.vip && (
          <Star className="size-3.5 shrink-0 fill-current text-vip" strokeWidth={1.5} aria-hidden="true" />
        )}
        {at && <span className="ms-auto shrink-0 text-12 text-ink-3">{times.full(at)}</span>}
      </span>
      {one.kind === 'message' ? (
        <bdi className="truncate text-13 text-ink-2">{snippetAround(words(one.message.content), q)}</bdi>
      ) : (
        <span className="truncate text-13 text-ink-2">
          {[
            guest?.phone && (
              <bdi dir="ltr" key="phone">
                {guest.phone}
              </bdi>
            ),
            guest && t(`lifecycle.${guest.lifecycle}`),
            conversation && (conversation.department?.name ?? t('card.general')),
            conversation && conversation.status !== 'active' && t(`status.${conversation.status}`),
          ]
            .filter(Boolean)
            .flatMap((part, index) => (index > 0 ? [' · ', part] : [part]))}
        </span>
      )}
    </>
  );
}
