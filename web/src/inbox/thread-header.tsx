import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import type { ConversationView } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { languageName } from '../lib/language-name.js';
import { useColleagues } from '../store/colleagues.js';
import { Button, IconButton } from '../ui/button.js';
import { ArrowLeft, Ellipsis, PanelRight, Star, TriangleAlert, X } from '../ui/icons.js';
import { KeyTag } from '../ui/key-tag.js';
import { WaitingClock, WindowChip } from './card.js';
import { useInbox } from './inbox-context.js';
import type { Act } from './more-menu.js';

/** Letters of all acts together that fit beside a name in a narrow thread. */
const SHORT_ACTS = 20;

const MoreMenu = lazy(() => import('./more-menu.js'));

/** The room first: it is what staff look for, and never say aloud. */
export function ThreadHeader({ conversation }: { conversation: ConversationView }) {
  const { t, language } = useTranslation();
  const { back, act } = useInbox();
  const { guest, department, assignee, waitingSince, status } = conversation;
  const { looking } = useColleagues(conversation.id);
  return (
    <header className="shrink-0 border-b border-line bg-surface">
      <div className="flex min-h-[5.6875rem] items-center gap-3 px-3 py-2 sm:px-5">
        <IconButton label={t('thread.backToList')} className="-me-1 sm:hidden" onClick={back}>
          <ArrowLeft className="size-5 rtl:rotate-180" strokeWidth={1.5} aria-hidden="true" />
        </IconButton>
        {guest?.stay?.room && (
          <span className="max-sm:hidden">
            <KeyTag room={guest.stay.room} size="lg" />
          </span>
        )}
        <div className="min-w-0 flex-1">
          <h2 tabIndex={-1} className="flex items-center gap-2 text-18 font-bold outline-none">
            <span className="sm:hidden">
              <KeyTag room={guest?.stay?.room} />
            </span>
            <bdi className="truncate" title={conversation.name}>
              {conversation.name}
            </bdi>
            {guest?.vip && (
              <>
                <Star className="size-4 shrink-0 fill-current text-vip" strokeWidth={1.5} aria-hidden="true" />
                <span className="sr-only">{t('guest.vip')}</span>
              </>
            )}
            {guest?.language && (
              <span title={languageName(guest.language, language)} className="text-13 font-normal text-ink-3">
                <span aria-hidden="true">{guest.language.split('-')[0]}</span>
                <span className="sr-only">{languageName(guest.language, language)}</span>
              </span>
            )}
            {conversation.priority === 'urgent' && (
              <>
                <TriangleAlert className="size-4.5 shrink-0 text-late" strokeWidth={1.75} aria-hidden="true" />
                <span className="sr-only">{t('card.urgent')}</span>
              </>
            )}
          </h2>
          <p className="truncate text-13 text-ink-2">
            {department?.name ?? t('card.general')} · {assignee?.name ?? t('card.free')}
          </p>
          <p className="flex h-[1.125rem] items-center gap-2.5 overflow-hidden text-13 whitespace-nowrap text-ink-2">
            {status === 'active' && waitingSince && <WaitingClock since={waitingSince} />}
            {status === 'active' ? <WindowChip closesAt={conversation.windowClosesAt} always /> : t(`status.${status}`)}
            {looking && (
              <span className="truncate" title={t('thread.alsoHere', { name: looking })}>
                {t('thread.alsoHere', { name: looking })}
              </span>
            )}
          </p>
        </div>
        <HeaderActs conversation={conversation} />
      </div>
      {act.refused && (
        <p role="alert" className="flex items-center gap-2 border-t border-line px-5 py-1.5 text-13 text-late">
          <span className="flex-1">{act.refused}</span>
          <IconButton label={t('common.dismiss')} className="-my-1 size-7" onClick={act.forget}>
            <X className="size-4" strokeWidth={1.5} aria-hidden="true" />
          </IconButton>
        </p>
      )}
    </header>
  );
}

/** Words where there is room for them, one menu where there is not. */
function HeaderActs({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const user = useUser();
  const { act, show, togglePanel, panelOpen } = useInbox();
  const writes = user.role !== 'viewer';
  const active = conversation.status === 'active';
  const mine = conversation.assignee?.id === user.id;
  const acts = [
    ...(writes && active
      ? [
          { id: 'take', words: t(mine ? 'act.giveBack' : 'act.take'), key: 'M', run: act.take },
          { id: 'hand-over', words: t('act.handOver'), key: 'T', run: () => show('hand-over') },
          { id: 'close', words: t('act.close'), key: 'E', run: () => show('close') },
        ]
      : []),
    ...(writes && !active ? [{ id: 'reopen', words: t('act.reopen'), key: 'O', run: act.reopen }] : []),
  ];
  // Some languages need longer words: they wait for a wider pane before they leave the menu.
  const long = acts.reduce((letters, { words }) => letters + words.length, 0) > SHORT_ACTS;
  return (
    <>
      <div className={`hidden shrink-0 items-center ${long ? '@min-[41rem]:flex' : '@xl:flex'}`}>
        {acts.map(({ id, words, key, run }) => (
          <Button
            key={id}
            onClick={run}
            disabled={act.busy}
            aria-keyshortcuts={key}
            title={`${words} (${key})`}
            className="px-2.5"
          >
            {words}
          </Button>
        ))}
        <span className="ms-1 xl:hidden">
          <IconButton label={t('pane.guest')} aria-pressed={panelOpen} onClick={togglePanel}>
            <PanelRight className="size-5" strokeWidth={1.5} aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      <div className={`shrink-0 ${long ? '@min-[41rem]:hidden' : '@xl:hidden'}`}>
        <More acts={acts} onGuest={togglePanel} />
      </div>
    </>
  );
}

function More({ acts, onGuest }: { acts: Act[]; onGuest: () => void }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(false);
  const look =
    'grid size-9 place-items-center rounded-control text-ink-2 hover:bg-line/60 hover:text-ink touch:size-11';
  const dots = <Ellipsis className="size-5" strokeWidth={1.5} aria-hidden="true" />;
  const closed = (
    <button
      type="button"
      aria-label={t('act.more')}
      aria-haspopup="menu"
      className={look}
      onClick={() => setWanted(true)}
    >
      {dots}
    </button>
  );
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <MoreMenu acts={acts} onGuest={onGuest} look={look}>
        {dots}
      </MoreMenu>
    </Suspense>
  );
}
