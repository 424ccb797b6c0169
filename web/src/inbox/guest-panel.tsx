import { useQuery } from '@tanstack/react-query';
import { memo, useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { attendeesQuery } from '../api/queries.js';
import type { ConversationView } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { guestQuery } from '../guest/guest-query.js';
import { useSpan, useTimes } from '../i18n/use-times.js';
import { languageName } from '../lib/language-name.js';
import { useNow } from '../lib/now.js';
import { Button, IconButton } from '../ui/button.js';
import { ChevronDown, Star, X } from '../ui/icons.js';
import { KeyTag } from '../ui/key-tag.js';
import { useInbox } from './inbox-context.js';
import { stayNote } from './stay-note.js';

/** From 1280 a pane of its own; below it slides over, and Escape closes it. */
export const GuestPanel = memo(function GuestPanel() {
  const { t } = useTranslation();
  const { selected, panelOpen, togglePanel } = useInbox();
  const closer = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!panelOpen) return;
    const before = document.activeElement;
    closer.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus();
      else document.querySelector<HTMLElement>('[role="feed"]')?.focus();
    };
  }, [panelOpen]);
  if (!selected) return <div className="hidden w-70 shrink-0 bg-bg xl:block" />;
  return (
    <>
      {panelOpen && (
        <div
          className="fixed inset-0 z-20 bg-ink/20 xl:hidden dark:bg-bg/60"
          onClick={togglePanel}
          aria-hidden="true"
        />
      )}
      <aside
        aria-label={t('pane.guest')}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !panelOpen) return;
          event.stopPropagation();
          togglePanel();
        }}
        className={`${panelOpen ? 'max-xl:block' : 'max-xl:hidden'} w-70 shrink-0 overflow-y-auto border-s border-line bg-surface max-xl:fixed max-xl:inset-y-0 max-xl:end-0 max-xl:z-30 max-xl:w-[min(22rem,100vw)] max-xl:shadow-float`}
      >
        <div className="absolute end-2 top-2 xl:hidden">
          <IconButton ref={closer} label={t('common.close')} onClick={togglePanel}>
            <X className="size-5" strokeWidth={1.5} aria-hidden="true" />
          </IconButton>
        </div>
        <Facts conversation={selected} />
      </aside>
    </>
  );
});

function Facts({ conversation }: { conversation: ConversationView }) {
  const { t, language } = useTranslation();
  const times = useTimes();
  const { show } = useInbox();
  const { role: may } = useUser();
  const { guest, kind } = conversation;
  const stay = guest?.stay ?? null;
  const vip = typeof guest?.vip === 'string' ? guest.vip : null;
  return (
    <>
      <header className="flex min-h-[5.75rem] flex-col justify-center border-b border-line px-5 py-3">
        <h2 className="font-serif text-18 leading-tight text-balance">
          <bdi>{conversation.name}</bdi>
        </h2>
        <p className="mt-1 flex items-center justify-between gap-2 text-13 text-ink-2">
          {kind === 'group' ? t('guest.group') : guest && t(`lifecycle.${guest.lifecycle}`)}
          {guest && may !== 'viewer' && (
            <Button className="-my-2 -me-3" onClick={() => show('guest')}>
              {t('guestEdit.act')}
            </Button>
          )}
        </p>
      </header>
      {guest?.vip && (
        <p className="flex items-start gap-2 border-b border-line px-5 py-3 text-14">
          <Star className="mt-0.5 size-4 shrink-0 fill-current text-vip" strokeWidth={1.5} aria-hidden="true" />
          <span>{vip ? t('guest.vipBecause', { why: vip }) : t('guest.vip')}</span>
        </p>
      )}
      {guest && (
        <Section title={t('guest.stay')}>
          {stay ? (
            <dl>
              <Fact name={t('guest.roomLabel')}>{stay.room ? <KeyTag room={stay.room} /> : t('guest.noRoom')}</Fact>
              <Fact name={t('guest.dates')}>{times.stay(stay.arrival, stay.departure)}</Fact>
              {stay.reference && (
                <Fact name={t('guest.reference')}>
                  <bdi dir="ltr" className="select-all">
                    {stay.reference}
                  </bdi>
                </Fact>
              )}
            </dl>
          ) : (
            <p className="text-ink-2">{t(stayNote(guest.lifecycle))}</p>
          )}
        </Section>
      )}
      {guest && (
        <Section title={t('guest.reach')}>
          <dl>
            <Fact name={t('guest.phone')}>
              {guest.phone ? (
                <bdi dir="ltr" className="select-all">
                  {guest.phone}
                </bdi>
              ) : (
                t('guest.noPhone')
              )}
            </Fact>
            {guest.language && <Fact name={t('guest.language')}>{languageName(guest.language, language)}</Fact>}
          </dl>
        </Section>
      )}
      {guest && <Notes guestId={guest.id} />}
      {kind === 'group' && <Attendees id={conversation.id} />}
      <Section title={t('guest.conversation')}>
        <dl>
          <Fact name={t('guest.department')}>{conversation.department?.name ?? t('card.general')}</Fact>
          <Fact name={t('guest.assignee')}>{conversation.assignee?.name ?? t('card.free')}</Fact>
          <Fact name={t('guest.channel')}>{conversation.channel.name}</Fact>
          <Fact name={t('guest.opened')}>{times.full(conversation.openedAt)}</Fact>
          <Expiry conversation={conversation} />
        </dl>
      </Section>
    </>
  );
}

/** When the episode ends by itself, or when it ended. */
function Expiry({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const times = useTimes();
  const span = useSpan();
  const { status, expiresAt, closedAt } = conversation;
  const minutes = useNow((now) => Math.floor((Date.parse(expiresAt) - now) / 60_000));
  if (status === 'closed') return closedAt && <Fact name={t('guest.closed')}>{times.full(closedAt)}</Fact>;
  if (status === 'expired') return <Fact name={t('guest.expired')}>{times.full(expiresAt)}</Fact>;
  return <Fact name={t('guest.expires')}>{t('guest.expiresIn', { span: span(Math.max(0, minutes)) })}</Fact>;
}

const WIDE = matchMedia('(min-width: 80rem)');

/** What colleagues should know; asked for where the panel can be seen. */
function Notes({ guestId }: { guestId: string }) {
  const { t } = useTranslation();
  const { panelOpen } = useInbox();
  const { data } = useQuery({ ...guestQuery(guestId), enabled: panelOpen || WIDE.matches });
  if (!data?.notes) return null;
  return (
    <Section title={t('guestEdit.notes')}>
      <p
        dir="auto"
        className="rounded-control border border-dashed border-note-ink/50 bg-note px-3 py-2 [overflow-wrap:anywhere] whitespace-pre-wrap text-note-ink"
      >
        {data.notes}
      </p>
    </Section>
  );
}

function Attendees({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(attendeesQuery(id));
  if (!data) return null;
  return (
    <Section title={t('guest.attendees', { count: data.length })}>
      <ul className="space-y-1.5">
        {data.map((one) => (
          <li key={one.externalId} className="flex justify-between gap-3">
            <bdi className="truncate">{one.isSelf ? t('guest.us') : (one.name ?? one.phone ?? one.externalId)}</bdi>
            {one.name && one.phone && (
              <bdi dir="ltr" className="shrink-0 text-13 text-ink-3">
                {one.phone}
              </bdi>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details open className="group/section border-b border-line px-5 py-3 text-14">
      <summary className="flex min-h-6 list-none items-center justify-between text-12 font-medium text-ink-3 hover:text-ink touch:min-h-11 [&::-webkit-details-marker]:hidden">
        {title}
        <ChevronDown
          className="size-4 transition-transform duration-120 group-open/section:rotate-180"
          strokeWidth={1.5}
          aria-hidden="true"
        />
      </summary>
      <div className="pt-2 pb-1">{children}</div>
    </details>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 py-0.5">
      <dt className="shrink-0 text-ink-2">{name}</dt>
      <dd className="min-w-0 text-end [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
