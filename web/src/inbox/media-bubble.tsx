import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api } from '../api/client.js';
import type { MediaContent } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTranslation } from '../i18n/use-translation.js';
import { sizeInWords } from '../lib/size.js';
import { updateDesk, withMessages } from '../store/desk.js';
import { FileText, Mic } from '../ui/icons.js';
import { pictureBox } from './picture-box.js';

interface Props {
  content: MediaContent;
  /** who sent it and when, for the names of pictures */
  from: string;
  /** null: not stored yet */
  messageId: string | null;
}

/** A file of a message: shown, played, downloaded; on its way; or why it is not there, and a way to try again. */
export function MediaBubble({ content, from, messageId }: Props) {
  const { t } = useTranslation();
  const [tries, setTries] = useState(0);
  const [broken, setBroken] = useState(false);
  const source = `/api/v1/media/${content.mediaId}`;
  const name = content.type === 'audio' && content.voice ? t('content.voice') : t(`content.${content.type}`);

  if (content.state === 'failed') return <NotFetched content={content} name={name} messageId={messageId} />;
  if (content.state === 'pending') return <p className="text-ink-2 italic">{t('bubble.fetching', { kind: name })}</p>;
  if (broken) {
    return (
      <p className="text-ink-2 italic">
        {t('bubble.notFetched', { kind: name })}{' '}
        <Again
          onClick={() => {
            setBroken(false);
            setTries(tries + 1);
          }}
        />
      </p>
    );
  }
  const again = tries > 0 ? `again=${tries}` : '';
  const whole = again ? `${source}?${again}` : source;
  const small = content.thumbnail ? `${source}?size=small${again && `&${again}`}` : whole;
  const alt = t('bubble.mediaFrom', { kind: name, from });
  const onError = (): void => setBroken(true);

  switch (kindShown(content)) {
    case 'image':
      return (
        <a
          href={source}
          target="_blank"
          rel="noreferrer"
          className="-mx-2 -mt-0.5 block overflow-hidden rounded-[10px] bg-ink/6"
          style={pictureBox(content)}
        >
          <img src={small} alt={alt} onError={onError} className="size-full object-cover" />
        </a>
      );
    case 'sticker':
      return <img src={small} alt={alt} onError={onError} className="size-32 object-contain" />;
    case 'video':
      return (
        <video
          src={whole}
          aria-label={alt}
          controls
          preload="metadata"
          onError={onError}
          className="-mx-2 rounded-[10px] bg-ink/6"
          style={pictureBox(content)}
        />
      );
    case 'audio':
      return (
        <div className="flex min-w-64 items-center gap-2">
          <Mic className="size-5 shrink-0 text-ink-2" strokeWidth={1.5} aria-hidden="true" />
          <audio src={whole} aria-label={alt} controls preload="metadata" onError={onError} className="h-10 w-full" />
          {content.durationMs !== undefined && (
            <span className="shrink-0 text-12 text-ink-2 tabular-nums">{lengthInWords(content.durationMs)}</span>
          )}
        </div>
      );
    case 'document':
      return (
        <div className="flex min-w-52 gap-3">
          <span className="grid size-10 shrink-0 place-items-center rounded-control bg-ink/6 text-ink-2">
            <FileText className="size-5" strokeWidth={1.5} aria-hidden="true" />
          </span>
          <div className="min-w-0 [overflow-wrap:anywhere]">
            <a
              href={source}
              download={content.filename ?? ''}
              className="font-medium text-accent underline underline-offset-2"
            >
              <bdi>{content.filename ?? name}</bdi>
            </a>
            <p className="text-13 text-ink-2">
              {[endingOf(content), content.size === null ? '' : sizeInWords(content.size)].filter(Boolean).join(' · ')}
            </p>
          </div>
        </div>
      );
  }
}

function NotFetched({ content, name, messageId }: { content: MediaContent; name: string; messageId: string | null }) {
  const { t } = useTranslation();
  const user = useUser();
  const sentence = useProblemSentence();
  const retry = useMutation({
    mutationFn: (id: string) => answer(api.POST('/messages/{id}/retry', { params: { path: { id } } })),
    onSuccess: (message) => updateDesk((state) => withMessages(state, message.chatId, [message])),
  });
  return (
    <div>
      <p className="text-ink-2 italic">{t('bubble.notFetched', { kind: name })}</p>
      {content.failure && <p className="mt-0.5 text-13 text-ink-2">{t(`bubble.whyNot.${content.failure}`)}</p>}
      {messageId !== null && user.role !== 'viewer' && content.failure !== 'gone' && (
        <Again disabled={retry.isPending} onClick={() => retry.mutate(messageId)} />
      )}
      {retry.error && (
        <p role="alert" className="text-13 text-late">
          {sentence(retry.error)}
        </p>
      )}
    </div>
  );
}

function Again({ onClick, disabled = false }: { onClick: () => void; disabled?: boolean }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      disabled={disabled}
      onClick={onClick}
      className="mt-1 min-h-6 font-medium text-accent not-italic underline underline-offset-2 disabled:text-ink-3"
    >
      {t('common.tryAgain')}
    </button>
  );
}

/** What calls itself a picture and is none is a file like any other. */
function kindShown({ type, mimeType }: MediaContent): MediaContent['type'] {
  const family = mimeType.split('/')[0];
  if (type === 'image' || type === 'sticker')
    return /^image\/(?:jpeg|png|gif|webp)/u.test(mimeType) ? type : 'document';
  return type === 'video' || type === 'audio' ? (family === type ? type : 'document') : 'document';
}

function lengthInWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function endingOf({ filename, mimeType }: MediaContent): string {
  const ending = /\.([A-Za-z0-9]{1,5})$/u.exec(filename ?? '')?.[1] ?? mimeType.split(/[/;+]/u)[1] ?? '';
  return ending.length > 5 ? '' : ending.toUpperCase();
}
