import { useState, type ReactNode } from 'react';
import type { ListContent, MessageContent } from '../api/types.js';
import { assertNever } from '../lib/assert-never.js';
import { Formatted } from '../ui/formatted.js';
import { Check, CheckCheck, Clock3, CircleAlert, List, SmilePlus } from './icons.js';
import type { PhoneMessage } from './api.js';
import type { Outgoing } from './use-phone.js';
import type { Words } from './words.js';

const EMOJI = ['👍', '❤️', '🙏', '😂', '😮'];
const timeOf = (iso: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

/** A short text has its time beside it, a long one below. */
function Balloon({ className, said, children }: { className: string; said: ReactNode; children: ReactNode }) {
  return (
    <div
      className={`flex min-w-0 flex-wrap items-end justify-end gap-x-3 gap-y-0.5 rounded-bubble px-3 py-2 text-15 ${className}`}
    >
      <div className="min-w-0 max-w-full flex-auto">{said}</div>
      <p className="flex items-center gap-1 text-12 text-ink-2">{children}</p>
    </div>
  );
}

export function OwnBubble({ message, words, locale }: { message: PhoneMessage; words: Words; locale: string }) {
  const Icon = message.status === 'sent' ? Check : CheckCheck;
  return (
    <>
      <Balloon
        className="max-w-[82%] rounded-ee-tag bg-guest-soft"
        said={<Said content={message.content} words={words} />}
      >
        {timeOf(message.at, locale)}
        <Icon
          className={`size-4 ${message.status === 'read' ? 'text-guest' : ''}`}
          strokeWidth={message.status === 'read' ? 2.25 : 1.5}
          aria-hidden="true"
        />
        <span className="sr-only">{words[message.status]}</span>
      </Balloon>
      {message.reaction && <Reaction emoji={message.reaction} />}
    </>
  );
}

export function OutgoingBubble({
  one,
  words,
  locale,
  onAgain,
}: {
  one: Outgoing;
  words: Words;
  locale: string;
  onAgain: () => void;
}) {
  return (
    <>
      <Balloon className="rise max-w-[82%] rounded-ee-tag bg-guest-soft" said={<Formatted text={one.words} />}>
        {timeOf(one.at, locale)}
        {one.failed ? (
          <CircleAlert className="size-4 text-late" strokeWidth={1.5} aria-hidden="true" />
        ) : (
          <Clock3 className="size-4" strokeWidth={1.5} aria-hidden="true" />
        )}
        <span className="sr-only">{one.failed ? words.notSent : words.sending}</span>
      </Balloon>
      {one.failed && (
        <button type="button" onClick={onAgain} className="mt-1 min-h-6 text-13 text-late underline underline-offset-2">
          {words.notSent}
        </button>
      )}
    </>
  );
}

interface HotelProps {
  message: PhoneMessage;
  words: Words;
  locale: string;
  /** ids of the choices this guest has made already */
  answered: ReadonlySet<string>;
  onChoose: (choice: { id: string; title: string }) => void;
  onOpenList: (content: ListContent) => void;
  onReact: (emoji: string) => void;
}

export function HotelBubble(props: HotelProps) {
  const { message, words, locale } = props;
  const { content } = message;
  const [reacting, setReacting] = useState(false);
  const wide = hasPlates(content);
  return (
    <>
      <div className={`group flex items-center gap-1 ${wide ? 'w-full' : 'max-w-full'}`}>
        <Balloon
          className={`rounded-es-tag bg-raised ${wide ? 'w-[calc(100%-3rem)] rounded-ee-tag' : ''}`}
          said={<Said content={content} words={words} />}
        >
          {timeOf(message.at, locale)}
        </Balloon>
        <button
          type="button"
          aria-label={words.react}
          aria-expanded={reacting}
          onClick={() => setReacting(!reacting)}
          className="grid size-9 shrink-0 place-items-center rounded-full text-ink-3 opacity-0 transition-opacity duration-120 group-hover:opacity-100 hover:text-ink focus-visible:opacity-100 touch:opacity-60"
        >
          <SmilePlus className="size-4.5" strokeWidth={1.5} aria-hidden="true" />
        </button>
      </div>
      {reacting && (
        <div
          role="group"
          aria-label={words.react}
          className="rise mt-1 flex gap-0.5 rounded-full border border-line bg-raised p-1 shadow-float"
        >
          {[...EMOJI, ...(message.reaction ? [''] : [])].map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-label={emoji || words.noReaction}
              aria-pressed={emoji !== '' && emoji === message.reaction}
              onClick={() => {
                props.onReact(emoji);
                setReacting(false);
              }}
              className="grid size-9 place-items-center rounded-full text-18 hover:bg-line/60 aria-pressed:bg-guest-soft"
            >
              {emoji || '–'}
            </button>
          ))}
        </div>
      )}
      {message.reaction && !reacting && <Reaction emoji={message.reaction} />}
      <Plates {...props} />
    </>
  );
}

const hasPlates = (content: MessageContent): boolean => content.type === 'buttons' || content.type === 'list';

/** What can be pressed hangs below the bubble, one plate each. */
function Plates({ message: { content }, answered, onChoose, onOpenList }: HotelProps) {
  if (content.type === 'list') {
    return (
      <Plate onPress={() => onOpenList(content)}>
        <List className="size-4.5" strokeWidth={1.5} aria-hidden="true" />
        {content.button}
      </Plate>
    );
  }
  if (content.type !== 'buttons') return null;
  const done = content.buttons.some((button) => answered.has(button.id));
  return content.buttons.map((button) => (
    <Plate key={button.id} disabled={done} onPress={() => onChoose(button)}>
      {answered.has(button.id) && <Check className="size-4" strokeWidth={2} aria-hidden="true" />}
      <bdi>{button.title}</bdi>
    </Plate>
  ));
}

function Plate({ onPress, disabled, children }: { onPress: () => void; disabled?: boolean; children: ReactNode }) {
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onPress}
      className="mt-1 flex min-h-11 w-[calc(100%-3rem)] items-center justify-center gap-2 rounded-[10px] bg-raised px-3 text-15 font-medium text-guest transition-colors duration-120 enabled:hover:bg-guest-soft disabled:text-ink-3"
    >
      {children}
    </button>
  );
}

function Reaction({ emoji }: { emoji: string }) {
  return (
    <span className="rise relative -mt-1 ms-2 rounded-full border border-line bg-raised px-1.5 text-13 leading-6">
      {emoji}
    </span>
  );
}

/** The words of a message as the phone shows them; a new kind stops the build here. */
function Said({ content, words }: { content: MessageContent; words: Words }) {
  switch (content.type) {
    case 'text':
      return <Formatted text={content.text} />;
    case 'buttons':
    case 'list':
      return <Formatted text={content.body} />;
    case 'choice':
      return <Formatted text={content.title} />;
    case 'template':
      return <Formatted text={content.text ?? content.name} />;
    case 'image':
    case 'video':
    case 'audio':
    case 'document':
    case 'sticker':
      return (
        <>
          {(content.type === 'image' || content.type === 'sticker') && content.mediaId !== '' ? (
            <img
              src={`/demo/api/files/${content.mediaId}`}
              alt={words[content.type]}
              className="h-44 w-60 max-w-full rounded-[10px] bg-ink/6 object-cover"
            />
          ) : (
            <p className="grid h-24 w-52 max-w-full place-items-center rounded-[10px] bg-ink/6 text-13 text-ink-2">
              {content.filename ?? words[content.type]}
            </p>
          )}
          {content.caption && <Formatted text={content.caption} />}
        </>
      );
    case 'location':
      return (
        <p>
          <span className="font-medium">{content.name ?? words.location}</span>
          {content.address && <span className="block text-13 text-ink-2">{content.address}</span>}
        </p>
      );
    case 'contacts':
      return <p className="font-medium">{content.contacts.map((card) => card.name ?? words.contacts).join(', ')}</p>;
    case 'note':
    case 'system':
      return null; // never leaves the hotel
    case 'unsupported':
      return <p className="text-ink-2 italic">{content.summary ?? '…'}</p>;
    default:
      return assertNever(content);
  }
}
