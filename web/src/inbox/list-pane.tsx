import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { useDesk } from '../store/desk.js';
import { VIEWS } from '../store/views.js';
import { IconButton } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Search } from '../ui/icons.js';
import { ConversationList } from './conversation-list.js';
import { useInbox } from './inbox-context.js';
import { MeMenu } from './me-menu.js';
import type { List } from './use-list.js';

export function ListPane({ list, conversationId }: { list: List; conversationId: string | null }) {
  const { t, language } = useTranslation();
  const { view, show } = useInbox();
  const counts = useDesk((state) => state.counts);
  const title = useRef<HTMLHeadingElement>(null);
  // A new view begins at its title, unless the focus is somewhere it was put on purpose.
  useEffect(() => {
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, [view]);
  const figure = (count: number): string => new Intl.NumberFormat(language).format(count);

  return (
    <>
      <header className="shrink-0 border-b border-line px-4 pt-4">
        <div className="flex h-8 items-center gap-3">
          <h1 ref={title} tabIndex={-1} className="flex-1 truncate font-serif text-24 outline-none">
            {t(`view.${view}`)}
          </h1>
          <p className="text-12 text-ink-3">{t(view === 'waiting' ? 'sort.waiting' : 'sort.recent')}</p>
          <IconButton label={t('search.title')} aria-keyshortcuts="/" className="-mx-2" onClick={() => show('search')}>
            <Search className="size-5" strokeWidth={1.5} aria-hidden="true" />
          </IconButton>
          <MeMenu compact className="lg:hidden" />
        </div>
        <nav aria-label={t('pane.views')} className="mt-2 -mb-px">
          <ul className="flex gap-3 @min-[21rem]:gap-4">
            {VIEWS.map((one, index) => (
              <li key={one}>
                <Link
                  to="/inbox/{-$view}/{-$conversationId}"
                  params={{ view: one }}
                  aria-current={one === view ? 'page' : undefined}
                  title={t('view.key', { key: index + 1 })}
                  className="flex h-9 items-center gap-1.5 border-b-2 border-transparent text-13 text-ink-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink touch:h-11"
                >
                  {t(`view.short.${one}`)}
                  {one !== 'past' && counts && counts[one] > 0 && (
                    <span className={`text-12 text-ink-3 ${one === view ? '' : '@max-[21rem]:hidden'}`}>
                      {figure(counts[one])}
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      {list.error ? (
        <Failure error={list.error} onRetry={list.retry} />
      ) : list.loading ? (
        <Skeleton />
      ) : (
        <ConversationList key={view} list={list} conversationId={conversationId} />
      )}
    </>
  );
}

/** The list before it is known: cards of the final height, without words. */
function Skeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('common.loading')} className="appear-late overflow-hidden">
      {[68, 44, 80, 56, 72, 50].map((width) => (
        <div key={width} className="flex h-22 flex-col justify-center gap-2.5 border-b border-line px-4 touch:h-24">
          <span className="skeleton h-4" style={{ width: `${width * 0.6}%` }} />
          <span className="skeleton h-3" style={{ width: `${width}%` }} />
          <span className="skeleton h-3 w-2/5" />
        </div>
      ))}
    </div>
  );
}
