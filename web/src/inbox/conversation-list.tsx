import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { useDesk } from '../store/desk.js';
import { ArrowUp } from '../ui/icons.js';
import { Card } from './card.js';
import { EmptyList } from './empty-list.js';
import { focusCard } from './focus.js';
import type { List } from './use-list.js';
import { useFrozenOrder } from './use-frozen-order.js';

const OVERSCAN = 6;
const HEIGHT = 88;
const TOUCH_HEIGHT = 96;

/** Every card has the same height, so the window on ten thousand of them is arithmetic. */
export function ConversationList({ list, conversationId }: { list: List; conversationId: string | null }) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [{ top, height }, setPort] = useState({ top: 0, height: 900 });
  const total = useDesk((state) => state.counts?.[list.view] ?? 0);
  const known = useDesk((state) => state.conversations);
  const byId = known;
  const stillThere = useCallback((id: string) => known.has(id), [known]);
  const live = useMemo(() => list.rows.map((row) => row.id), [list.rows]);
  const { ids, fresh, settle, handlers } = useFrozenOrder(live, stillThere);

  const row = useRowHeight();
  const first = Math.max(0, Math.floor(top / row) - OVERSCAN);
  const last = Math.min(ids.length, Math.ceil((top + height) / row) + OVERSCAN);

  useLayoutEffect(() => {
    const box = scroller.current!;
    const measure = (): void => setPort({ top: box.scrollTop, height: box.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  const { more } = list;
  const nearEnd = (top + 3 * height) / row >= ids.length;
  useLayoutEffect(() => {
    if (nearEnd) more();
  });

  // The open conversation's card is kept in view when it was reached with the keyboard.
  const at = conversationId ? ids.indexOf(conversationId) : -1;
  useLayoutEffect(() => {
    const box = scroller.current!;
    if (at < 0) return;
    if (at * row < box.scrollTop) box.scrollTop = at * row;
    else if ((at + 1) * row > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * row - box.clientHeight;
    // Only a change of conversation moves the list, never news.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [conversationId, row]);

  const toTop = (): void => {
    settle();
    scroller.current!.scrollTop = 0;
    requestAnimationFrame(() => live[0] && focusCard(live[0]));
  };
  const tabStop = at >= first && at < last ? at : first;
  // The card that has the focus stays on the page when it is scrolled away: focus is never lost to nothing.
  const [focused, setFocused] = useState<string | null>(null);
  const kept = focused === null ? -1 : ids.indexOf(focused);
  const shown = Array.from({ length: last - first }, (_, index) => first + index);
  if (kept >= 0 && (kept < first || kept >= last)) shown.push(kept);
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        className="h-full overflow-y-auto overscroll-contain"
        {...handlers}
        onScroll={(event) => {
          const box = event.currentTarget;
          setPort({ top: box.scrollTop, height: box.clientHeight });
          handlers.onScroll();
        }}
      >
        {ids.length === 0 ? (
          <EmptyList view={list.view} />
        ) : (
          <ul
            className="relative"
            onFocus={(event) => setFocused(event.target.closest<HTMLElement>('[data-card]')?.dataset.card ?? null)}
            onBlur={() => setFocused(null)}
            style={{ height: ids.length * row }}
          >
            {shown.map((index) => (
              <li
                key={ids[index]}
                className="absolute inset-x-0 top-0"
                style={{ height: row, transform: `translateY(${index * row}px)` }}
                aria-setsize={Math.max(total, ids.length)}
                aria-posinset={index + 1}
              >
                <Card
                  conversation={byId.get(ids[index]!)!}
                  selected={ids[index] === conversationId}
                  tabStop={index === tabStop}
                />
              </li>
            ))}
          </ul>
        )}
      </div>
      {fresh > 0 && (
        <button
          type="button"
          onClick={toTop}
          className="rise absolute start-1/2 top-3 inline-flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-raised px-3 text-13 font-medium text-accent shadow-float rtl:translate-x-1/2"
        >
          <ArrowUp className="size-3.5" strokeWidth={1.5} aria-hidden="true" />
          {t('list.freshAtTop', { count: fresh })}
        </button>
      )}
    </div>
  );
}

function useRowHeight(): number {
  const [coarse] = useState(() => matchMedia('(pointer: coarse)').matches);
  return coarse ? TOUCH_HEIGHT : HEIGHT;
}
