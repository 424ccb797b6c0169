import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { countsQuery, departmentsQuery, hotelQuery } from '../api/queries.js';
import { useSession, useUser } from '../api/use-session.js';
import { useDesk } from '../store/desk.js';
import type { View } from '../store/views.js';
import { Announcer } from './announcer.js';
import { focusCard, requestFocus } from './focus.js';
import { InboxContext, type Focus, type Inbox, type Sheet } from './inbox-context.js';
import { ListPane } from './list-pane.js';
import { OfflineBar } from './offline-bar.js';
import { Rail } from './rail.js';
import { ThreadPane } from './thread-pane.js';
import { useActions } from './use-actions.js';
import { useAttention } from './use-attention.js';
import { useList } from './use-list.js';
import { useShortcuts } from './use-shortcuts.js';

const SHEET_GONE_MS = 50;

/** Beside the talk, not before it. */
const GuestPanel = lazy(async () => ({ default: (await import('./guest-panel.js')).GuestPanel }));
const Sheets = lazy(() => import('./sheets.js'));

export function InboxScreen(props: { view: View; conversationId: string | null; messageId: string | null }) {
  const { view, conversationId, messageId } = props;
  const { t } = useTranslation();
  const session = useSession();
  const user = useUser();
  const navigate = useNavigate();
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const [previewed, setPreviewed] = useState<string | null>(null);
  const [panelOpen, setPanelOpen] = useState(false);
  const selected = useDesk((state) => (conversationId ? (state.conversations.get(conversationId) ?? null) : null));
  const waitingCount = useDesk((state) => state.counts?.waiting ?? 0);

  useQuery(hotelQuery);
  useQuery(countsQuery);
  useQuery(departmentsQuery); // so that handing over opens with the departments already there
  const list = useList(view, user.id);
  const waiting = useList('waiting', user.id);

  useEffect(() => {
    document.title = waitingCount > 0 ? `(${waitingCount}) Bellhop` : 'Bellhop';
  }, [waitingCount]);

  const open = useCallback<Inbox['open']>(
    (id, options = {}) => {
      const focus: Focus = options.message ? 'message' : (options.focus ?? 'none');
      setPreviewed(options.preview ? id : null);
      if (focus !== 'none') requestFocus(focus, id);
      void navigate({
        to: '/inbox/{-$view}/{-$conversationId}',
        params: { view, conversationId: id },
        search: options.message ? { message: options.message } : {},
        replace: options.replace ?? options.preview ?? false,
      });
    },
    [navigate, view],
  );
  const showView = useCallback(
    (next: View) => {
      requestFocus('none');
      void navigate({ to: '/inbox/{-$view}/{-$conversationId}', params: { view: next } });
    },
    [navigate],
  );
  const back = useCallback(() => {
    void navigate({ to: '/inbox/{-$view}/{-$conversationId}', params: { view, conversationId: undefined } });
    if (conversationId) focusCard(conversationId);
  }, [navigate, view, conversationId]);
  const rows = useRef(list.rows);
  useEffect(() => {
    rows.current = list.rows;
  }, [list.rows]);
  const leave = useCallback((id: string) => {
    const at = rows.current.findIndex((row) => row.id === id);
    const next = rows.current[at + 1] ?? rows.current[at - 1];
    // Once the sheet has given the focus back.
    if (next) setTimeout(() => focusCard(next.id), SHEET_GONE_MS);
  }, []);
  useEffect(() => setPanelOpen(false), [conversationId]);
  const togglePanel = useCallback(() => setPanelOpen((shown) => !shown), []);
  const act = useActions(selected);
  useAttention(previewed !== null && previewed === conversationId ? null : conversationId);

  const inbox = useMemo<Inbox>(
    () => ({
      view,
      selected,
      previewing: previewed !== null && previewed === conversationId,
      open,
      back,
      leave,
      showView,
      show: setSheet,
      act,
      panelOpen,
      togglePanel,
    }),
    [view, selected, previewed, conversationId, open, back, leave, showView, act, panelOpen, togglePanel],
  );
  useShortcuts(inbox, {
    rows: list.rows,
    waiting: waiting.rows,
    enabled: sheet === null && session.kind === 'signed-in',
  });

  return (
    <InboxContext value={inbox}>
      <SkipLinks />
      <div className="flex h-full flex-col">
        <OfflineBar />
        <div className="flex min-h-0 flex-1 overflow-clip">
          <Rail />
          <section
            aria-label={t('pane.list')}
            id="pane-list"
            className={`${conversationId ? 'max-sm:hidden' : ''} @container flex w-full min-w-0 shrink-0 flex-col border-line bg-surface sm:w-[19.5rem] sm:border-e lg:w-[21.5rem]`}
          >
            <ListPane list={list} conversationId={conversationId} />
          </section>
          <ThreadPane key={conversationId ?? ''} conversationId={conversationId} messageId={messageId} />
          <Suspense fallback={<div className="hidden w-70 shrink-0 bg-bg xl:block" />}>
            <GuestPanel />
          </Suspense>
        </div>
      </div>
      <Announcer conversationId={conversationId} />
      {(sheet || session.kind === 'ended') && (
        <Suspense>
          <Sheets sheet={session.kind === 'ended' ? 'sign-in' : sheet!} />
        </Suspense>
      )}
    </InboxContext>
  );
}

function SkipLinks() {
  const { t } = useTranslation();
  const links = [
    ['#pane-list', t('skip.list')],
    ['#pane-thread', t('skip.thread')],
    ['#composer', t('skip.composer')],
  ] as const;
  return (
    <nav aria-label={t('skip.label')} className="contents">
      {links.map(([target, words]) => (
        <a
          key={target}
          href={target}
          onClick={(event) => {
            event.preventDefault();
            document
              .querySelector<HTMLElement>(`${target} a[tabindex="0"], ${target}[tabindex], ${target} textarea`)
              ?.focus();
          }}
          className="sr-only focus:not-sr-only focus:fixed focus:start-3 focus:top-3 focus:z-60 focus:rounded-control focus:bg-raised focus:px-3 focus:py-2 focus:font-medium focus:text-accent focus:shadow-float"
        >
          {words}
        </a>
      ))}
    </nav>
  );
}
