import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from './i18n/use-translation.js';
import { forgetReads, queryClient } from './api/queries.js';
import { onSession, renew, sessionState } from './api/session.js';
import { useSession } from './api/use-session.js';
import { nearestLanguage, setLanguage } from './i18n/index.js';
import { useLive } from './live/use-live.js';
import { router } from './router.js';
import { clearDesk } from './store/desk.js';
import { clearDrafts } from './store/drafts.js';

const TRY_AGAIN_MS = 3_000;

// Who signs out, or is followed by somebody else, leaves nothing of a guest in memory.
let lastUserId: string | null = null;
onSession(() => {
  const session = sessionState();
  const userId = 'user' in session ? session.user.id : null;
  if (userId === lastUserId) return;
  if (lastUserId !== null) {
    forgetReads();
    clearDesk();
    clearDrafts();
  }
  lastUserId = userId;
  if ('user' in session) void setLanguage(nearestLanguage([session.user.language]));
});

export function App() {
  const session = useSession();
  useLive(session.kind === 'signed-in' ? session.user.id : null);
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        {session.kind === 'unknown' ? <Opening /> : <RouterProvider router={router} />}
      </QueryClientProvider>
    </CSPProvider>
  );
}

/** Until the refresh cookie has been answered for. Nothing is shown unless the server keeps us waiting. */
function Opening() {
  const { t } = useTranslation();
  const [unreachable, setUnreachable] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = (): void => {
      renew().catch(() => {
        setUnreachable(true);
        timer = setTimeout(begin, TRY_AGAIN_MS);
      });
    };
    begin();
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className="grid h-full place-items-center p-6 text-center" aria-busy={!unreachable}>
      <p role="status" className="font-serif text-18 text-ink-2">
        {unreachable && t('problem.unreachable')}
      </p>
    </main>
  );
}
