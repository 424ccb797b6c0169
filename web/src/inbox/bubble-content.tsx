import { lazy, Suspense } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import type { ContactCard, MediaContent, MessageContent } from '../api/types.js';
import { assertNever } from '../lib/assert-never.js';
import { MapPin, UserRound } from '../ui/icons.js';
import { Formatted } from '../ui/formatted.js';
import { pictureBox } from './picture-box.js';
import { systemSentence } from './system-sentence.js';

interface Props {
  content: MessageContent;
  lang: string | null | undefined;
  /** who sent it and when, for the names of pictures */
  from: string;
  chosen?: string | null;
  /** null: not stored yet */
  messageId?: string | null;
}

/** What a message says, each kind in its own form. A new kind stops the build here. */
export function BubbleContent({ content, lang, from, chosen, messageId = null }: Props) {
  const { t } = useTranslation();
  switch (content.type) {
    case 'text':
    case 'note':
      return <Formatted text={content.text} lang={lang} />;
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return <Media content={content} lang={lang} from={from} messageId={messageId} />;
    case 'location':
      return (
        <Plate icon={<MapPin className="size-5" strokeWidth={1.5} aria-hidden="true" />}>
          <p className="font-medium" dir="auto">
            {content.name ?? t('content.location')}
          </p>
          {content.address && <p dir="auto">{content.address}</p>}
          <p className="text-13 text-ink-3 select-all" dir="ltr">
            {content.latitude.toFixed(5)}, {content.longitude.toFixed(5)}
          </p>
        </Plate>
      );
    case 'contacts':
      return (
        <div className="space-y-2">
          {content.contacts.map((card, index) => (
            <Contact key={index} card={card} />
          ))}
        </div>
      );
    case 'buttons':
      return (
        <div>
          <Formatted text={content.body} lang={lang} />
          <Options options={content.buttons} chosen={chosen} />
        </div>
      );
    case 'list':
      return (
        <div>
          <Formatted text={content.body} lang={lang} />
          <details className="mt-2 border-t border-ink/12 pt-1">
            <summary className="cursor-pointer py-1 font-medium text-accent">{content.button}</summary>
            {content.sections.map((section, index) => (
              <div key={index}>
                {section.title && <p className="mt-2 text-12 text-ink-2">{section.title}</p>}
                <Options options={section.rows} chosen={chosen} />
              </div>
            ))}
          </details>
        </div>
      );
    case 'choice':
      return (
        <p title={content.id}>
          <span className="text-ink-2">{t('bubble.choseLabel')} </span>
          <bdi className="font-medium">{content.title}</bdi>
        </p>
      );
    case 'template':
      return (
        <div>
          <Formatted text={content.text ?? content.name} lang={lang} />
          <p className="mt-1 text-12 text-ink-2">{t('bubble.template', { name: content.name })}</p>
        </div>
      );
    case 'system':
      return <span>{systemSentence(t, content)}</span>;
    case 'unsupported':
      return (
        <p className="text-ink-2 italic">
          {t('bubble.unsupported')}
          {content.summary && <bdi className="block not-italic">{content.summary}</bdi>}
        </p>
      );
    default:
      return assertNever(content);
  }
}

function Options({
  options,
  chosen,
}: {
  options: { id: string; title: string; description?: string | null }[];
  chosen?: string | null;
}) {
  const { t } = useTranslation();
  return (
    <ul className="mt-2 space-y-1">
      {options.map((option) => (
        <li
          key={option.id}
          className={`rounded-control border px-3 py-1.5 text-14 ${option.id === chosen ? 'border-accent bg-accent-soft font-medium' : 'border-ink/15'}`}
        >
          <bdi>{option.title}</bdi>
          {option.id === chosen && <span className="sr-only">, {t('bubble.chosen')}</span>}
          {option.description && <span className="block text-13 text-ink-2">{option.description}</span>}
        </li>
      ))}
    </ul>
  );
}

function Plate({ icon, children }: { icon: React.ReactNode; children: React.ReactNode }) {
  return (
    <div className="flex min-w-52 gap-3">
      <span className="grid size-10 shrink-0 place-items-center rounded-control bg-ink/6 text-ink-2">{icon}</span>
      <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}

function Contact({ card }: { card: ContactCard }) {
  const { t } = useTranslation();
  return (
    <Plate icon={<UserRound className="size-5" strokeWidth={1.5} aria-hidden="true" />}>
      <p className="font-medium" dir="auto">
        {card.name ?? t('content.contacts')}
      </p>
      {card.organisation && <p dir="auto">{card.organisation}</p>}
      {card.phones.map(({ phone }) => (
        <p key={phone}>
          <a
            className="text-accent underline underline-offset-2"
            href={`tel:${phone.replaceAll(/[^+\d]/gu, '')}`}
            dir="ltr"
          >
            {phone}
          </a>
        </p>
      ))}
      {card.emails.map(({ email }) => (
        <p key={email} dir="ltr">
          {email}
        </p>
      ))}
    </Plate>
  );
}

const MediaBubble = lazy(async () => ({ default: (await import('./media-bubble.js')).MediaBubble }));

function Media({ content, lang, from, messageId }: Props & { content: MediaContent; messageId: string | null }) {
  return (
    <div>
      <Suspense fallback={<div className="min-h-10 min-w-52" style={pictureBox(content)} />}>
        <MediaBubble content={content} from={from} messageId={messageId} />
      </Suspense>
      {content.caption && (
        <div className="mt-1.5">
          <Formatted text={content.caption} lang={lang} />
        </div>
      )}
    </div>
  );
}
