import { useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import type { ContactCard, MediaContent, MessageContent } from '../api/types.js';
import { assertNever } from '../lib/assert-never.js';
import { FileText, MapPin, Mic, UserRound } from '../ui/icons.js';
import { Formatted } from '../ui/formatted.js';
import { systemSentence } from './system-sentence.js';

interface Props {
  content: MessageContent;
  lang: string | null | undefined;
  /** who sent it and when, for the names of pictures */
  from: string;
  chosen?: string | null;
}

/** What a message says, each kind in its own form. A new kind stops the build here. */
export function BubbleContent({ content, lang, from, chosen }: Props) {
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
      return <Media content={content} lang={lang} from={from} />;
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

function Media({ content, lang, from }: { content: MediaContent; lang: string | null | undefined; from: string }) {
  const { t } = useTranslation();
  const [tries, setTries] = useState(0);
  const [broken, setBroken] = useState(false);
  const source = `/api/v1/media/${content.mediaId}${tries > 0 ? `?again=${tries}` : ''}`;
  const name = content.type === 'audio' && content.voice ? t('content.voice') : t(`content.${content.type}`);
  const caption = content.caption && (
    <div className="mt-1.5">
      <Formatted text={content.caption} lang={lang} />
    </div>
  );

  if (content.state === 'failed' || broken) {
    return (
      <div>
        <p className="text-ink-2 italic">{t('bubble.notFetched', { kind: name })}</p>
        {broken && (
          <button
            type="button"
            className="mt-1 font-medium text-accent hover:underline"
            onClick={() => {
              setBroken(false);
              setTries(tries + 1);
            }}
          >
            {t('common.tryAgain')}
          </button>
        )}
        {caption}
      </div>
    );
  }
  return (
    <div>
      {content.state === 'pending' ? (
        <p className="text-ink-2 italic">{t('bubble.fetching', { kind: name })}</p>
      ) : (
        shown()
      )}
      {caption}
    </div>
  );

  function shown() {
    const alt = t('bubble.mediaFrom', { kind: name, from });
    switch (content.type) {
      case 'image':
        return (
          <a
            href={source}
            target="_blank"
            rel="noreferrer"
            className="-mx-2 -mt-0.5 block overflow-hidden rounded-[10px] bg-ink/6"
          >
            {/* The place is kept before the picture is there: nothing jumps. */}
            <img
              src={source}
              alt={alt}
              onError={() => setBroken(true)}
              className="aspect-4/3 w-72 max-w-full object-cover"
            />
          </a>
        );
      case 'sticker':
        return <img src={source} alt={alt} onError={() => setBroken(true)} className="size-32 object-contain" />;
      case 'video':
        return (
          <video
            src={source}
            aria-label={alt}
            controls
            preload="metadata"
            onError={() => setBroken(true)}
            className="-mx-2 aspect-4/3 w-72 max-w-full rounded-[10px] bg-ink/6"
          />
        );
      case 'audio':
        return (
          <div className="flex min-w-64 items-center gap-2">
            <Mic className="size-5 shrink-0 text-ink-2" strokeWidth={1.5} aria-hidden="true" />
            <audio
              src={source}
              aria-label={alt}
              controls
              preload="metadata"
              onError={() => setBroken(true)}
              className="h-10 w-full"
            />
          </div>
        );
      case 'document':
        return (
          <Plate icon={<FileText className="size-5" strokeWidth={1.5} aria-hidden="true" />}>
            <a
              href={source}
              download={content.filename ?? ''}
              className="font-medium text-accent underline underline-offset-2"
            >
              <bdi>{content.filename ?? name}</bdi>
            </a>
            <p className="text-13 text-ink-2">
              {[content.mimeType.split('/').at(-1)?.toUpperCase(), sizeInWords(content.size)]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </Plate>
        );
    }
  }
}

function sizeInWords(size: number | null): string {
  if (size === null) return '';
  const [value, unit] = size >= 1_000_000 ? [size / 1_000_000, 'megabyte'] : [Math.ceil(size / 1000), 'kilobyte'];
  return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    value,
  );
}
