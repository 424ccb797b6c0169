import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { ApiError } from '../api/problem.js';
import { threadQuery } from '../api/queries.js';
import type { ConversationView } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { useTimes } from '../i18n/use-times.js';
import { deskState, NO_THREAD, useDesk } from '../store/desk.js';
import { firstUnread, timelineOf, type Row } from '../store/timeline.js';
import { Failure } from '../ui/failure.js';
import { ArrowDown } from '../ui/icons.js';
import { focusMessage, onFocusRequest, takeFocus } from './focus.js';
import { useInbox } from './inbox-context.js';
import { TimelineRow } from './timeline-row.js';
import { useKeptEnd } from './use-kept-end.js';
import { useReadMark } from './use-read-mark.js';

const FOLLOW_PX = 80;
const OLDER_WITHIN = 6;

interface Props {
  conversation: ConversationView;
  /** the message that is looked for; null: none */
  target: string | null;
}

export function Timeline({ conversation, target }: Props) {
  const around = useAround(conversation.chatId, target);
  const toNewest = useRef(false);
  return <Thread key={around ?? ''} conversation={conversation} target={target} around={around} toNewest={toNewest} />;
}

interface ThreadProps extends Props {
  /** asked for from a page around a message: the thread that is read next opens at its end, whatever is unread */
  toNewest: RefObject<boolean>;
}

/** Around which message the thread is read: the one that is looked for, where it is not in what was read already. */
function useAround(chatId: string, target: string | null): string | null {
  const read = (message: string, others: boolean): boolean => {
    const thread = deskState().threads.get(chatId);
    return thread !== undefined && (others || thread.around === null) && thread.messages.has(message);
  };
  const [reading, setReading] = useState(() => ({
    target,
    around: target !== null && !read(target, false) ? target : null,
  }));
  if (reading.target === target) return reading.around;
  const around = target !== null && read(target, true) ? reading.around : target;
  setReading({ target, around });
  return around;
}

function Thread({ conversation, target, around, toNewest }: ThreadProps & { around: string | null }) {
  const { t } = useTranslation();
  const { open } = useInbox();
  const query = useInfiniteQuery(threadQuery(conversation.id, conversation.chatId, around));
  const rows = useRows(conversation, around, query.isSuccess);
  const more = useDesk((state) => (state.threads.get(conversation.chatId) ?? NO_THREAD).behind !== null);
  // Gone meanwhile, or never this reader's to see: the conversation as it is.
  const missing = around !== null && query.error instanceof ApiError && query.error.problem.status === 404;
  useEffect(() => {
    if (missing) open(conversation.id, { replace: true });
  }, [missing, open, conversation.id]);
  if (query.error && rows.length === 0) {
    return (
      <div className="flex-1 overflow-y-auto">
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      </div>
    );
  }
  // The store fills before the query has ended: only a whole page knows where the unread line is.
  if (!query.isSuccess && !query.error) return <Skeleton />;
  if (rows.length === 0)
    return <p className="m-auto px-6 text-center font-serif text-18 text-ink-2">{t('thread.empty')}</p>;
  return (
    <Feed
      conversation={conversation}
      rows={rows}
      target={target}
      toNewest={toNewest}
      more={more}
      loadOlder={() => {
        if (query.hasNextPage && !query.isFetching) void query.fetchNextPage();
      }}
      loadNewer={() => {
        if (query.hasPreviousPage && !query.isFetching) void query.fetchPreviousPage();
      }}
    />
  );
}

function useRows(conversation: ConversationView, around: string | null, complete: boolean): Row[] {
  const times = useTimes();
  const thread = useDesk((state) => {
    const known = state.threads.get(conversation.chatId);
    return known?.around === around ? known : NO_THREAD;
  });
  const pending = useDesk((state) => state.pending);
  // The unread line stays where it was when the thread was opened.
  const [unreadCount] = useState(conversation.unreadCount);
  const line = useRef<string | null>(null);
  return useMemo(() => {
    if (complete && around === null && line.current === null)
      line.current = firstUnread(thread.messages.values(), conversation.id, unreadCount);
    const here = [...pending.values()].filter((send) => send.chatId === conversation.chatId);
    return timelineOf(thread, here, { dayOf: times.dayKey, unreadFrom: line.current, unreadCount });
  }, [thread, pending, complete, around, conversation.id, conversation.chatId, unreadCount, times]);
}

function Feed({
  conversation,
  rows,
  target,
  toNewest,
  more,
  loadOlder,
  loadNewer,
}: ThreadProps & {
  rows: Row[];
  /** newer ones follow that were not read yet */
  more: boolean;
  loadOlder: () => void;
  loadNewer: () => void;
}) {
  const { t } = useTranslation();
  const { open } = useInbox();
  const user = useUser();
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]!.key,
    estimateSize: (index) => (rows[index]!.kind === 'message' ? 64 : 48),
    overscan: 8,
    paddingStart: 16,
    paddingEnd: 16,
    anchorTo: 'end',
    followOnAppend: !more,
    scrollEndThreshold: FOLLOW_PX,
  });

  // Opens at the message that is looked for, else at the first unread one, otherwise at the end.
  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current) return;
    opened.current = true;
    const unread = rows.findIndex((row) => row.kind === 'unread');
    const sought = target === null ? -1 : indexOfMessage(rows, target);
    if (toNewest.current) virtual.scrollToEnd();
    else if (sought >= 0) virtual.scrollToIndex(sought, { align: 'center' });
    else if (unread >= 0) virtual.scrollToIndex(unread, { align: 'start' });
    else virtual.scrollToEnd();
    toNewest.current = false;
  }, [rows, target, toNewest, virtual]);

  const toEnd = useCallback((): void => {
    toNewest.current = more;
    if (more) open(conversation.id, { replace: true });
    else virtual.scrollToEnd();
  }, [more, open, conversation.id, toNewest, virtual]);

  // What I write is shown to me, wherever I was reading.
  const lastOwn = rows.findLast((row) => row.kind === 'pending')?.key;
  useLayoutEffect(() => {
    if (lastOwn) toEnd();
    // Once for each, wherever the end is then.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [lastOwn]);

  useEffect(() => {
    const attend = (): void => {
      if (takeFocus(conversation.id, 'thread')) scroller.current?.focus({ preventScroll: true });
    };
    attend();
    return onFocusRequest(attend);
  }, [conversation.id]);

  const items = virtual.getVirtualItems();
  const firstShown = items[0]?.index ?? 0;
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (opened.current && firstShown < OLDER_WITHIN) loadOlder();
    if (opened.current && more && lastShown >= rows.length - OLDER_WITHIN) loadNewer();
  });

  const onScroll = (): void => {
    const box = scroller.current!;
    setAtEnd(box.scrollHeight - box.scrollTop - box.clientHeight <= FOLLOW_PX);
  };
  useKeptEnd(scroller, atEnd);
  const unseen = useUnseen(rows, atEnd, user.id);
  useReadMark(conversation, rows, atEnd && !more);
  const goTo = useCallback(
    (messageId: string) => {
      const index = indexOfMessage(rows, messageId);
      if (index < 0) return open(conversation.id, { message: messageId });
      virtual.scrollToIndex(index, { align: 'center' });
      focusMessage(messageId);
    },
    [rows, virtual, open, conversation.id],
  );
  // The focus follows the eye: to the message that is looked for, each time somebody asks for it.
  const go = useRef(goTo);
  useEffect(() => {
    go.current = goTo;
  }, [goTo]);
  useEffect(() => {
    if (target === null) return;
    const attend = (): void => {
      if (takeFocus(conversation.id, 'message')) go.current(target);
    };
    attend();
    return onFocusRequest(attend);
  }, [conversation.id, target]);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="feed"
        aria-label={t('thread.feed', { name: conversation.name })}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={walkBubbles}
        className="flex h-full flex-col overflow-y-auto overscroll-contain -outline-offset-2!"
      >
        <div
          className="relative mt-auto w-full shrink-0"
          style={{ height: virtual.getTotalSize() }}
          role="presentation"
        >
          {items.map((item) => (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <TimelineRow row={rows[item.index]!} conversation={conversation} goTo={goTo} target={target} />
            </div>
          ))}
        </div>
      </div>
      {(!atEnd || more) && (
        <button
          type="button"
          onClick={toEnd}
          aria-label={unseen > 0 && !more ? undefined : t('thread.toEnd')}
          className="rise absolute end-5 bottom-3 inline-flex h-9 items-center gap-1.5 rounded-full border border-line bg-raised px-3 text-13 font-medium text-accent shadow-float touch:h-11"
        >
          {unseen > 0 && !more && t('thread.unseen', { count: unseen })}
          <ArrowDown className="size-4" strokeWidth={1.5} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}

function indexOfMessage(rows: Row[], id: string): number {
  return rows.findIndex((row) => row.kind === 'message' && row.message.id === id);
}

/** Arrow keys walk from bubble to bubble; the scroll follows the focus. */
function walkBubbles(event: React.KeyboardEvent<HTMLElement>): void {
  const back = event.key === 'ArrowUp';
  if (!back && event.key !== 'ArrowDown') return;
  if (!(event.target instanceof Element) || event.target.closest('button, a, summary, audio, video')) return;
  const bubbles = [...event.currentTarget.querySelectorAll<HTMLElement>('article')];
  const at = bubbles.indexOf(event.target.closest('article') as HTMLElement);
  const next = at < 0 ? bubbles.at(-1) : bubbles[at + (back ? -1 : 1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** How many messages of others came since the end was last in view. */
function useUnseen(rows: Row[], atEnd: boolean, userId: string): number {
  const messages = rows.filter((row) => row.kind === 'message' && row.message.author.id !== userId);
  const seen = useRef<string | null>(null);
  const last = messages.at(-1)?.key ?? null;
  if (atEnd || seen.current === null) seen.current = last;
  const at = messages.findLastIndex((row) => row.key === seen.current);
  return at < 0 ? 0 : messages.length - 1 - at;
}

function Skeleton() {
  const { t } = useTranslation();
  return (
    <div
      role="status"
      aria-label={t('common.loading')}
      className="appear-late flex flex-1 flex-col justify-end gap-3 overflow-hidden px-5 pb-6"
    >
      {['w-1/2', 'w-2/5', 'ms-auto w-1/3', 'w-3/5', 'ms-auto w-2/5'].map((place, index) => (
        <span key={index} className={`skeleton h-11 rounded-bubble! ${place}`} />
      ))}
    </div>
  );
}
