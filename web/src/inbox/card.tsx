import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import type { ConversationView } from '../api/types.js';
import { useSpan, useTimes } from '../i18n/use-times.js';
import { useNow } from '../lib/now.js';
import { waitingFor, windowOf, type Urgency } from '../lib/waiting-clock.js';
import { useColleagues } from '../store/colleagues.js';
import { useHasDraft } from '../store/drafts.js';
import { Star, TriangleAlert } from '../ui/icons.js';
import { KeyTag } from '../ui/key-tag.js';
import { Ring, urgencyText } from '../ui/ring.js';
import { useInbox } from './inbox-context.js';
import { StatusIcon } from './ticks.js';
import { usePreview } from './use-preview.js';

interface Props {
  conversation: ConversationView;
  selected: boolean;
  tabStop: boolean;
}

export const Card = memo(function Card({ conversation, selected, tabStop }: Props) {
  const { t } = useTranslation();
  const { view, open } = useInbox();
  const { who, words } = usePreview(conversation);
  const hasDraft = useHasDraft(conversation.id);
  const { guest, department, assignee, lastMessage, unreadCount } = conversation;
  const unread = unreadCount > 0;
  const { writing } = useColleagues(conversation.id);
  const sentence = useCardSentence(conversation, `${who ? `${who}: ` : ''}${words}`);

  return (
    <Link
      to="/inbox/{-$view}/{-$conversationId}"
      params={{ view, conversationId: conversation.id }}
      data-card={conversation.id}
      tabIndex={tabStop ? 0 : -1}
      aria-current={selected ? 'true' : undefined}
      aria-label={sentence}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        // Enter on a card means to write; a click means to read.
        open(conversation.id, { focus: event.detail === 0 ? 'composer' : 'thread' });
      }}
      className={`group relative flex h-full flex-col justify-center gap-1 border-b border-line px-4 -outline-offset-2! transition-colors duration-120 ${selected ? 'bg-accent-soft' : 'hover:bg-bg'}`}
    >
      <span
        aria-hidden="true"
        className={`absolute inset-y-0 start-0 w-[3px] forced:border-s-4 ${selected ? 'bg-accent' : 'bg-transparent'}`}
      />
      <span className="flex h-5 items-center gap-2">
        <KeyTag room={guest?.stay?.room} />
        <bdi
          className={`truncate text-15 ${unread ? 'font-bold text-ink' : 'font-medium text-ink'}`}
          title={conversation.name}
        >
          {conversation.name}
        </bdi>
        {guest?.vip && (
          <Star className="size-3.5 shrink-0 fill-current text-vip" strokeWidth={1.5} aria-hidden="true" />
        )}
        {conversation.priority === 'urgent' && (
          <TriangleAlert className="size-4 shrink-0 text-late" strokeWidth={1.75} aria-hidden="true" />
        )}
        <CardClock conversation={conversation} />
      </span>
      <span className={`flex h-[1.125rem] items-center gap-1 text-13 ${unread ? 'text-ink' : 'text-ink-2'}`}>
        {lastMessage?.direction === 'outbound' && (
          <StatusIcon status={lastMessage.status} className="size-4 shrink-0" />
        )}
        <span className="truncate">
          {who && <span className="text-ink-3">{who}: </span>}
          <span dir="auto">{words}</span>
        </span>
      </span>
      <span className="flex h-[1.125rem] items-center gap-2 text-12 text-ink-3">
        <span className="truncate">
          {department?.name ?? t('card.general')}
          {conversation.status === 'active' &&
            ` · ${writing ? t('card.writes', { name: writing }) : (assignee?.name ?? t('card.free'))}`}
          {conversation.status !== 'active' && ` · ${t(`status.${conversation.status}`)}`}
        </span>
        <WindowChip closesAt={conversation.status === 'active' ? conversation.windowClosesAt : null} />
        {hasDraft && <span className="shrink-0 font-medium text-note-ink italic">{t('card.draft')}</span>}
        {unread && (
          <span className="ms-auto grid h-[1.125rem] min-w-[1.125rem] shrink-0 place-items-center rounded-full bg-accent px-1 text-12 leading-none font-bold text-on-accent">
            {unreadCount > 99 ? '99+' : unreadCount}
          </span>
        )}
      </span>
    </Link>
  );
});

/** Minutes waited, or the time of the last message. */
function CardClock({ conversation }: { conversation: ConversationView }) {
  const times = useTimes();
  const today = useNow((now) => times.dayKey(new Date(now).toISOString()));
  const { waitingSince, lastMessage } = conversation;
  if (waitingSince && conversation.status === 'active')
    return <WaitingClock since={waitingSince} className="ms-auto" />;
  if (!lastMessage) return null;
  return (
    <span className="ms-auto shrink-0 text-12 text-ink-3">
      {times.dayKey(lastMessage.at) === today ? times.clock(lastMessage.at) : times.shortDay(lastMessage.at)}
    </span>
  );
}

export function WaitingClock({ since, className = '' }: { since: string; className?: string }) {
  const { t } = useTranslation();
  const span = useSpan();
  const minutes = useNow((now) => waitingFor(since, now).minutes);
  const urgency = useNow<Urgency>((now) => waitingFor(since, now).urgency);
  const ring = urgency === 'late' ? 1 : urgency === 'soon' ? 0.5 : 0.25;
  return (
    <span
      className={`inline-flex shrink-0 items-center gap-1.5 text-13 ${urgencyText(urgency)} ${urgency === 'late' ? 'font-bold' : 'font-medium'} ${className}`}
    >
      {urgency === 'late' && <span className="sr-only">{t('waiting.late')}</span>}
      {span(minutes)}
      <Ring part={ring} />
    </span>
  );
}

/** How long free text may still go out; quiet until four hours before. */
export function WindowChip({ closesAt, always = false }: { closesAt: string | null; always?: boolean }) {
  const { t } = useTranslation();
  const span = useSpan();
  const state = useNow((now) => {
    const window = windowOf(closesAt, now);
    return window.kind === 'open' ? `${window.level} ${window.minutes}` : window.kind;
  });
  if (state === 'none') return null;
  if (state === 'closed') return <span className="shrink-0">{t('window.closed')}</span>;
  const [level, minutes] = state.split(' ') as [string, string];
  if (level === 'calm' && !always) return null;
  return (
    <span className={`shrink-0 ${level === 'soon' ? 'font-medium text-warn' : ''}`}>
      {t('window.open', { span: span(Number(minutes)) })}
    </span>
  );
}

/** The whole card in one sentence, for those who listen. */
function useCardSentence(conversation: ConversationView, preview: string): string {
  const { t } = useTranslation();
  const span = useSpan();
  const { guest, waitingSince, unreadCount } = conversation;
  const minutes = useNow((now) => (waitingSince ? waitingFor(waitingSince, now).minutes : null));
  const parts = [
    conversation.name,
    guest?.stay?.room && t('guest.room', { room: guest.stay.room }),
    guest?.vip && t('guest.vip'),
    conversation.priority === 'urgent' && t('card.urgent'),
    minutes !== null && t('waiting.for', { span: span(minutes) }),
    unreadCount > 0 && t('card.unread', { count: unreadCount }),
    preview,
    conversation.department?.name ?? t('card.general'),
    conversation.assignee?.name ?? t('card.free'),
  ];
  return parts.filter(Boolean).join(', ');
}
