import { memo, useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../i18n/use-translation.js';
import { conversationQuery } from '../api/queries.js';
import { ApiError } from '../api/problem.js';
import { useDesk } from '../store/desk.js';
import { Button } from '../ui/button.js';
import { Failure } from '../ui/failure.js';
import { Composer } from './composer.js';
import { useInbox } from './inbox-context.js';
import { ThreadHeader } from './thread-header.js';
import { Timeline } from './timeline.js';

export const ThreadPane = memo(function ThreadPane(props: { conversationId: string | null; messageId: string | null }) {
  const { conversationId, messageId } = props;
  const { t } = useTranslation();
  return (
    <section
      aria-label={t('pane.thread')}
      id="pane-thread"
      className={`${conversationId ? '' : 'max-sm:hidden'} @container flex min-w-0 flex-1 flex-col bg-bg`}
    >
      {conversationId ? <Opened id={conversationId} messageId={messageId} /> : <NothingOpen />}
    </section>
  );
});

function Opened({ id, messageId }: { id: string; messageId: string | null }) {
  const { t } = useTranslation();
  const { back } = useInbox();
  const conversation = useDesk((state) => state.conversations.get(id));
  const taken = useDesk((state) => state.gone.has(id));
  const { error, refetch, isFetching } = useQuery({ ...conversationQuery(id), enabled: !conversation && !taken });
  // Said once, it stays said while the desk asks again.
  const [known, setKnown] = useState(false);
  if (conversation) {
    return (
      <>
        <ThreadHeader conversation={conversation} />
        <Timeline conversation={conversation} target={messageId} />
        <Composer conversation={conversation} />
      </>
    );
  }
  // What is not there and what is not yours look exactly alike; so does what was taken away.
  const gone =
    (error instanceof ApiError && error.problem.status < 500 && error.problem.status > 0) || (!error && !isFetching);
  if (gone && !known) setKnown(true);
  if (gone || known) {
    return (
      <div className="m-auto max-w-[36ch] px-6 text-center">
        <p className="font-serif text-18" role="status">
          {t('thread.gone')}
        </p>
        <Button className="mt-3" onClick={back}>
          {t('thread.backToList')}
        </Button>
      </div>
    );
  }
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  return (
    <p className="sr-only" role="status">
      {t('common.loading')}
    </p>
  );
}

function NothingOpen() {
  const { t } = useTranslation();
  return (
    <div className="m-auto px-6 text-center">
      <p className="font-serif text-24 text-ink-2">{t('thread.nothingOpen')}</p>
      <p className="mt-3 text-14 text-ink-3">
        <kbd className="rounded-tag border border-line-strong px-1.5 py-0.5 font-sans text-12 text-ink-2">N</kbd>{' '}
        {t('thread.nextWaiting')}
      </p>
    </div>
  );
}
