import { lazy, Suspense, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { useUser } from '../api/use-session.js';
import { initials } from '../lib/text.js';

const MeMenuOpen = lazy(() => import('./me-menu-open.js'));

const FACE = 'grid size-8 shrink-0 place-items-center rounded-full bg-line text-12 font-bold text-ink';

/** Who is at the desk. The menu itself is fetched when it is opened for the first time. */
export function MeMenu({ compact = false, className = '' }: { compact?: boolean; className?: string }) {
  const { t } = useTranslation();
  const user = useUser();
  const [wanted, setWanted] = useState(false);
  const look = `flex items-center gap-2 rounded-control text-start ${compact ? 'justify-center touch:size-11' : 'w-full p-1.5 hover:bg-line/60 max-xl:justify-center'} ${className}`;
  const face = (
    <>
      <span className={FACE} aria-hidden="true">
        {initials(user.name)}
      </span>
      {!compact && (
        <span
          className="line-clamp-2 min-w-0 flex-1 leading-tight [overflow-wrap:anywhere] max-xl:hidden"
          title={user.name}
        >
          {user.name}
        </span>
      )}
    </>
  );
  const name = t('me.menu', { name: user.name });
  const closed = (
    <button type="button" className={look} aria-label={name} aria-haspopup="menu" onClick={() => setWanted(true)}>
      {face}
    </button>
  );
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <MeMenuOpen look={look} name={name}>
        {face}
      </MeMenuOpen>
    </Suspense>
  );
}
