import { Link, Navigate } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import { useSession } from '../api/use-session.js';
import { useTranslation } from '../i18n/use-translation.js';
import { MeMenu } from '../inbox/me-menu.js';
import { OfflineBar } from '../inbox/offline-bar.js';
import { Rail } from '../inbox/rail.js';
import { ArrowLeft } from '../ui/icons.js';
import { SignInSheet } from './sign-in-sheet.js';

/** A screen beside the inbox: the same rail, a title, and one column of paper. For who is signed in. */
export function Room(props: {
  here: 'team' | 'review' | null;
  title: string;
  /** beside the title */
  act?: ReactNode;
  children: ReactNode;
}) {
  const session = useSession();
  if (!('user' in session)) return <Navigate to="/login" replace />;
  return (
    <>
      <Shell {...props} />
      {session.kind === 'ended' && <SignInSheet />}
    </>
  );
}

function Shell({ here, title, act, children }: Parameters<typeof Room>[0]) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Bellhop`;
  }, [title]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className="flex h-full flex-col">
      <OfflineBar />
      <div className="flex min-h-0 flex-1">
        <Rail here={here} />
        <main className="min-w-0 flex-1 overflow-y-auto bg-surface">
          <div className="mx-auto max-w-200 px-4 pb-16 sm:px-8">
            <header className="flex min-h-24 flex-wrap items-center gap-x-3 gap-y-1 py-3">
              <Link
                to="/inbox/{-$view}/{-$conversationId}"
                params={{ view: 'waiting' }}
                aria-label={t('rail.inbox')}
                title={t('rail.inbox')}
                className="-ms-2 grid size-9 place-items-center rounded-control text-ink-2 hover:bg-line/60 lg:hidden touch:size-11"
              >
                <ArrowLeft className="size-5 rtl:rotate-180" strokeWidth={1.5} aria-hidden="true" />
              </Link>
              <h1 ref={heading} tabIndex={-1} className="flex-1 font-serif text-24 outline-none">
                {title}
              </h1>
              {act}
              <MeMenu compact className="lg:hidden" />
            </header>
            {children}
          </div>
        </main>
      </div>
    </div>
  );
}
