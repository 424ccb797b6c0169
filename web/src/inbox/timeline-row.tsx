import { useQuery } from '@tanstack/react-query';
import { useTranslation } from '../i18n/use-translation.js';
import { conversationQuery } from '../api/queries.js';
import type { ConversationView, HiddenEpisode } from '../api/types.js';
import { useTimes } from '../i18n/use-times.js';
import { useNow } from '../lib/now.js';
import { useDesk } from '../store/desk.js';
import type { Row } from '../store/timeline.js';
import { Bubble } from './bubble.js';
import { PendingBubble } from './pending-bubble.js';

interface Props {
  row: Row;
  conversation: ConversationView;
  goTo: (messageId: string) => void;
  /** the message that is looked for */
  target: string | null;
}

export function TimelineRow({ row, conversation, goTo, target }: Props) {
  switch (row.kind) {
    case 'day':
      return <Day at={row.at} />;
    case 'episode':
      return <Episode id={row.conversationId} before={row.before} />;
    case 'hidden':
      return <Hidden episode={row.episode} />;
    case 'unread':
      return <Unread count={row.count} />;
    case 'message':
      return (
        <Bubble
          message={row.message}
          first={row.first}
          conversation={conversation}
          goTo={goTo}
          sought={row.message.id === target}
        />
      );
    case 'pending':
      return <PendingBubble send={row.send} first={row.first} conversation={conversation} />;
  }
}

function Day({ at }: { at: string }) {
  const { t } = useTranslation();
  const times = useTimes();
  const near = useNow((now) => {
    const day = times.dayKey(at);
    if (day === times.dayKey(new Date(now).toISOString())) return 'today';
    return day === times.dayKey(new Date(now - 86_400_000).toISOString()) ? 'yesterday' : null;
  });
  return (
    <p className="px-5 pt-5 pb-3 text-center font-serif text-13 text-ink-2 first-letter:uppercase">
      {near ? t(`day.${near}`) : times.day(at)}
    </p>
  );
}

/** A line between two episodes: whose talk it is from here. */
function Episode({ id, before }: { id: string; before: string }) {
  const { t } = useTranslation();
  const from = useEpisodeName(before);
  const to = useEpisodeName(id);
  return <Rule>{from === to ? t('thread.newEpisode', { department: to }) : `${from} → ${to}`}</Rule>;
}

function useEpisodeName(id: string): string {
  const { t } = useTranslation();
  const episode = useDesk((state) => state.conversations.get(id));
  useQuery({ ...conversationQuery(id), enabled: !episode });
  return episode?.department?.name ?? t('card.general');
}

function Hidden({ episode }: { episode: HiddenEpisode['hiddenEpisode'] }) {
  const { t } = useTranslation();
  const times = useTimes();
  return (
    <p className="px-5 py-2 text-center text-13 text-ink-3 italic">
      {t('thread.hidden', {
        department: episode.department ?? t('card.general'),
        dates: times.days(episode.from, episode.to ?? episode.from),
      })}
    </p>
  );
}

function Rule({ children }: { children: React.ReactNode }) {
  return (
    <div className="flex items-center gap-3 px-5 py-3 text-12 text-ink-2">
      <span className="h-px flex-1 bg-line" />
      {children}
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}

function Unread({ count }: { count: number }) {
  const { t } = useTranslation();
  return (
    <div className="flex items-center gap-3 px-5 py-2 text-12 font-medium text-accent">
      <span className="h-px flex-1 bg-accent/50" />
      {t('thread.unread', { count })}
      <span className="h-px flex-1 bg-accent/50" />
    </div>
  );
}
