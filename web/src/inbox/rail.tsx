import { memo } from 'react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from '../i18n/use-translation.js';
import { countsQuery, hotelQuery } from '../api/queries.js';
import { useUser } from '../api/use-session.js';
import { useDesk } from '../store/desk.js';
import { CircleAlert, Inbox as InboxIcon, UsersRound } from '../ui/icons.js';
import { MeMenu } from './me-menu.js';

const ROOM =
  'flex items-center gap-2 rounded-control px-3 py-2 font-medium text-ink hover:bg-line/60 aria-[current=page]:bg-accent-soft max-xl:flex-col max-xl:gap-1 max-xl:text-12';

/** The house and its rooms: what exists, and nothing that does not yet. */
export const Rail = memo(function Rail({ here = 'inbox' }: { here?: 'inbox' | 'team' | 'review' | null }) {
  const { t } = useTranslation();
  const { role } = useUser();
  const hotel = useQuery(hotelQuery).data;
  useQuery(countsQuery);
  const waiting = useDesk((state) => state.counts?.waiting ?? 0);
  return (
    <nav
      aria-label={t('pane.rail')}
      className="hidden w-20 shrink-0 flex-col border-e border-line bg-bg px-2 pb-3 lg:flex xl:w-40 xl:px-3"
    >
      <p className="flex h-24 items-center px-2 xl:px-3" title={hotel?.name}>
        <span className="line-clamp-3 font-serif text-13 leading-tight text-balance [overflow-wrap:anywhere] xl:text-18">
          {hotel?.name ?? ' '}
        </span>
      </p>
      <Link
        to="/inbox/{-$view}/{-$conversationId}"
        params={{ view: 'waiting' }}
        className={ROOM}
        aria-current={here === 'inbox' ? 'page' : undefined}
      >
        <InboxIcon className="size-5 shrink-0" strokeWidth={1.5} aria-hidden="true" />
        {t('rail.inbox')}
        {waiting > 0 && <span className="text-ink-2 xl:ms-auto">{waiting}</span>}
      </Link>
      {role === 'admin' && (
        <>
          <Link to="/setup/team" className={ROOM} aria-current={here === 'team' ? 'page' : undefined}>
            <UsersRound className="size-5 shrink-0" strokeWidth={1.5} aria-hidden="true" />
            {t('team.title')}
          </Link>
          <Link to="/system/review" className={ROOM} aria-current={here === 'review' ? 'page' : undefined}>
            <CircleAlert className="size-5 shrink-0" strokeWidth={1.5} aria-hidden="true" />
            {t('review.title')}
          </Link>
        </>
      )}
      <span className="flex-1" />
      <MeMenu />
    </nav>
  );
});
